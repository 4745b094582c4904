// From an empty folder: what `firstmover new` writes is compiled, tested, checked and solved on the built packages, as a user would, without a file of
// the repository being touched. Needs `npm run build`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'firstmover-own-'));
const node = (cwd, ...argv) => execFileSync(process.execPath, argv, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const bin = join(root, 'packages/cli/bin/firstmover.js');

/** Puts the packages that a `npm install` would bring beside the new one. */
function install(cwd) {
  mkdirSync(join(cwd, 'node_modules/@firstmover'), { recursive: true });
  for (const name of readdirSync(join(root, 'packages')))
    symlinkSync(join(root, 'packages', name), join(cwd, 'node_modules', name === 'cli' ? 'firstmover' : `@firstmover/${name}`));
  for (const name of ['typescript', 'vitest']) symlinkSync(join(root, 'node_modules', name), join(cwd, 'node_modules', name));
}

try {
  for (const kind of ['game', 'oracle', 'leader', 'method', 'network', 'problem']) {
    const name = `own-${kind}`;
    node(folder, bin, 'new', kind, name);
    const cwd = join(folder, name);
    install(cwd);
    node(cwd, 'node_modules/typescript/bin/tsc');
    node(cwd, 'node_modules/vitest/vitest.mjs', 'run', '--dir', 'src');
    console.log(`new ${kind}: compiles, and its tests pass.`);
  }
  const cwd = join(folder, 'own-game');
  for (const argv of [
    ['check', './dist/own-game.js', '--steps', '500'],
    ['list', 'own-game#ownGame'],
    ['show', './dist/own-game.js'],
    ['exact', './dist/own-game.js'],
    ['exact', './src/own-game.ts'],
    ['solve', 'own-game#ownGame', '--leader-steps', '2000'],
  ]) {
    // A package finds itself by its name through its exports.
    node(cwd, bin, ...argv);
    console.log(`firstmover ${argv.slice(0, 2).join(' ')}: works.`);
  }
  const sites = join(folder, 'own-problem');
  writeFileSync(join(sites, 'mine.json'), '{"kind":"own-problem","gains":[3,2,1]}');
  for (const argv of [
    ['list', './src/own-problem.ts'],
    ['check', './src/own-problem.ts'],
    ['exact', 'mine.json', '--kind', './src/own-problem.ts'],
    ['exact', 'mine.json', '--kind', 'own-problem#ownProblem', '--json'],
  ]) {
    node(sites, bin, ...argv);
    console.log(`firstmover ${argv[0]} of an own problem: works.`);
  }
  for (const kind of ['oracle', 'leader', 'method', 'network']) {
    const at = join(folder, `own-${kind}`);
    const file = `./src/own-${kind}.ts`;
    const train = {
      oracle: ['--oracle', file],
      leader: ['--oracle', 'exact', '--leader', file],
      method: ['--method', file],
      network: ['--oracle', 'exact', '--leader', 'ppo', '--set', `leader.network=${file}`],
    }[kind];
    for (const argv of [
      ['list', file],
      ['check', file],
      ['train', '--game', 'matrix/IteratedChicken-v1', ...train, '--set', 'budget.updates=3', '--out', 'runs/mine'],
      ['report', 'runs/mine', '--out', 'report'],
    ]) {
      node(at, bin, ...argv);
      console.log(`firstmover ${argv[0]} of an own ${kind}: works.`);
    }
  }
} catch (error) {
  console.error(`${error.stdout ?? ''}${error.stderr ?? ''}${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
