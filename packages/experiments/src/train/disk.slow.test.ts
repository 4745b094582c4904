import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastCheckpoint } from '../checkpoint/last.ts';
import { resolveExperiment } from '../config/resolve.ts';
import type { Files } from '../files/files.ts';
import { wrapFiles, writeHalf } from '../files/wrap.fixture.ts';
import { configHash, isRunFolder } from '../run-folder/run-folder.ts';
import { RunStoppedError, train } from './train.ts';

const [config] = resolveExperiment({
  game: 'matrix/Escape-v1',
  method: 'exact',
  budget: { updates: 7 },
  evaluation: { everyUpdates: 2 },
  checkpoints: { everyUpdates: 2, keep: 1 },
});

const home = process.cwd();
let out: string;
let expected: string;
let calls = 0;
const contents = (folder: string): string =>
  ['metrics.jsonl', 'metrics.csv', 'result.json', 'config.json', 'game.json']
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
/** Waiting for the disk is left out: it would only make the test slow. */
const quick = wrapFiles((name, _args, call) => (name === 'fsyncSync' ? undefined : call()));

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'firstmover-disk-'));
  process.chdir(out); // no repository, whose state would be read at every start
  const counting = wrapFiles((name, _args, call) => {
    if (name !== 'closeSync') calls++;
    return name === 'fsyncSync' ? undefined : call();
  });
  expected = contents((await train(config!, { out: join(out, 'whole'), files: counting })).folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(out, { recursive: true, force: true });
});

/** Fails from one call on: a full disk stays full, and a write to it leaves half of what was to be written. */
function failing(code: string, from: number, until = Infinity): Files {
  let count = 0;
  return wrapFiles((name, args, call) => {
    if (name === 'closeSync') return call();
    const at = count++;
    if (at >= from && at < until) {
      if (name === 'writeSync') writeHalf(args);
      throw Object.assign(new Error(`${code}: injected`), { code, syscall: name });
    }
    return name === 'fsyncSync' ? undefined : call();
  });
}

const CODES = ['ENOSPC', 'EROFS', 'EIO', 'EACCES', 'EDQUOT'];
const WORDS =
  /^the run in \S+ stopped after update \d+: (no space is left on the disk|the file system is read-only|the disk failed|permission denied|the quota of the disk is used up) \((ENOSPC|EROFS|EIO|EACCES|EDQUOT)\)/;

describe('a disk that fails', () => {
  it.each([
    ['from any call on', Infinity, 1],
    ['at one call, every third,', 1, 3],
  ])(
    '%s stops the run in one line; its last checkpoint loads, and it goes on to the same end',
    { timeout: 120_000 },
    async (_when, count, stride) => {
      expect(calls).toBeGreaterThan(100);
      const seen = { tried: 0, stopped: 0, saved: 0 };
      for (let at = 0; at < calls; at += stride) {
        seen.tried++;
        const code = CODES[at % CODES.length]!;
        const runs = join(out, `${count}-${at}`);
        const folder = join(runs, config!.name);
        // What only cleans up may fail without harm; all else stops the run.
        const error: unknown = await train(config!, { out: runs, files: failing(code, at, at + count) }).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error !== undefined) {
          seen.stopped++;
          expect(error).toBeInstanceOf(RunStoppedError);
          const { message } = error as Error;
          expect(message).toMatch(WORDS);
          expect(message).toContain(`(${code})`);
          expect(message).not.toContain('\n');
          const named = /its checkpoint of update (\d+) is whole/.exec(message)?.[1];
          const warnings: string[] = [];
          const last =
            isRunFolder(folder) && lastCheckpoint(join(folder, 'checkpoints'), configHash(config!), (text) => warnings.push(text));
          expect(warnings).toEqual([]);
          if (named !== undefined) {
            seen.saved++;
            expect(last && last.info.update).toBeGreaterThanOrEqual(Number(named));
          }
        }
        rmSync(join(folder, 'lock'), { force: true }); // that of a process that has ended
        await train(config!, { out: runs, resume: true, files: quick });
        expect(contents(folder)).toBe(expected);
        expect(existsSync(join(folder, 'lock'))).toBe(false);
        rmSync(runs, { recursive: true });
      }
      expect(seen.stopped).toBeGreaterThan(0.8 * seen.tried);
      expect(seen.saved).toBeGreaterThan(0.4 * seen.tried);
    },
  );
});
