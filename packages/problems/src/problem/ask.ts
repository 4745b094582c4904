import type { BestResponseClass, TieRule } from '@firstmover/core';
import { InputError } from '@firstmover/core';
import type { Problem, Told } from './problem.ts';

/** Which answer is wanted; what is not given takes the default of the kind of problem. */
export interface AskOptions {
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
 * @param name - what the user calls it, for messages
 * @throws InputError for an option that does not apply to the problem; RefusedError beyond the sizes of exact methods
 */
export function ask(name: string, problem: Problem, { commitment, ties, follower }: AskOptions = {}): Told | Promise<Told> {
  const { commitments, followers, description } = problem;
  const refusal = (option: string, choices: readonly string[]): InputError =>
    new InputError(`${option} does not apply to ${name}, ${description}: expected ${choices.join(' or ')}`);
  if (commitment !== undefined && !commitments.includes(commitment)) throw refusal(`commitment ${commitment}`, commitments);
  if (ties !== undefined && problem.ties.length === 0) {
    throw new InputError(`ties ${ties} does nothing for ${name}: in ${description} nothing hangs on ties; leave it out`);
  }
  if (ties !== undefined && !problem.ties.includes(ties)) throw refusal(`ties ${ties}`, problem.ties);
  if (follower !== undefined && followers.length === 0) {
    throw new InputError(`follower ${follower} does nothing for ${name}: in ${description} all followers are the same; leave it out`);
  }
  if (follower !== undefined && !followers.includes(follower)) throw refusal(`follower ${follower}`, followers);
  return problem.answer({
    commitment: commitment ?? commitments[0]!,
    ties: ties ?? problem.ties[0] ?? 'strong',
    follower: follower ?? followers[0] ?? null,
  });
}
