import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveExperiment, train } from '@firstmover/experiments';

const root = resolve(import.meta.dirname, '../../../..');

/** Mounts that only the processes of a test see: they are gone when it ends. */
const canMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
if (!canMount)
  console.warn('This user cannot mount: the tests of a real disk that is full or read-only are skipped. They need root on Linux.');

const experiment = {
  name: 'drill',
  game: 'matrix/IteratedPrisonersDilemma-v1',
  oracle: { name: 'tabular-q', episodes: 4 },
  leader: 'ppo',
  budget: { updates: 400 },
  checkpoints: { everyUpdates: 5 },
};

let base: string;
let expected: string;
const contents = (folder: string): string =>
  ['metrics.jsonl', 'metrics.csv', 'result.json', 'game.json'].map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');

beforeAll(async () => {
  if (!canMount) return;
  base = mkdtempSync(join(tmpdir(), 'firstmover-real-disk-'));
  writeFileSync(join(base, 'drill.json'), JSON.stringify(experiment));
  const entry = join(import.meta.dirname, '../main/main.fixture.ts');
  execFileSync(process.execPath, [join(root, 'tools/bundle.mjs'), join(base, 'program'), entry]);
  expected = contents((await train(resolveExperiment(experiment)[0]!, { out: join(base, 'whole') })).folder);
}, 60_000);
afterAll(() => {
  if (canMount) rmSync(base, { recursive: true, force: true });
});

/** Runs a script with a tmpfs of its own at $DISK; what it leaves in $KEPT is read afterwards. */
function onDisk(size: string, script: string): { readonly error: string; readonly code: string; readonly run: string } {
  const kept = mkdtempSync(join(base, 'kept-'));
  const disk = join(base, 'disk');
  mkdirSync(disk, { recursive: true });
  const program = `set -eu
mount -t tmpfs -o size=${size} tmpfs "$DISK"
code=0
firstmover() { "$NODE" "$PROGRAM" "$@"; }
${script}
echo $code > "$KEPT/code"
firstmover train "$CONFIG" --out "$DISK/runs" --resume --json > "$KEPT/resumed"
cp -r "$DISK/runs/drill" "$KEPT/run"`;
  const { status, stderr } = spawnSync('unshare', ['-m', 'bash', '-c', program], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE: process.execPath,
      PROGRAM: join(base, 'program/main.js'),
      CONFIG: join(base, 'drill.json'),
      DISK: disk,
      KEPT: kept,
    },
  });
  if (status !== 0) throw new Error(stderr);
  const read = (name: string): string => readFileSync(join(kept, name), 'utf8');
  return { error: read('error'), code: read('code').trim(), run: join(kept, 'run') };
}

describe.skipIf(!canMount)('firstmover train on a real disk', { timeout: 120_000 }, () => {
  it.each([
    [
      'that runs full',
      'firstmover train "$CONFIG" --out "$DISK/runs" 2> "$KEPT/error" || code=$?\nmount -o remount,size=64m "$DISK"',
      'no space is left on the disk (ENOSPC)',
    ],
    [
      'whose folder becomes read-only',
      `firstmover train "$CONFIG" --out "$DISK/runs" 2> "$KEPT/error" & process=$!
checkpoints="$DISK/runs/drill/checkpoints"
until ls "$checkpoints"/0* > /dev/null 2>&1; do sleep 0.02; done
mount --bind -o ro "$checkpoints" "$checkpoints"
wait $process || code=$?
umount -l "$checkpoints"`,
      'the file system is read-only (EROFS)',
    ],
  ])('%s ends in one line, and goes on once that is repaired', (_what, script, words) => {
    const { error, code, run } = onDisk(words.includes('ENOSPC') ? '250k' : '64m', script);
    expect(code).toBe('2');
    const lines = error
      .trimEnd()
      .split('\n')
      .filter((line) => line.startsWith('firstmover: ')); // the others say how far it is
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^firstmover: the run in \S+\/drill stopped after update \d+: /);
    expect(lines[0]).toContain(words);
    expect(lines[0]).toMatch(/; its checkpoint of update \d+ is whole; once that is repaired, go on with --resume$/);
    expect(error).not.toMatch(/^\s+at /m);
    expect(contents(run)).toBe(expected);
  });
});
