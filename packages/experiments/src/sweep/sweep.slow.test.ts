import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '@firstmover/core';
import type { Executor } from '../executor/executor.ts';
import { bundle } from '../drills/bundle.fixture.ts';
import { train } from '../train/train.ts';
import { loadSweep } from './load-sweep.ts';
import { resolveSweep } from './resolve-sweep.ts';
import { runSweep } from './run-sweep.ts';
import { createSearch } from './search.ts';
import { defineSweep } from './sweep.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstmover-sweep-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The package in one file, whose training processes start at once. */
let built: typeof import('../index.ts');
beforeAll(async () => {
  const program = join(folder, 'node_modules/program'); // what is there is imported as it is
  bundle(program, 'index.ts', 'executor/training-child.ts');
  built = (await import(/* @vite-ignore */ join(program, 'index.js'))) as typeof built;
}, 60_000);

const experiment = {
  game: 'matrix/IteratedPrisonersDilemma-v1',
  oracle: { name: 'tabular-q', episodes: 20 },
  leader: 'ppo',
  budget: { updates: 3 },
  seeds: [0, 1],
} as const;
const small = defineSweep({ name: 'small', experiment, space: { 'leader.learningRate': [0.01, 0.1] } });

/** Trains in this process. */
const here = (trained: string[] = []) => (out: string): Executor => ({
  async run(config) {
    trained.push(config.name);
    const { result } = await train(config, { out, resume: true });
    return { kind: 'finished', result: result! };
  },
  stop: () => undefined,
  close: () => Promise.resolve(),
}); // prettier-ignore

describe('resolveSweep', () => {
  const settings = (space: object, sampling?: object): unknown[] => [...resolveSweep({ name: 'x', experiment, space, sampling }).settings];

  it('lists the combinations of a grid', () => {
    expect(settings({ 'leader.learningRate': { from: 0.001, to: 0.1, scale: 'log', points: 3 }, 'leader.epochs': [1, 2] })).toEqual([
      { 'leader.learningRate': 0.001, 'leader.epochs': 1 },
      { 'leader.learningRate': 0.001, 'leader.epochs': 2 },
      { 'leader.learningRate': 0.01, 'leader.epochs': 1 },
      { 'leader.learningRate': 0.01, 'leader.epochs': 2 },
      { 'leader.learningRate': 0.1, 'leader.epochs': 1 },
      { 'leader.learningRate': 0.1, 'leader.epochs': 2 },
    ]);
  });

  it.each(['random', 'sobol'])('draws %s settings in their range, equal for an equal seed', (sampler) => {
    const space = { 'leader.learningRate': { from: 1e-4, to: 1, scale: 'log' }, 'leader.epochs': { from: 1, to: 4, integer: true } };
    const drawn = settings(space, { sampler, settings: 64 }) as Record<string, number>[];
    expect(drawn).toEqual(settings(space, { sampler, settings: 64, seed: 0 }));
    expect(drawn).not.toEqual(settings(space, { sampler, settings: 64, seed: 1 }));
    const rates = drawn.map((each) => each['leader.learningRate']!);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(1e-4);
    expect(Math.max(...rates)).toBeLessThanOrEqual(1);
    expect(rates.filter((rate) => rate < 0.01).length).toBeGreaterThan(24);
    const epochs = [1, 2, 3, 4].map((value) => drawn.filter((each) => each['leader.epochs'] === value).length);
    if (sampler === 'sobol') expect(epochs).toEqual([16, 16, 16, 16]);
    else expect(Math.min(...epochs)).toBeGreaterThan(4);
  });

  it.each<[object, string]>([
    [{ space: {} }, 'space is empty'],
    [{ spaces: {} }, 'unknown entry of the sweep "spaces": did you mean space?'],
    [{ name: '../x' }, 'name of the run is'],
    [{ space: { seed: [1] } }, 'seeds are in experiment.seeds'],
    [{ space: { 'leader.lerningRate': [1] } }, 'setting 0 of the sweep (leader.lerningRate=1): unknown setting of leader ppo'],
    [{ space: { 'leader.learningRate': [1, 'x'] } }, 'setting 1 of the sweep'],
    [{ space: { 'leader.learningRate': [] } }, 'has no values'],
    [{ space: { 'leader.learningRate': [1, 1] } }, 'expected each value once'],
    [{ space: { 'leader.learningRate': 1 } }, 'expected a list of values, or a range'],
    [{ space: { leader: ['ppo'], 'leader.clip': [1] } }, 'one would overwrite the other'],
    [{ space: { 'leader.learningRate': { from: 0, to: 1 } } }, 'points of space "leader.learningRate" is undefined'],
    [{ space: { 'leader.learningRate': { from: 0, to: 1, scale: 'log', points: 2 } } }, 'expected a number above 0'],
    [{ space: { 'leader.learningRate': { from: 2, to: 1, points: 2 } } }, 'the smaller one first'],
    [{ sampling: { sampler: 'grid', settings: 3 } }, 'sampling.settings has no effect with a grid'],
    [{ sampling: 'sobol' }, 'expected how many settings sobol sampling tries'],
    [
      { sampling: { sampler: 'random', settings: 2 }, space: { 'leader.learningRate': { from: 1, to: 2, points: 3 } } },
      'no effect with random',
    ],
    [{ halving: { from: 1, to: 9 } }, 'experiment.budget has no effect with halving'],
    [{ halving: { from: 0, to: 9 } }, 'halving.from is 0'],
    [{ experiment: { ...experiment, name: 'mine' } }, 'experiment.name has no effect'],
  ])('refuses %j', (change, message) => {
    expect(() => resolveSweep({ ...small, ...change })).toThrow(InputError);
    expect(() => resolveSweep({ ...small, ...change })).toThrow(message);
  });
});

