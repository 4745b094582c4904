import type { BestResponseClass, TieRule } from '@firstmover/core';
import { InputError } from '@firstmover/core';
import type { ExactAnswer, ExactProblem } from './problem.ts';

/** Which exact answer the user asks for; what is not given takes the default of the kind of problem. */
export interface ExactOptions {
  /** What the leader may commit to. */
  readonly commitment?: string;
  /** How an indifferent follower chooses. */
  readonly ties?: TieRule;
  /** What the follower may depend on. */
  readonly follower?: BestResponseClass;
}

/**
 * Answers a problem.
 *
 * @param input - what the user typed, for messages
 * @throws InputError for an option that does not apply to the problem; RefusedError beyond the sizes of exact methods
 */
export function ask(
  input: string,
  problem: ExactProblem,
  { commitment, ties, follower }: ExactOptions,
): ExactAnswer | Promise<ExactAnswer> {
  const { commitments, followers, description } = problem;
  const refusal = (flag: string, choices: readonly string[]): InputError =>
    new InputError(`--${flag} does not apply to ${input}, ${description}: expected ${choices.join(' or ')}`);
  if (commitment !== undefined && !commitments.includes(commitment)) throw refusal(`commitment ${commitment}`, commitments);
  if (ties !== undefined && problem.ties.length === 0) {
    throw new InputError(`--ties ${ties} does nothing for ${input}: in ${description} nothing hangs on ties; leave it out`);
  }
  if (ties !== undefined && !problem.ties.includes(ties)) throw refusal(`ties ${ties}`, problem.ties);
  if (follower !== undefined && followers.length === 0) {
    throw new InputError(`--follower ${follower} does nothing for ${input}: in ${description} all followers are the same; leave it out`);
  }
  if (follower !== undefined && !followers.includes(follower)) throw refusal(`follower ${follower}`, followers);
  return problem.answer({
    commitment: commitment ?? commitments[0]!,
    ties: ties ?? problem.ties[0] ?? 'strong',
    follower: follower ?? followers[0] ?? null,
  });
}
