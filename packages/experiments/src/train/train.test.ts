import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledRegistry, solve } from '@firstmover/pipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveExperiment } from '../config/resolve.ts';
import { readRun } from '../run-folder/read-run.ts';
import { train } from './train.ts';

let out: string;
beforeEach(() => (out = mkdtempSync(join(tmpdir(), 'firstmover-'))));
afterEach(() => rmSync(out, { recursive: true, force: true }));

const [config] = resolveExperiment({
  game: 'matrix/IteratedPrisonersDilemma-v1',
  method: 'contextual',
  budget: { leaderSteps: 3000, pretrainingSteps: 5000 },
  checkpoints: { everyUpdates: 5 },
});

describe('train', () => {
  it('leaves a folder with everything, and the same twice', async () => {
    const { folder, result } = await train(config!, { out });
    const run = readRun(folder);
    expect(run.config).toEqual(config);
    expect(run.result).toEqual(result);
    expect(run.metrics().map(({ update }) => update)).toEqual(Array.from({ length: result!.updates }, (_unused, i) => i + 1));
    expect(run.metrics().at(-1)).toMatchObject({ 'equilibrium/leaderReturn': 6, 'equilibrium/bestResponseGap': 0 });
    expect(result).toMatchObject({ followerClass: 'stationary', leaderValue: 6, evidence: { kind: 'optimal', by: 'enumeration' } });
    expect(result!.optimum?.leaderValue).toBe(6);
    const again = await train(config!, { out: join(out, 'again') });
    for (const name of ['metrics.jsonl', 'metrics.csv', 'result.json', 'config.json', 'game.json'])
      expect(readFileSync(join(again.folder, name), 'utf8')).toBe(readFileSync(join(folder, name), 'utf8'));
  });

  it.each([
    ['method', { method: 'contextual', budget: { leaderSteps: 3000, pretrainingSteps: 5000 } }],
    ['oracle and leader', { oracle: 'tabular-q', leader: { name: 'reinforce', learningRate: 0.2 }, budget: { leaderSteps: 20_000 } }],
  ] as const)('and solve give the same bytes of result: %s', async (name, plan) => {
    const [own] = resolveExperiment({ game: 'matrix/IteratedChicken-v1', ...plan, seed: 5, name: `same-${name.replaceAll(' ', '-')}` });
    const { folder } = await train(own!, { out });
    const solved = await solve(bundledRegistry().find('game', 'matrix/IteratedChicken-v1').create(), { ...plan, seed: 5 });
    expect(readFileSync(join(folder, 'result.json'), 'utf8')).toBe(`${JSON.stringify(solved, null, 2)}\n`);
  });

  it('refuses a folder that exists, and reads what is finished', async () => {
    const { result } = await train(config!, { out });
    await expect(train(config!, { out })).rejects.toThrow('exists already: continue it with --resume');
    expect((await train(config!, { out, resume: true })).result).toEqual(result);
    const [other] = resolveExperiment({ ...config!, budget: { leaderSteps: 10 } });
    await expect(train(other!, { out, resume: true })).rejects.toThrow(/config.json differs from what is to be continued: it has/);
  });
});
