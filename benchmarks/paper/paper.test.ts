import { describe, expect, it } from 'vitest';
import { readAbout } from '../harness/about.ts';
import { noJournal } from '../harness/journal.ts';
import { runStudy } from '../harness/run-study.ts';
import type { Run } from '../harness/study.ts';
import type { Experiment } from './experiment.ts';
import { experiments } from './experiments.ts';
import { valueAt } from './figures.ts';
import { files, page } from './report.ts';
import { quantile, proportion } from '@firstmover/evaluation';
import { interval } from './numbers.ts';

/** All arms with one seed and next to no effort. */
function quick(experiment: Experiment, seed: number): Promise<readonly Run[]> {
  return runStudy(experiment, { arms: experiment.arms, seeds: 1, firstSeed: seed, effort: 0.002 }, noJournal, () => undefined);
}

describe('every experiment', () => {
  it.each(experiments.map((experiment) => [experiment.name, experiment] as const))(
    '%s runs, compares, checks and draws',
    async (_name, experiment) => {
      const runs = await quick(experiment, 0);
      const comparison = experiment.compare(runs);
      expect(comparison.length).toBeGreaterThan(0);
      for (const { ours } of comparison) expect(ours).not.toMatch(/NaN|undefined/);
      for (const { detail } of experiment.check(runs)) expect(detail).not.toMatch(/NaN|undefined/);
      const written = files(experiment, runs);
      expect(written[`${experiment.name}.csv`]!.split('\n').length).toBeGreaterThan(runs.length);
      const figures = Object.entries(written).filter(([name]) => name.endsWith('.svg'));
      expect(figures.length).toBeGreaterThan(0);
      for (const [, text] of figures) {
        expect(text).toMatch(/^<svg .*<\/svg>\n$/s);
        expect(text).not.toContain('NaN');
      }
      if (experiment.condition) expect(experiment.condition.inside(runs) - experiment.condition.outside(runs)).not.toBeNaN();
      expect(page([{ experiment, runs }])).toContain(`## ${experiment.name}`);
      const { claim, part } = readAbout(experiment.about);
      const captions = experiment.figures(runs).map(({ name }) => part(name === undefined ? 'Figure' : `Figure ${name}`));
      for (const prose of [claim, part('What is run'), ...captions]) expect(prose).not.toBe('');
    },
  );
});

it('repeats itself: runs and what is drawn of them are functions of the seed', async () => {
  const experiment = experiments.find(({ name }) => name === 'visible-phase')!;
  const [one, two, other] = await Promise.all([3, 3, 4].map((seed) => quick(experiment, seed)));
  expect(two).toEqual(one);
  expect(files(experiment, two!)).toEqual(files(experiment, one!));
  expect(other![0]!.seed).toBe(4);
});

describe('statistics', () => {
  it("give Wilson's interval: 9 of 10 is 0.596 to 0.982", () => {
    const { value, low, high } = proportion(9, 10);
    expect(value).toBe(0.9);
    expect(low).toBeCloseTo(0.5958, 4);
    expect(high).toBeCloseTo(0.9821, 4);
  });

  it('give quantiles between order statistics, also where some are infinite', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, Infinity, 2], 0.5)).toBe(2);
    expect(quantile([1, Infinity], 0.5)).toBe(Infinity);
  });

  it('bootstrap the mean: its interval has the width of the normal one on many values', () => {
    const values = Array.from({ length: 400 }, (_unused, i) => i % 2);
    const { value, low, high } = interval(values);
    expect(value).toBe(0.5);
    expect(high - low).toBeCloseTo(2 * 1.96 * 0.025, 1);
    expect(interval([3, 3, 3])).toEqual({ value: 3, low: 3, high: 3 });
  });

  it('reads curves as steps', () => {
    const curve = [{ x: 10, y: 1 }, { x: 20, y: 2 }]; // prettier-ignore
    expect([5, 10, 19, 20, 30].map((x) => valueAt(curve, x))).toEqual([1, 1, 1, 2, 2]);
  });
});
