import { nearestDouble, plus, ratio, times, type Fraction, type Fractions } from '@firstmover/programmes';
import { bestReplies } from '../linear/play.ts';
import type { LinearCommitment } from '../linear/problem.ts';
import { followerValueOf } from '../linear/solve.ts';
import { doublesNear, exactValues } from '../linear/words.ts';
import type { BayesianSolution } from './game.ts';

/** The parts of a solution that follow from the commitment, what it is worth and the replies. */
export function typeOutcomes(
  problem: LinearCommitment,
  value: Fraction,
  commitment: Fractions,
  reply: readonly number[],
): Pick<
  BayesianSolution,
  'followerClass' | 'leaderValue' | 'followerValue' | 'followerValues' | 'commitment' | 'reply' | 'bestResponses' | 'exact'
> {
  const followerValues = followerValueOf(problem, reply, commitment);
  const total = problem.types.reduce((sum, { weight }) => sum + weight, 0n);
  const mean = problem.types.reduce((sum, { weight }, t) => plus(sum, times(ratio(weight, total), followerValues[t]!)), ratio(0n, 1n));
  return {
    followerClass: null,
    leaderValue: nearestDouble(value),
    followerValue: nearestDouble(mean),
    followerValues: followerValues.map(nearestDouble),
    commitment: doublesNear(commitment),
    reply,
    bestResponses: problem.types.map((_type, t) => bestReplies(problem, t, commitment)),
    exact: exactValues(value, mean, commitment),
  };
}

/** One item of each list, in all ways; the last varies fastest. */
export function product(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>((heads, list) => heads.flatMap((head) => list.map((item) => [...head, item])), [[]]);
}

/** In increasing order, each once. */
export function distinct(profiles: readonly (readonly number[])[]): (readonly number[])[] {
  const different = [...new Map(profiles.map((profile) => [profile.join(), profile])).values()];
  return different.sort((a, b) => a.map((reply, t) => reply - b[t]!).find((difference) => difference !== 0) ?? 0);
}
