import * as fs from 'node:fs';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Savable } from '@firstmover/core';
import { InputError, deterministicPolicy, finiteModel, randomStream, savable, savedCount } from '@firstmover/core';
import { escape } from '@firstmover/matrix-games';
import type { MethodRun } from '@firstmover/methods';
import { lastCheckpoint } from '../checkpoint/last.ts';
import { resolveExperiment } from '../config/resolve.ts';
import type { Files } from '../files/files.ts';
import { nodeFiles } from '../files/files.ts';
import { configHash, createRunFolder } from '../run-folder/run-folder.ts';
import { trainingLoop } from './loop.ts';

let out: string;
beforeEach(() => (out = mkdtempSync(join(tmpdir(), 'firstmover-loop-'))));
afterEach(() => rmSync(out, { recursive: true, force: true }));

const game = escape.create();
const model = finiteModel(game);
const [config] = resolveExperiment({
  game: 'matrix/Escape-v1',
  method: 'exact',
  budget: { updates: 9 },
  evaluation: { everyUpdates: 2 },
  checkpoints: { everyUpdates: 2, keep: 2 },
});

/** A method that walks at random: two updates of pre-training, then the leader. */
function walk(): MethodRun & Savable {
  const values = new Float64Array(3);
  let updates = 0;
  return {
    get phase() {
      return updates < 2 ? 'pretraining' : 'leader';
    },
    get steps() {
      return { pretraining: Math.min(updates, 2) * 10, leader: Math.max(0, updates - 2) * 10 };
    },
    update() {
      const random = randomStream(1, 'walk').at(0, updates++);
      values.forEach((_value, i) => (values[i]! += random.normal()));
      return updates < 3
        ? { return: values[0]! }
        : { return: values[1]!, entropy: updates % 4 === 0 ? Infinity : 1, ...(updates > 6 ? { late: 1 } : {}) };
    },
    leader: () => deterministicPolicy([values.indexOf(Math.max(...values))], 3),
    oracle: () => undefined,
    ...savable('walk', {}, {
      values,
      updates: savedCount(
        () => updates,
        (count) => (updates = count),
      ),
    }), // prettier-ignore
  };
}

const start = (name: string): string => {
  const folder = join(out, name);
  const record = { format: 'firstmover.run', version: 1, started: 0, firstmover: '', node: '', platform: '', git: null } as const;
  createRunFolder(folder, config!, game, record);
  return folder;
};
const go = (folder: string, files: Files = nodeFiles, run: MethodRun & Savable = walk()): ReturnType<typeof trainingLoop> =>
  trainingLoop(folder, config!, { game, model, run }, { update: 0, saved: undefined }, { files });
const compared = ['metrics.jsonl', 'metrics.csv', 'result.json'];
const contents = (folder: string): string[] => compared.map((name) => readFileSync(join(folder, name), 'utf8'));
const loads = (folder: string): number | undefined =>
  lastCheckpoint(join(folder, 'checkpoints'), configHash(config!), (message) => expect.fail(message))?.info.update;

describe('the training loop', () => {
  it('writes the same from any update on', async () => {
    const whole = start('whole');
    const result = await go(whole);
    expect(result).toMatchObject({ updates: 11, steps: { pretraining: 20, leader: 90 } });
    expect(readdirSync(join(whole, 'checkpoints')).length).toBeLessThanOrEqual(3);
    for (let stop = 1; stop <= 11; stop++) {
      const folder = start(`stopped-${stop}`);
      const run = walk();
      let left = stop;
      const { update } = run;
      run.update = () => {
        if (left-- === 0) throw new InputError('stopped');
        return update();
      };
      if (stop < 11) await expect(go(folder, nodeFiles, run)).rejects.toThrow('stopped');
      else await go(folder, nodeFiles, run);
      if (stop < 11) expect(await go(folder)).toEqual(result);
      expect(contents(folder)).toEqual(contents(whole));
    }
  });

  it.each(['ENOSPC', 'EIO', 'EACCES'])('survives %s of the file system at one call in 23', async (code) => {
    const whole = start('whole');
    const result = await go(whole);
    /** Fails at one call, and at all later ones: a full disk stays full. */
    const failing = (at: number): { files: Files; calls: () => number } => {
      let calls = 0;
      const files = Object.fromEntries(
        Object.keys({
          openSync: 0,
          writeSync: 0,
          fsyncSync: 0,
          closeSync: 0,
          renameSync: 0,
          mkdirSync: 0,
          rmSync: 0,
          readdirSync: 0,
          ftruncateSync: 0,
        }).map((name) => [
          name,
          (...args: unknown[]) => {
            const real = (fs as unknown as Record<string, (...args: unknown[]) => unknown>)[name]!;
            if (name === 'closeSync') return real(...args);
            if (++calls > at) throw Object.assign(new Error(`${code}: injected`), { code, syscall: name });
            return real(...args);
          },
        ]),
      ) as unknown as Files;
      return { files, calls: () => calls };
    };
    const counter = failing(Infinity);
    await go(start('counted'), counter.files);
    const total = counter.calls();
    expect(total).toBeGreaterThan(50);
    let saved = 0;
    for (let at = 0; at < total; at += 23) {
      const folder = start(`${code}-${at}`);
      // What only cleans up may fail without harm; all else stops the run.
      await go(folder, failing(at).files).catch((error: unknown) => expect(error).toMatchObject({ code }));
      if (loads(folder) !== undefined) saved++;
      expect(await go(folder)).toEqual(result);
      expect(contents(folder)).toEqual(contents(whole));
      rmSync(folder, { recursive: true });
    }
    expect(saved).toBeGreaterThan(2);
  });
});
