import type { ExtensiveForm } from '@firstmover/core';
import { InputError, SIMPLEX_TOLERANCE, show } from '@firstmover/core';
import { respondInTree } from './tree-best-response.ts';
import type { SequenceForm } from './sequences.ts';
import { sequenceForm } from './sequences.ts';
import type { CommitmentValues } from './solution.ts';

/**
 * What any commitment in a game tree is worth against a best response, found by walking the tree, under both tie rules.
 *
 * @param form - a game tree of perfect recall
 * @param commitment - the leader's probabilities per information set, in the order in which the sets come in the tree; null where it never comes
 * @throws InputError for a tree or a commitment that does not fit; RefusedError without perfect recall
 */
export function verifyTreeCommitment(form: ExtensiveForm, commitment: readonly (readonly number[] | null)[]): CommitmentValues {
  const game = sequenceForm(form);
  const { sets } = game.leader;
  if (commitment.length !== sets.length)
    throw new InputError(`commitment has ${commitment.length} rows: expected ${sets.length}, one per information set of the leader`);
  sets.forEach(({ name, actions }, k) => {
    const row = commitment[k];
    if (row === null) return;
    const isMixture =
      Array.isArray(row) &&
      row.length === actions.length &&
      row.every((p) => p >= 0) &&
      Math.abs(row.reduce((sum, p) => sum + p, 0) - 1) <= SIMPLEX_TOLERANCE;
    if (!isMixture)
      throw new InputError(
        `commitment at information set ${show(name)} is ${show(row)}: expected ${actions.length} probabilities with sum 1, or null`,
      );
  });
  return valuesOf(game, commitment);
}

/** What a commitment is worth, in the payoffs of the tree. */
export function valuesOf(game: SequenceForm, commitment: readonly (readonly number[] | null)[]): CommitmentValues {
  const [first, second] = game.scales;
  const strong = respondInTree(game, commitment, 'strong');
  const weak = respondInTree(game, commitment, 'weak');
  return {
    leader: { strong: first.low + first.range * strong.leader, weak: first.low + first.range * weak.leader },
    follower: second.low + second.range * strong.follower,
  };
}