describe('createSearch', () => {
  it('halves: the best third goes on, with three times the budget, in whatever order values are told', () => {
    const sweep = resolveSweep({
      name: 'halving',
      experiment: { game: 'matrix/Escape-v1', oracle: 'exact', leader: 'ppo' },
      space: { 'leader.learningRate': { from: 0.1, to: 0.9, points: 9 } },
      halving: { from: 2, to: 18 },
    });
    const search = createSearch(sweep);
    const asked: [number, number, number | undefined][] = [];
    while (!search.done) {
      const trials = [];
      for (let trial = search.ask(); trial; trial = search.ask()) trials.push(trial);
      for (const { setting, rung, runs } of trials.reverse()) {
        asked.push([rung, setting, runs[0]!.budget.updates]);
        search.tell({ setting, rung }, setting === 8 ? null : -Math.abs(setting - 5));
      }
    }
    expect(asked.slice(9)).toEqual([
      [1, 6, 6],
      [1, 5, 6],
      [1, 4, 6],
      [2, 5, 18],
    ]);
    expect(() => search.tell({ setting: 5, rung: 2 }, 1)).toThrow('was told already');
    expect(() => search.tell({ setting: 1, rung: 0 }, 1)).toThrow('was not asked for');
  });
});

describe('runSweep', () => {
  it('is the same for 1, 2 and 4 workers and in this process', { timeout: 300_000 }, async () => {
    const outcomes = [];
    for (const workers of [1, 2, 4]) outcomes.push(await built.runSweep(small, { out: join(folder, `w${workers}`), workers }));
    outcomes.push(await runSweep(small, { out: join(folder, 'here'), executor: here() }));
    const texts = outcomes.map((outcome) => readFileSync(join(outcome.folder, 'results.json'), 'utf8'));
    expect(new Set(texts).size).toBe(1);
    const { runs, settings, complete } = outcomes[0]!.results;
    expect(complete).toBe(true);
    expect(runs.map(({ run, status }) => [run, status])).toEqual(
      ['0000-s0', '0000-s1', '0001-s0', '0001-s1'].map((run) => [run, 'finished']),
    );
    expect(new Set(runs.map(({ stateHash }) => stateHash)).size).toBe(4);
    for (const { leaderValue, evidence } of runs) {
      expect(['optimal', 'bounded']).toContain(evidence);
      expect(leaderValue).toBeTypeOf('number');
    }
    expect(settings.map(({ setting, runs: count }) => [setting, count])).toEqual([[0, 2], [1, 2]]); // prettier-ignore
    const csv = readFileSync(join(outcomes[0]!.folder, 'results.csv'), 'utf8').split('\n');
    expect(csv[0]).toBe('run,setting,rung,seed,leader.learningRate,status,leaderValue,evidence,optimum,leaderRegret,stateHash,error');
    expect(csv).toHaveLength(6);
  });

  it('runs only what is missing, and ends the same', async () => {
    const out = join(folder, 'half');
    const trained: string[] = [];
    const half: Executor = {
      ...here(trained)(join(out, 'small')),
      run: (config) =>
        trained.length === 2 ? Promise.resolve({ kind: 'stopped' }) : here(trained)(join(out, 'small')).run(config),
    }; // prettier-ignore
    const first = await runSweep(small, { out, executor: () => half });
    expect(first.results.complete).toBe(false);
    expect(trained).toHaveLength(2);
    const rest: string[] = [];
    const second = await runSweep(small, { out, executor: here(rest) });
    expect([second.read, rest.length]).toEqual([2, 2]);
    expect([...trained, ...rest].sort()).toEqual(['0000-s0', '0000-s1', '0001-s0', '0001-s1']);
    const third = await runSweep(small, { out, executor: here(rest) });
    expect([third.read, rest.length]).toEqual([4, 2]);
    expect(third.results).toEqual(second.results);
    await expect(runSweep({ ...small, space: { 'leader.learningRate': [0.2] } }, { out })).rejects.toThrow('holds another sweep');
  });

  it('reports a run that keeps failing, and the others end', async () => {
    const out = join(folder, 'failing');
    writeFileSync(join(folder, 'bad.mjs'), `export default { kind: 'game', id: 'my/Bad-v1', parameters: {}, create: () => { process.kill(process.pid, 'SIGKILL'); } };`);
    const game = [{ id: 'matrix/Escape-v1' }, { module: join(folder, 'bad.mjs') }, { id: 'matrix/None-v1' }];
    const { results } = await built.runSweep({ name: 'f', experiment: { ...experiment, seeds: [0] }, space: { game } }, { out, workers: 2 });
    expect(results.runs.map(({ status, error }) => [status, error])).toEqual([
      ['finished', null],
      ['failed', 'its process ended with SIGKILL'],
      ['failed', expect.stringMatching(/^unknown game id "matrix\/None-v1"/)],
    ]);
    expect(results.complete).toBe(true);
    expect(results.settings.map(({ failed }) => failed)).toEqual([0, 1, 1]);
  }, 180_000); // prettier-ignore

  it('goes on where a worker was killed', { timeout: 180_000 }, async () => {
    const long = { name: 'long', experiment: { ...experiment, seeds: [0], budget: { updates: 80 }, checkpoints: { everyUpdates: 5 } }, space: { 'leader.learningRate': [0.01] } }; // prettier-ignore
    const whole = await runSweep(long, { out: join(folder, 'whole'), executor: here() });
    const out = join(folder, 'killed');
    let kills = 0;
    const watch = setInterval(() => {
      const lock = join(out, 'long/0000-s0/lock');
      try {
        if (kills > 0 || readdirSync(join(out, 'long/0000-s0/checkpoints')).filter((name) => !name.startsWith('.')).length === 0) return;
        process.kill((JSON.parse(readFileSync(lock, 'utf8')) as { readonly pid: number }).pid, 'SIGKILL');
        kills++;
      } catch {
        // not there yet
      }
    }, 5);
    const { results } = await built.runSweep(long, { out, workers: 1 });
    clearInterval(watch);
    expect(kills).toBe(1);
    expect(results).toEqual(whole.results);
    expect(statSync(join(out, 'long/results.json')).isFile()).toBe(true);
  });
});

describe('loadSweep', () => {
  it('reads JSON and modules', async () => {
    writeFileSync(join(folder, 's.json'), JSON.stringify(small));
    writeFileSync(join(folder, 's.ts'), `export default ${JSON.stringify(small)} as object;`);
    expect(resolveSweep(await loadSweep(join(folder, 's.json')))).toEqual(resolveSweep(small));
    expect(resolveSweep(await loadSweep(join(folder, 's.ts')))).toEqual(resolveSweep(small));
    await expect(loadSweep('prisoners-dilemma')).rejects.toThrow('expected a file in .json, .ts or .js');
  });
});
