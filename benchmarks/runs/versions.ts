// Whether training is the same, bit for bit, on every version of Node and with any number of workers: the hash of the final state of every method, follower and
// leader on Node 20, 22 and 24, and the results of a sweep with 1, 2 and 4 workers on each. Prints what it found. Run: npm run versions; npx fetches each Node.
// No study: it says yes or no about hashes, and keeps nothing.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const experiments = join(root, 'packages/experiments/src');
const folder = mkdtempSync(join(tmpdir(), 'firstmover-versions-'));
try {
  const entries = [
    join(experiments, 'golden/write-hashes.fixture.ts'),
    join(experiments, 'executor/training-child.ts'),
    join(import.meta.dirname, 'sweep-program.ts'),
  ];
  execFileSync(process.execPath, [join(root, 'tools/bundle.mjs'), folder, ...entries], { stdio: 'inherit' });
  const expected = JSON.parse(readFileSync(join(experiments, 'golden/hashes.json'), 'utf8')) as Readonly<Record<string, string>>;
  const names = Object.keys(expected);
  const sweeps = new Set<string>();
  let equal = true;
  for (const version of [20, 22, 24]) {
    const node = (...args: readonly string[]): string =>
      execFileSync('npx', ['-y', `node@${version}`, ...args], { encoding: 'utf8', cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const hashes = JSON.parse(node(join(folder, 'write-hashes.js'))) as Readonly<Record<string, string>>;
    const same = names.filter((name) => hashes[name] === expected[name]).length;
    equal &&= same === names.length && Object.keys(hashes).length === names.length;
    const ends = [1, 2, 4].map((workers) => node(join(folder, 'sweep-program.js'), String(workers)));
    for (const end of ends) sweeps.add(end);
    console.log(
      `Node ${node('-p', 'process.versions.node').trim()}: ${same} of ${names.length} hashes as expected; sweep with 1, 2 and 4 workers: ${ends.map((end) => end.slice(0, 12)).join(', ')}`,
    );
  }
  if (!equal || sweeps.size > 1) throw new Error('training differs between versions of Node or numbers of workers');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
