import { expect, it } from 'vitest';
import { groupRuns } from '../groups/groups.ts';
import { madeRun } from '../groups/run.fixture.ts';
import { judge } from './compare.ts';
import { scoreRuns } from './scores.ts';

const scored = (runs: Parameters<typeof madeRun>[0][]): ReturnType<typeof scoreRuns> => scoreRuns(groupRuns(runs.map(madeRun)));
const repeat = (seeds: number, run: Parameters<typeof madeRun>[0]): Parameters<typeof madeRun>[0][] =>
  Array.from({ length: seeds }, (_unused, seed) => ({ ...run, seed }));

it('groups runs by what their configs say of how to learn, and by game and class of follower', () => {
  const { arms, tasks, runs } = groupRuns(
    [
      { method: 'exact', seed: 0 },
      { method: 'exact', seed: 1, game: 'matrix/IteratedHero-v1' },
      { method: 'exact', settings: { leader: 'a2c' } },
      { method: 'contextual' },
    ].map(madeRun),
  );
  expect(arms.map(({ label }) => label)).toEqual(['exact (leader default)', 'exact (leader a2c)', 'contextual']);
  expect(tasks.map(({ label }) => label)).toEqual(['Battle', 'Hero']);
  expect(runs.map(({ arm, task }) => [arm, task])).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [2, 0],
  ]);
});

it('scores regret over the size of the optimum, and steps to where evaluations stay', () => {
  const [good, lucky, negative, never] = scored([
    {
      value: 15,
      optimum: 15,
      curve: [
        [100, 5],
        [200, 15],
        [300, 15],
      ],
    },
    {
      value: 12,
      optimum: 15,
      curve: [
        [100, 15],
        [200, 12],
      ],
      seed: 1,
    },
    { value: -5, optimum: -4, game: 'matrix/IteratedHero-v1', curve: [[100, -5]] },
    { value: 0, optimum: 15, seed: 2 },
  ]);
  expect([good!.score, good!.steps]).toEqual([1, 200]);
  expect([lucky!.score, lucky!.steps]).toEqual([0.8, Infinity]);
  expect([negative!.score, negative!.steps]).toEqual([0.75, Infinity]);
  expect([never!.score, never!.steps]).toEqual([0, Infinity]);
});

it('scales a game without an optimum from the worst to the best run, and leaves out what is not finished', () => {
  const runs = scored([{ value: 2 }, { value: 6, seed: 1 }, { value: 3, seed: 2 }, { curve: [[1, 9]], seed: 3 }]);
  expect(runs.map(({ score }) => score)).toEqual([0, 1, 0.25]);
  expect(runs.map(({ steps }) => steps)).toEqual([undefined, undefined, undefined]);
});

it('lets the return decide first', () => {
  const verdict = judge(
    scored([
      ...repeat(5, { method: 'exact', value: 10, optimum: 10, curve: [[900, 10]] }),
      ...repeat(5, { method: 'tabular-q', value: 8, optimum: 10, curve: [[10, 8]] }),
    ]),
  )!;
  expect(verdict).toMatchObject({ decided: 'return', ranking: [{ arm: 0 }, { arm: 1 }] });
  expect(verdict.comparisons[0]).toMatchObject({ improvement: { value: 1, low: 1, high: 1 }, sooner: { value: 1 }, speedup: undefined });
  expect(verdict.comparisons[0]!.difference.value).toBeCloseTo(0.2, 12);
});

it('then the steps to the optimum, whichever came first', () => {
  const slow = repeat(5, { method: 'exact', value: 10, optimum: 10, curve: [[900, 10]] });
  const quick = repeat(5, { method: 'tabular-q', value: 10, optimum: 10, curve: [[300, 10]] });
  const verdict = judge(scored([...slow, ...quick]))!;
  expect(verdict).toMatchObject({ decided: 'steps', ranking: [{ arm: 1 }, { arm: 0 }] });
  expect(verdict.comparisons[0]).toMatchObject({ improvement: { value: 0.5 }, sooner: { value: 1, low: 1 }, speedup: { value: 3 } });
  // One quick run more often than not at the optimum only, and a rival that is slower but sure: the return does not decide, and neither do steps.
  const mixed = [10, 10, 10, 0, 0].map((value, seed) => ({
    method: 'tabular-q',
    value,
    optimum: 10,
    seed,
    curve: [[300, value]] as const,
  }));
  expect(judge(scored([...slow, ...mixed]))!.decided).toBe('none');
});

it('shows nothing with one run of each, and compares only games of both', () => {
  expect(
    judge(
      scored([
        { method: 'exact', value: 10, optimum: 10 },
        { method: 'tabular-q', value: 1, optimum: 10 },
      ]),
    )!.decided,
  ).toBe('none');
  const apart = judge(
    scored([
      { method: 'exact', value: 10 },
      { method: 'tabular-q', value: 1, game: 'matrix/IteratedHero-v1' },
    ]),
  )!;
  expect([apart.decided, apart.comparisons]).toEqual(['none', []]);
  expect(judge(scored([{ value: 10 }]))!.decided).toBe('alone');
  expect(judge([])).toBeUndefined();
});
