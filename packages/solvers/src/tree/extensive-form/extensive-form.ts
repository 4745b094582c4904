import type { ExtensiveForm } from '@firstmover/core';
import { InputError, resolveOptions, show } from '@firstmover/core';
import { NumericalError } from '@firstmover/programmes';
import { solveBimatrix } from '../../matrix/bimatrix/bimatrix.ts';
import { repliesWithin, respondInTree } from './tree-best-response.ts';
import { reducedNormalForm } from './reduced-normal-form.ts';
import { behaviourOf, sequencesOf } from './plans.ts';
import { bestPlan } from './pure.ts';
import type { SequenceForm, Side } from './sequences.ts';
import { sequenceForm } from './sequences.ts';
import type { Decision, ExtensiveFormOptions, ExtensiveFormSolution } from './solution.ts';
import { EXTENSIVE_FORM_PARAMETERS, TREE_REPLY_LIMIT } from './solution.ts';
import { strongOptimum } from './strong.ts';
import { valuesOf } from './verify-tree-commitment.ts';

/** Probabilities of sequences below this are rounding errors of zero. */
const NEGLIGIBLE = 1e-11;
/** Values closer than this on the scale 0..1 are equal. */
const SAME = 1e-9;
/** By how much the walk of the tree may differ from the value, relative to the payoff range. */
const AGREEMENT = 1e-7;

/** What is left to check and to complete. */
interface Found {
  readonly commitment: readonly (readonly number[] | null)[];
  readonly unique: boolean | null;
  /** The value that the search claims, on the scale of the tree. */
  readonly value?: number;
  /** No commitment is worth more; left out where the value is exact. */
  readonly bound?: number;
  /** Given where the value is not attained: the replies on the way to the limit, the first of which is the response. */
  readonly replies?: readonly (readonly (number | null)[])[];
}

/**
 * An optimal commitment of the leader to all its moves in a game tree of perfect recall.
 *
 * Mixed and strong: one certified linear programme per plan of the follower up to 256 plans; beyond that the sequence-form mixed-integer programme of Bosansky & Cermak (AAAI 2015), solved by
 * HiGHS, which is loaded when it is first needed; the commitment is solved for again by a certified linear programme, and what HiGHS proves is `bound`. Mixed and weak: the supremum, by
 * the reduced normal form and `solveBimatrix`, unless the strong optimum is safe from adverse ties. Pure: a scan of the leader's plans. Before it is returned, every answer is checked by
 * walking the tree with the follower's best response.
 *
 * @param form - a game tree
 * @param options - commitment class and tie rule; both travel with the value
 * @throws InputError for a tree or an option that does not fit
 * @throws RefusedError without perfect recall, or beyond the sizes or the time of the method
 * @throws NumericalError when the answer cannot be certified
 */
export async function solveExtensiveForm(form: ExtensiveForm, options: ExtensiveFormOptions): Promise<ExtensiveFormSolution> {
  const { commitment, ties, timeLimit = 60 } = resolveOptions(EXTENSIVE_FORM_PARAMETERS, options, 'solveExtensiveForm');
  if (options.timeLimit !== undefined && commitment === 'pure')
    throw new InputError(`timeLimit ${show(timeLimit)} does nothing for pure commitment: leave it out`);
  const game = sequenceForm(form);
  if (commitment === 'pure') {
    const { commitment: plan, unique } = bestPlan(game, ties);
    return complete(game, options, { commitment: plan, unique });
  }
  return complete(game, options, ties === 'strong' ? await strong(game, timeLimit) : await weak(game, timeLimit));
}

async function strong(game: SequenceForm, timeLimit: number): Promise<Found> {
  const found = await strongOptimum(game, timeLimit);
  const [{ low, range }] = game.scales;
  return {
    commitment: behaviourOf(game.leader, cleaned(found.realization)),
    unique: found.unique,
    value: low + range * found.value,
    ...(found.bound > found.value ? { bound: low + range * found.bound } : {}),
  };
}

