import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError, deterministicPolicy, finiteModel, randomStream, savable, savedCount } from '@firstmover/core';
import { escape } from '@firstmover/matrix-games';
import type { MethodRun } from '@firstmover/methods';
import { resolveExperiment } from '../config/resolve.ts';
import { RUN_FORMAT, createRunFolder } from '../run-folder/run-folder.ts';
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
function walk(): MethodRun {
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
  const record = { format: 'firstmover.run', version: RUN_FORMAT, started: 0, firstmover: '', node: '', platform: '', git: null } as const;
  createRunFolder(folder, config!, game, record);
  return folder;
};
const go = (folder: string, run: MethodRun = walk()): ReturnType<typeof trainingLoop> =>
  trainingLoop(folder, config!, { game, model, run, sources: [] }, { update: 0, saved: undefined }, {});
const compared = ['metrics.jsonl', 'metrics.csv', 'result.json'];
const contents = (folder: string): string[] => compared.map((name) => readFileSync(join(folder, name), 'utf8'));

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
      if (stop < 11) await expect(go(folder, run)).rejects.toThrow('stopped');
      else await go(folder, run);
      if (stop < 11) expect(await go(folder)).toEqual(result);
      expect(contents(folder)).toEqual(contents(whole));
    }
  });
});
