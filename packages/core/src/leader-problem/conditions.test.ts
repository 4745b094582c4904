import { describe, expect, it } from 'vitest';
import type { FollowerOracle } from '../oracle/oracle.ts';
import type { Policy } from '../policy/policy.ts';
import { deterministicPolicy } from '../policy/policy.ts';
import type { Value } from '../spaces/spaces.ts';
import { discrete, unflatten } from '../spaces/spaces.ts';
import { SUBMITTED, asking, column, echo, episode, oracleOf, playOut } from '../testing/scripted-oracles.ts';
import { lottery } from '../testing/toy-games.ts';
import { leaderProblem } from './leader-problem.ts';

describe('an outer episode', () => {
  it('is the queries as zero-reward rows, then the game against the frozen response', () => {
    const heard: (readonly Value[])[] = [];
    const lines = episode(asking(heard), {}, SUBMITTED);
    expect(column(lines, 'sees')).toEqual([0, 1, 0, 0, 1, 0, 1]);
    // Consistent answers: 1 at even and 2 at odd from the first visit on, whatever is submitted later.
    expect(column(lines, 'executed')).toEqual([1, 2, 1, 1, 2, 1, 2]);
    expect(column(lines, 'learn')).toEqual([1, 1, 0, 0, 0, 0, 0]);
    expect(heard).toEqual([[1], [2, 1]]);
    // The follower plays 2 where it sees 0 (the first round only), else 0.
    expect(column(lines, 'reward')).toEqual([0, 0, 0, 12, 20, 10, 20]);
    expect(column(lines, 'over')).toEqual([false, false, false, false, false, false, true]);
  });

  it('learns from the first visit in play of what was not queried', () => {
    const one = oracleOf(echo, function* () {
      yield { observations: [1] };
      return { policies: [deterministicPolicy([0, 0, 0], 3)] };
    });
    const lines = episode(one, {}, [2, 1, 0, 0, 0]);
    expect(column(lines, 'sees')).toEqual([1, 0, 1, 0, 1]);
    expect(column(lines, 'learn')).toEqual([1, 1, 0, 0, 0]);
    expect(column(lines, 'executed')).toEqual([2, 1, 2, 1, 2]);
  });

  it('executes and learns from every action where answers need not be consistent', () => {
    const heard: (readonly Value[])[] = [];
    const lines = episode(asking(heard), { consistentAnswers: false }, SUBMITTED);
    expect(column(lines, 'executed')).toEqual(SUBMITTED);
    expect(column(lines, 'learn')).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(heard).toEqual([[1], [2, 0]]);
    expect(column(lines, 'reward')).toEqual([0, 0, 0, 22, 0, 2, 12]);
  });

  it('learns from first visits in play only where queries are hidden, and still plays what was answered', () => {
    const lines = episode(asking(), { queriesInTrajectory: false }, SUBMITTED);
    expect(column(lines, 'learn')).toEqual([0, 0, 0, 1, 1, 0, 0]);
    expect(column(lines, 'executed')).toEqual([1, 2, 1, 1, 2, 1, 2]);
  });

  it('learns from all rows of play where queries are hidden and answers need not be consistent', () => {
    const lines = episode(asking(), { queriesInTrajectory: false, consistentAnswers: false }, SUBMITTED);
    expect(column(lines, 'learn')).toEqual([0, 0, 0, 1, 1, 1, 1]);
    expect(column(lines, 'executed')).toEqual(SUBMITTED);
  });

  it('shows the phase on demand: queried observations are others than played ones, each consistent in itself', () => {
    const problem = leaderProblem(asking(), { copies: 1, conditions: { leaderCannotSeePhase: false } });
    expect(problem.observation).toEqual(discrete(4, ['even', 'odd', 'even (queried)', 'odd (queried)']));
    problem.reset();
    const lines = playOut(problem, SUBMITTED);
    expect(column(lines, 'sees')).toEqual([2, 3, 2, 0, 1, 0, 1]);
    expect(column(lines, 'learn')).toEqual([1, 1, 0, 1, 1, 0, 0]);
    expect(column(lines, 'executed')).toEqual([1, 2, 1, 2, 0, 2, 0]);
    const free = episode(asking(), { leaderCannotSeePhase: false, consistentAnswers: false }, SUBMITTED);
    expect(column(free, 'sees')).toEqual([2, 3, 2, 0, 1, 0, 1]);
    expect(column(free, 'learn')).toEqual([1, 1, 1, 1, 1, 1, 1]);
    const hidden = episode(asking(), { leaderCannotSeePhase: false, queriesInTrajectory: false }, SUBMITTED);
    expect(column(hidden, 'learn')).toEqual([0, 0, 0, 1, 1, 0, 0]);
  });

  it('counts what queries earned only when asked, at the answer that completed them', () => {
    const counted = episode(asking([], { earnsRewards: true }), { queriesEarnNothing: false }, SUBMITTED);
    expect(column(counted, 'reward')).toEqual([0.25, 0, 0.5, 12, 20, 10, 20]);
    const ignored = episode(asking([], { earnsRewards: true }), {}, SUBMITTED);
    expect(column(ignored, 'reward')).toEqual([0, 0, 0, 12, 20, 10, 20]);
  });

  it('passes over empty queries and keeps the rewards that come with them', () => {
    const oracle = oracleOf(
      echo,
      function* () {
        const heard: (readonly Value[])[] = [];
        heard.push(yield { observations: [] });
        heard.push(yield { observations: [1] });
        heard.push(yield { observations: [], reward: 2 });
        heard.push(yield { observations: [], reward: 3 });
        heard.push(yield { observations: [0], reward: 4 });
        heard.push(yield { observations: [], reward: 5 });
        expect(heard).toEqual([[], [2], [], [], [1], []]);
        return { policies: [deterministicPolicy([0, 0, 0], 3)], reward: 6 };
      },
      { earnsRewards: true },
    );
    const lines = episode(oracle, { queriesEarnNothing: false }, [2, 1, 0, 0, 0, 0]);
    expect(column(lines, 'sees')).toEqual([1, 0, 0, 1, 0, 1]);
    expect(column(lines, 'reward')).toEqual([9, 11, 10, 20, 10, 20]);
  });

  it('has no query rows where the oracle asks nothing', () => {
    const silent = oracleOf(
      echo,
      function* () {
        return { policies: [deterministicPolicy([1, 1, 1], 3)] };
      },
      { queries: 0 },
    );
    const problem = leaderProblem(silent, { copies: 1 });
    problem.reset();
    expect(column(playOut(problem, [1, 2, 0, 0]), 'reward')).toEqual([11, 21, 11, 21]);
    expect([problem.steps, problem.querySteps]).toEqual([4, 0]);
  });

  it('forgets its answers at the end: the next episode is free again', () => {
    const problem = leaderProblem(asking(), { copies: 1 });
    problem.reset();
    playOut(problem, SUBMITTED);
    problem.reset();
    const lines = playOut(problem, [0, 1, 2, 2, 2, 2, 2]);
    expect(column(lines, 'executed')).toEqual([0, 1, 0, 0, 1, 0, 1]);
    expect(column(lines, 'learn')).toEqual([1, 1, 0, 0, 0, 0, 0]);
  });

  it('can be broken off by a reset while querying and while playing', () => {
    const problem = leaderProblem(asking(), { copies: 1 });
    for (const rows of [2, 5]) {
      problem.reset();
      for (let row = 0; row < rows; row++) problem.step(Int32Array.of(2));
    }
    problem.reset();
    expect(column(playOut(problem, SUBMITTED), 'reward')).toEqual([0, 0, 0, 12, 20, 10, 20]);
    expect([problem.steps, problem.querySteps]).toEqual([14, 8]);
  });
});

