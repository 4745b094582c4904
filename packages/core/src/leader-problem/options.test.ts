import { describe, expect, it } from 'vitest';
import { deterministicPolicy } from '../policy/policy.ts';
import { box } from '../spaces/spaces.ts';
import { SUBMITTED, asking, column, echo, episode, oracleOf, playOut } from '../testing/scripted-oracles.ts';
import { leaderProblem } from './leader-problem.ts';

describe('several games against one response', () => {
  it('are played one after the other, and the return is their mean', () => {
    let resets = 0;
    const counting = oracleOf(echo, function* () {
      yield { observations: [0] };
      return { policies: [{ ...deterministicPolicy([0, 0, 0], 3), reset: () => void resets++ }] };
    });
    const once = episode(counting, {}, [1, 0, 2, 0, 0]);
    resets = 0;
    const twice = episode(counting, {}, [1, 0, 2, 0, 0, 0, 0, 0, 0], { games: 2 });
    expect(resets).toBe(2);
    expect(twice).toHaveLength(9);
    expect(column(twice, 'over').indexOf(true)).toBe(8);
    // Answers stay consistent across the games of an outer episode, so both games go the same way.
    expect(column(twice, 'executed')).toEqual([1, 1, 2, 1, 2, 1, 2, 1, 2]);
    const total = (rewards: readonly number[]): number => rewards.reduce((sum, reward) => sum + reward, 0);
    expect(total(column(twice, 'reward'))).toBe(total(column(once, 'reward')));
    expect(column(twice, 'reward').slice(1, 5)).toEqual(column(twice, 'reward').slice(5));
  });

  it.each([0, -1, 1.5, NaN])('may not be %d', (games) => {
    expect(() => leaderProblem(asking(), { copies: 1, games })).toThrow('expected an integer of at least 1');
  });
});

describe('a probability of query steps in the trajectory', () => {
  it('hides the queries of some outer episodes and shows those of others', () => {
    const problem = leaderProblem(asking(), { copies: 1, conditions: { queriesInTrajectory: 0.3 }, seed: 5 });
    let shown = 0;
    for (let round = 0; round < 1000; round++) {
      problem.reset();
      const learn = column(playOut(problem, SUBMITTED), 'learn').join('');
      expect(['1100000', '0001100']).toContain(learn);
      if (learn === '1100000') shown++;
    }
    expect(Math.abs(shown / 1000 - 0.3)).toBeLessThan(0.06);
  });

  it.each([-0.1, 1.1, NaN])('may not be %d', (queriesInTrajectory) => {
    expect(() => leaderProblem(asking(), { copies: 1, conditions: { queriesInTrajectory } })).toThrow(
      'expected true, false or a probability',
    );
  });
});

describe('a critic that sees the oracle', () => {
  const remembering = oracleOf(
    echo,
    function* () {
      yield { observations: [1], memory: [0.25, 0.5] };
      yield { observations: [0], memory: [0.75, 1] };
      return { policies: [deterministicPolicy([0, 0, 0], 3)], memory: [2, 3] };
    },
    { memory: box(0, 10, [2]) },
  );

  it('sees the observation one-hot, whether the leader is queried, and the memory', () => {
    const problem = leaderProblem(remembering, { copies: 2, critic: 'oracle' });
    const row = (copy: number): number[] => Array.from(problem.privileged!.observations.subarray(5 * copy, 5 * copy + 5) as Float64Array);
    problem.reset(Uint8Array.of(0, 1));
    expect(row(1)).toEqual([0, 1, 1, 0.25, 0.5]);
    expect(row(0)).toEqual([0, 0, 0, 0, 0]);
    problem.reset(Uint8Array.of(1, 0));
    problem.step(Int32Array.of(0, 0));
    expect(row(0)).toEqual([1, 0, 1, 0.75, 1]);
    problem.step(Int32Array.of(0, 0));
    expect(row(0)).toEqual([1, 0, 0, 2, 3]);
    problem.step(Int32Array.of(0, 0));
    expect(row(1)).toEqual([0, 1, 0, 2, 3]);
  });

  it('is no concern of the leader: its problem is the same', () => {
    expect(episode(remembering, {}, [0, 1, 2, 0, 1, 2], { critic: 'oracle' })).toEqual(episode(remembering, {}, [0, 1, 2, 0, 1, 2]));
    expect(leaderProblem(remembering, { copies: 1 }).privileged).toBeUndefined();
  });

  it('is one of two', () => {
    expect(() => leaderProblem(asking(), { copies: 1, critic: 'all' as 'oracle' })).toThrow('critic of the leader problem is "all"');
  });

  it('needs an oracle that shows its memory, every time', () => {
    expect(() => leaderProblem(asking(), { copies: 1, critic: 'oracle' })).toThrow(
      'critic "oracle" has no effect: oracle scripted shows nothing of its memory; use critic "leader"',
    );
    const forgetful = oracleOf(
      echo,
      function* () {
        yield { observations: [1] };
        return { policies: [deterministicPolicy([0, 0, 0], 3)] };
      },
      { memory: box(0, 10, [2]) },
    );
    expect(() => leaderProblem(forgetful, { copies: 1, critic: 'oracle' }).reset()).toThrow('oracle scripted shows memory undefined');
  });
});
