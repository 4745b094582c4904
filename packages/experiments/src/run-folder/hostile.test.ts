import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '@firstmover/core';
import { resolveExperiment } from '../config/resolve.ts';
import { loadLeader } from '../role/load-roles.ts';
import { openSweepFolder } from '../sweep/sweep-folder.ts';
import { resolveSweep } from '../sweep/resolve-sweep.ts';
import { train } from '../train/train.ts';
import { readRun } from './read-run.ts';
import { readConfig } from './run-folder.ts';

const base = mkdtempSync(join(tmpdir(), 'firstmover-hostile-'));
const good = join(base, 'good');
const runs = join(base, 'runs');
const outside = join(base, 'outside');
const folder = join(runs, 'victim');
const given = { name: 'victim', game: 'matrix/Escape-v1', method: 'exact', budget: { updates: 6 }, checkpoints: { everyUpdates: 2 } };
const [config] = resolveExperiment(given);

beforeAll(async () => {
  await train(config!, { out: good });
  rmSync(join(good, 'victim', 'result.json')); // there is something to continue
});
afterAll(() => rmSync(base, { recursive: true, force: true }));
beforeEach(() => {
  for (const path of [runs, outside]) rmSync(path, { recursive: true, force: true });
  cpSync(good, runs, { recursive: true });
  mkdirSync(join(outside, 'folder'), { recursive: true });
  writeFileSync(join(outside, 'file'), 'precious');
  writeFileSync(join(outside, 'folder', '.000000001.1.tmp'), 'precious');
});

/** All names and contents outside of the run folder. */
const everythingOutside = (): string =>
  readdirSync(outside, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => `${name}: ${statSync(join(outside, name)).isFile() ? readFileSync(join(outside, name), 'utf8') : ''}`)
    .join('\n');

/** What is said when the run is continued; nothing outside may change. */
async function refusal(what: () => Promise<unknown> = () => train(config!, { out: runs, resume: true })): Promise<string> {
  const before = everythingOutside();
  const error: unknown = await what().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(everythingOutside()).toBe(before);
  expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
  expect(error).toBeInstanceOf(InputError);
  const { message } = error as Error;
  expect(message).not.toContain('\n');
  return message;
}

