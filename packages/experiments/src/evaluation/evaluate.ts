import type { FiniteModel, BestResponseClass, FollowerOracle, Game, Policy, TablePolicy } from '@firstmover/core';
import { RefusedError, checkedClass, childSeed, followersOf, leadersOf, randomStream, respondTo } from '@firstmover/core';
import type { Responder } from '@firstmover/solvers';
import { createResponder, evaluatePolicies } from '@firstmover/solvers';
import { simulateLeader } from './simulate.ts';

/** How good a leader's greedy policy is. Ties are weak: an indifferent follower chooses against the leader. */
export interface Evaluation {
  /** `exact`: against an exact best response; `simulated`: the mean over episodes against the run's own oracle. */
  readonly kind: 'exact' | 'simulated';
  /** The leader's return. */
  readonly leaderReturn: number;
  /** The return of an exact best response; undefined where it was not computed. */
  readonly followerReturn?: number;
  /** What the run's own followers fall short of it; undefined where they are no single table. */
  readonly bestResponseGap?: number;
}

/** Evaluates leaders of one run; an evaluation depends on the policy, the seed and the update alone. */
export type Evaluator = (policy: Policy, oracle: FollowerOracle | undefined, update: number) => Evaluation | undefined;

/**
 * Makes the evaluator of a run: exact where a best response can be computed, else by simulation.
 *
 * @returns a function that gives undefined where neither is possible
 */
export function createEvaluator(game: Game, model: FiniteModel | undefined, seed: number): Evaluator {
  const responders = new Map<BestResponseClass, Responder>();
  let exact = model !== undefined && leadersOf(game).length === 1 && followersOf(game).length === 1;
  const evaluationSeed = childSeed(seed, 'evaluation');

  const exactly = (policy: TablePolicy, oracle: FollowerOracle | undefined, update: number): Evaluation => {
    const followerClass = checkedClass(oracle?.followerClass ?? 'stationary');
    let respond = responders.get(followerClass);
    if (!respond) responders.set(followerClass, (respond = createResponder(model!, { followerClass, ties: 'weak' })));
    const { leaderValue, followerValue } = respond(policy);
    const found = { kind: 'exact', leaderReturn: leaderValue, followerReturn: followerValue } as const;
    const played = oracle && respondTo(oracle, policy, randomStream(evaluationSeed, 'responses').at(0, update)).policies[0];
    if (!played || !('table' in played)) return found;
    return { ...found, bestResponseGap: followerValue - followerValueOf(model!, policy, played as TablePolicy) };
  };

  return (policy, oracle, update) => {
    if (exact && 'table' in policy) {
      try {
        return exactly(policy as TablePolicy, oracle, update);
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        exact = false;
      }
    }
    return (
      oracle && { kind: 'simulated', leaderReturn: simulateLeader(game, oracle, policy, childSeed(evaluationSeed, `update ${update}`)) }
    );
  };
}

function followerValueOf(model: FiniteModel, leader: TablePolicy, follower: TablePolicy): number {
  const [leads, follows] = [leadersOf(model.game)[0]!, followersOf(model.game)[0]!];
  const policies: TablePolicy[] = [];
  policies[leads] = leader;
  policies[follows] = follower;
  return evaluatePolicies(model, policies)[follows]!;
}