describe('vectors', () => {
  const oracle = (heard: Value[] = []): FollowerOracle =>
    oracleOf(lottery.create(), function* () {
      heard.push(
        ...(yield {
          observations: [
            [0, 0.25],
            [1, 1],
          ],
        }),
      );
      return {
        policies: [deterministicPolicy([2, 1, 0], 3)].map((table): Policy => ({
          act: (seen, random) => table.act((seen as number[])[0] as number, random),
        })),
      };
    });
  const pure = (action: number): number[] => [0, 1, 2].map((i) => Number(i === action));
  const submitted = [pure(2), [0.5, 0.25, 0.25], pure(1), pure(0), pure(2)];

  it('pass as observations and actions, drawn afresh where the mixture is the commitment', () => {
    const heard: Value[] = [];
    const lines = episode(oracle(heard), {}, submitted);
    expect(column(lines, 'sees')).toEqual([
      [0, 0.25],
      [1, 1],
      [0, 0.25],
      [0.5, 0.25],
      [0, 0.25],
    ]);
    expect(heard).toEqual([pure(2), [0.5, 0.25, 0.25]]);
    expect(column(lines, 'executed')).toEqual(submitted);
    expect(column(lines, 'learn')).toEqual([1, 1, 1, 1, 1]);
    // Chance follows the mixtures 1 and 0; the follower bets 2, 1 and 2 on what it saw (0, 1, 0).
    expect(column(lines, 'reward')).toEqual([0, 0, 0, 0, 1]);
  });

  it('are kept consistent by their values on demand', () => {
    const lines = episode(oracle(), { consistentAnswers: true }, submitted);
    expect(column(lines, 'executed')).toEqual([pure(2), [0.5, 0.25, 0.25], pure(2), pure(0), pure(2)]);
    expect(column(lines, 'learn')).toEqual([1, 1, 0, 1, 0]);
  });

  it('are free again in the next episode', () => {
    const problem = leaderProblem(oracle(), { copies: 1, conditions: { consistentAnswers: true } });
    problem.reset();
    playOut(problem, submitted);
    problem.reset();
    const lines = playOut(problem, [pure(1), pure(1), pure(0), pure(2), pure(2)]);
    expect(column(lines, 'executed')).toEqual([pure(1), pure(1), pure(1), pure(2), pure(1)]);
    expect(column(lines, 'learn')).toEqual([1, 1, 0, 1, 0]);
  });

  it('carry the phase in front', () => {
    const problem = leaderProblem(oracle(), { copies: 2, conditions: { leaderCannotSeePhase: false, consistentAnswers: true } });
    problem.reset();
    expect(unflatten(problem.observation, problem.observations, 3)).toEqual([1, [0, 0.25]]);
    const lines = playOut(problem, submitted);
    expect(column(lines, 'sees')).toEqual([
      [1, 0, 0.25],
      [1, 1, 1],
      [0, 0, 0.25],
      [0, 0.5, 0.25],
      [0, 0, 0.25],
    ]);
    expect(column(lines, 'learn')).toEqual([1, 1, 1, 1, 0]);
    expect(column(lines, 'executed')).toEqual([pure(2), [0.5, 0.25, 0.25], pure(1), pure(0), pure(1)]);
  });
});