describe('a hostile run folder', () => {
  it('is continued where nothing is wrong with it', async () => {
    expect((await train(config!, { out: runs, resume: true })).result?.updates).toBe(6);
  });

  it.each([
    'config.json',
    'game.json',
    'metrics.jsonl',
    'timing.jsonl',
    'metrics.csv',
    'events.out.tfevents.firstmover',
    'result.json',
    'lock',
  ])('with a link in place of %s is refused', async (name) => {
    rmSync(join(folder, name), { force: true });
    symlinkSync(join(outside, 'file'), join(folder, name));
    expect(await refusal()).toContain(`${name} is a symbolic link`);
  });

  it.each(['metrics.jsonl', 'timing.jsonl', 'metrics.csv', 'lock'])('with a link to nothing in place of %s is refused', async (name) => {
    rmSync(join(folder, name), { force: true });
    symlinkSync(join(outside, 'new'), join(folder, name));
    expect(await refusal()).toContain('is a symbolic link');
  });

  it('with a link in place of the folder of checkpoints, of one, or of itself is refused or passed over', async () => {
    const checkpoints = join(folder, 'checkpoints');
    renameSync(checkpoints, join(outside, 'checkpoints'));
    symlinkSync(join(outside, 'checkpoints'), checkpoints);
    expect(await refusal()).toContain('checkpoints is a symbolic link');
    rmSync(checkpoints);
    symlinkSync(join(outside, 'folder'), checkpoints);
    expect(await refusal()).toContain('checkpoints is a symbolic link');
    expect(await refusal(() => loadLeader(folder))).toContain('checkpoints is a symbolic link');
    rmSync(checkpoints);
    mkdirSync(checkpoints);
    symlinkSync(join(outside, 'checkpoints', '000000006'), join(checkpoints, '000000006'));
    expect(await refusal()).toContain('leads out of');
    renameSync(folder, join(outside, 'victim'));
    symlinkSync(join(outside, 'victim'), folder);
    expect(await refusal()).toContain('victim is a symbolic link');
    expect(await refusal(() => Promise.resolve().then(() => readConfig(folder)))).toContain('is no run folder');
  });

  it.skipIf(process.platform === 'win32')('with a pipe in place of a file is refused, and nobody waits for it', async () => {
    for (const name of ['metrics.jsonl', 'config.json', 'lock']) {
      const kept = join(base, 'kept');
      rmSync(kept, { force: true });
      if (name !== 'lock') renameSync(join(folder, name), kept);
      execFileSync('mkfifo', [join(folder, name)]);
      expect(await refusal()).toMatch(/is something else: expected a plain file|is no regular file/);
      rmSync(join(folder, name));
      if (name !== 'lock') renameSync(kept, join(folder, name));
    }
  });

  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  it.each<[string, (text: string) => string, string]>([
    ['a prototype key', (text) => text.replace('{', '{"__proto__":{"polluted":1},'), 'expected no key that names a prototype'],
    ['a constructor', (text) => text.replace('"seed"', '"constructor":{"prototype":{"polluted":1}},"seed"'), 'names a prototype'],
    ['deep nesting', (text) => text.replace('"seed": 0', `"seed": ${deep}`), 'is nested more than 64 deep'],
    ['1e400', (text) => text.replace('"seed": 0', '"seed": 1e400'), 'has the number "1e400": expected a finite one'],
    ['a key twice', (text) => text.replace('"seed": 0', '"seed": 0, "seed": 1'), 'has the key "seed" twice'],
    ['a path as its name', (text) => text.replace('"victim"', '"../outside/victim"'), 'name of the run is "../outside/victim"'],
    ['an absolute path as its name', (text) => text.replace('"victim"', '"/tmp/victim"'), 'name of the run is "/tmp/victim"'],
    ['2 MB', (text) => text + ' '.repeat(1 << 21), 'expected at most 1048576'],
    ['half of it', (text) => text.slice(0, text.length / 2), 'is no JSON'],
    ['another budget', (text) => text.replace('"updates": 6', '"updates": 7'), 'differs from what is to be continued'],
  ])('with %s in its config is refused', async (_what, change, message) => {
    const path = join(folder, 'config.json');
    const text = readFileSync(path, 'utf8');
    expect(change(text)).not.toBe(text);
    writeFileSync(path, change(text));
    const said = await refusal(() =>
      Promise.resolve()
        .then(() => readConfig(folder))
        .then(() => train(config!, { out: runs, resume: true })),
    );
    expect(said).toContain(message);
  });

  it.each<[string, (line: string) => string, string]>([
    ['a prototype key', (line) => line.replace('{', '{"__proto__":{"polluted":1},'), '"__proto__"'],
    ['1e400', (line) => line.replace('"leaderSteps":', '"leaderSteps":1e400,"x":'), 'has Infinity at "leaderSteps"'],
    ['a list', () => '[1]', 'expected a record'],
    ['a nested record', (line) => line.replace('{', '{"a":{"b":1},'), 'expected a finite number, a text or null'],
    ['deep nesting', () => `{"a":${deep}}`, 'expected a finite number, a text or null'],
    ['another phase', (line) => line.replace('"leader"', '"follower"'), 'has the phase "follower"'],
    ['text', () => 'text', 'is no JSON'],
  ])('with %s in its metrics is refused', async (_what, change, message) => {
    const path = join(folder, 'metrics.jsonl');
    const [first, ...rest] = readFileSync(path, 'utf8').split('\n');
    // Padded to the length it had, so that the checkpoint fits.
    const line = change(first!);
    writeFileSync(path, [line, ...rest].join('\n'));
    expect(await refusal(() => Promise.resolve().then(() => readRun(folder).metrics()))).toContain(message);
    expect(await refusal()).toMatch(/line 1 of|was changed/);
  });

  it('reading one never runs its module', async () => {
    const module = join(outside, 'evil.mjs');
    writeFileSync(module, 'globalThis.polluted = true;');
    const [evil] = resolveExperiment({ ...given, game: { module } });
    writeFileSync(join(folder, 'config.json'), `${JSON.stringify(evil, null, 2)}\n`);
    readRun(folder).metrics();
    expect((globalThis as Record<string, unknown>)['polluted']).toBe(undefined);
    expect(await refusal()).toContain('config.json differs from what is to be continued');
    expect((globalThis as Record<string, unknown>)['polluted']).toBe(undefined);
  });

  it('a sweep whose folder is a link is refused', () => {
    const sweep = resolveSweep({
      name: 'sweep',
      experiment: { game: 'matrix/Escape-v1', oracle: 'exact', leader: 'ppo' },
      space: { 'leader.learningRate': [0.1] },
    });
    symlinkSync(join(outside, 'folder'), join(runs, 'sweep'));
    const before = everythingOutside();
    expect(() => openSweepFolder(runs, sweep)).toThrow('is a symbolic link');
    expect(everythingOutside()).toBe(before);
  });
});