/** The strong optimum where an adverse follower does it no harm, since no commitment is worth more; else the supremum by plans. */
async function weak(game: SequenceForm, timeLimit: number): Promise<Found> {
  const favourable = await strong(game, timeLimit);
  const adverse = respondInTree(game, favourable.commitment, 'weak').leader;
  if (adverse >= respondInTree(game, favourable.commitment, 'strong').leader - SAME)
    return { ...favourable, unique: favourable.unique || null };
  const form = reducedNormalForm(game);
  const solution = solveBimatrix(form, { commitment: 'mixed', ties: 'weak' });
  const value = game.scales[0].low + solution.leaderValue / form.unit;
  const realization = new Float64Array(game.leader.parents.length);
  form.leaderPlans.forEach((plan, row) => {
    sequencesOf(game.leader, plan).forEach((played, s) => {
      realization[s]! += played * solution.commitment[row]!;
    });
  });
  const commitment = behaviourOf(game.leader, cleaned(realization));
  // Different mixtures of plans can be one and the same commitment.
  const unique = solution.unique || null;
  if (solution.attained) return { commitment, unique, value };
  const columns = [solution.reply, ...solution.optimalReplies.filter((column) => column !== solution.reply)];
  const { allowed } = respondInTree(game, commitment, 'strong');
  const replies = columns.map((column) =>
    form.followerPlans[column]!.map((action, k) => (action < 0 || allowed[k]!.length === 0 ? null : action)),
  );
  const different = new Map(replies.map((reply) => [reply.join(), reply]));
  return { commitment, unique, value, replies: [...different.values()] };
}

function cleaned(realization: ArrayLike<number>): number[] {
  return Array.from(realization, (probability) => (probability > NEGLIGIBLE ? probability : 0));
}

/** Walks the tree with the follower's best response, compares, and gathers the answer. */
function complete(game: SequenceForm, { commitment: commitmentClass, ties }: ExtensiveFormOptions, found: Found): ExtensiveFormSolution {
  const { leader, follower, scales } = game;
  const { commitment, unique, replies } = found;
  const check = valuesOf(game, commitment);
  const value = found.value ?? check.leader[ties];
  const margin = AGREEMENT * scales[0].range;
  const agrees =
    replies === undefined
      ? Math.abs(check.leader[ties] - value) <= margin
      : check.leader.weak <= value + margin && value <= check.leader.strong + margin;
  if (!agrees) {
    throw new NumericalError(
      `the commitment found is worth ${show(value)}, but ${show(check.leader[ties])} when the tree is walked: bring payoffs and probabilities to similar sizes`,
    );
  }
  const all = replies ?? repliesWithin(follower, respondInTree(game, commitment, ties).allowed, TREE_REPLY_LIMIT);
  const worth = replies === undefined ? check.leader[ties] : value;
  const upperBound = Math.max(found.bound ?? worth, worth);
  return {
    commitmentClass,
    followerClass: null,
    ties,
    evidence:
      commitmentClass === 'pure'
        ? { kind: 'optimal', by: 'enumeration' }
        : { kind: upperBound > worth ? 'bounded' : 'optimal', by: 'floating' },
    leaderValue: worth,
    upperBound,
    followerValue: check.follower,
    leaderDecisions: decisionsOf(leader),
    followerDecisions: decisionsOf(follower),
    commitment,
    reply: all === null ? responseOf(game, commitment, ties) : all[0]!,
    optimalReplies: all,
    attained: replies === undefined,
    unique,
    check,
  };
}

/** One optimal reply, null where play never comes. */
function responseOf(game: SequenceForm, commitment: Found['commitment'], ties: ExtensiveFormOptions['ties']): readonly (number | null)[] {
  const { allowed } = respondInTree(game, commitment, ties);
  return repliesWithin(
    game.follower,
    allowed.map((actions) => actions.slice(0, 1)),
    1,
  )![0]!;
}

function decisionsOf({ sets }: Side): Decision[] {
  return sets.map(({ name, actions }) => ({ informationSet: name, actions }));
}
