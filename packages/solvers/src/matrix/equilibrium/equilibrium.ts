import { InputError, RefusedError, show } from '@firstmover/core';
import { NumericalError } from '@firstmover/programmes';
import type { NormalForm } from '../normal-form/normal-form.ts';
import { checkNormalForm, rangeOf, toleranceOf } from '../normal-form/normal-form.ts';
import { correlatedEquilibrium } from './correlated-equilibrium.ts';
import type { EquilibriumConcept } from './gaps.ts';
import { equilibriumGap } from './gaps.ts';
import { mixedNashEquilibria } from './mixed-nash.ts';
import { pureNashEquilibria } from './pure-nash.ts';
import { reduceGame } from './reduce.ts';

/** Which of several equilibria is chosen: for the leader, against it, with the highest sum of the players' payoffs, or the first found. */
export type Selection = 'leader-best' | 'leader-worst' | 'welfare' | 'first';

/** Which equilibrium to look for. */
export interface EquilibriumOptions {
  /** What players agree on. */
  readonly equilibrium: EquilibriumConcept;
  /** Which one is chosen; `first` is for Nash only. */
  readonly selection: Selection;
}

/** An equilibrium of a normal form. */
export interface Equilibrium {
  /** The profiles that are played, ascending. */
  readonly profiles: readonly number[];
  /** Their probabilities. */
  readonly probabilities: readonly number[];
  /** The leader's expected payoff. */
  readonly leaderValue: number;
  /** The players' expected payoffs. */
  readonly values: readonly number[];
}

const SELECTIONS: readonly Selection[] = ['leader-best', 'leader-worst', 'welfare', 'first'];

/**
 * The equilibrium of a normal form that a rule selects.
 *
 * Nash: the pure ones are listed and the rule chooses among them, the lowest profile of equals. Where there is none, two players mix: the rule
 * chooses among the equilibria with supports of equal size, which are all where the game is not degenerate. Correlated and coarse correlated:
 * the best for the rule, by linear programming. What is returned has passed {@link equilibriumGap}, with gains of at most 1e-7 of the payoff range.
 *
 * @param game - any number of players
 * @param options - concept and selection rule
 * @throws InputError for a malformed game or options
 * @throws RefusedError for three or more players without a pure Nash equilibrium, or too many supports
 * @throws NumericalError when no equilibrium can be certified in double precision
 */
export function solveEquilibrium(game: NormalForm, options: EquilibriumOptions): Equilibrium {
  checkNormalForm(game);
  const { equilibrium, selection } = checkEquilibriumOptions(options);
  if (equilibrium === 'nash') return nash(game, selection);
  const part = reduceGame(game, equilibrium === 'correlated');
  const distribution = correlatedEquilibrium(part, equilibrium === 'coarse-correlated', objectiveOf(game, selection, part.profiles));
  return certified(game, equilibrium, sparse(part.profiles, distribution));
}

/**
 * Checks concept and selection rule.
 *
 * @throws InputError for an unknown one, or for `first` with other than Nash equilibria
 */
export function checkEquilibriumOptions(options: EquilibriumOptions): EquilibriumOptions {
  const { equilibrium, selection } = options;
  if (!['nash', 'correlated', 'coarse-correlated'].includes(equilibrium))
    throw new InputError(`equilibrium ${show(equilibrium)}: expected nash, correlated or coarse-correlated`);
  if (!SELECTIONS.includes(selection)) throw new InputError(`selection ${show(selection)}: expected ${SELECTIONS.join(', ')}`);
  if (selection === 'first' && equilibrium !== 'nash')
    throw new InputError(`selection "first" of ${equilibrium} equilibria: expected leader-best, leader-worst or welfare`);
  return options;
}

type Played = readonly (readonly [profile: number, probability: number])[];

function nash(game: NormalForm, selection: Selection): Equilibrium {
  const pure = pureNashEquilibria(game);
  if (pure.length > 0)
    return certified(
      game,
      'nash',
      select(
        game,
        selection,
        pure.map((profile) => [[profile, 1]]),
      ),
    );
  const players = game.strategies.length;
  if (players > 2) {
    throw new RefusedError(
      `the ${players} followers have no pure Nash equilibrium: mixed ones are computed for two; ask for a correlated equilibrium, iterated best response or fictitious play`,
    );
  }
  const part = reduceGame(game, true);
  const columns = part.strategies[1]!;
  const mixed = mixedNashEquilibria(part, selection === 'first').map(({ row, column }) =>
    sparse(
      part.profiles,
      part.profiles.map((_unused, k) => row[Math.floor(k / columns)]! * column[k % columns]!),
    ),
  );
  return certified(game, 'nash', select(game, selection, mixed));
}

function select(game: NormalForm, selection: Selection, candidates: readonly Played[]): Played {
  const objective = objectiveOf(
    game,
    selection,
    Array.from(game.leaderPayoff as ArrayLike<number>, (_unused, profile) => profile),
  );
  let best = candidates[0]!;
  let most = -Infinity;
  for (const candidate of candidates) {
    const value = candidate.reduce((sum, [profile, probability]) => sum + probability * objective[profile]!, 0);
    // Objectives are scaled to 0..1; what differs by rounding is equal, and the first of equals is kept.
    if (value <= most + 1e-9) continue;
    best = candidate;
    most = value;
  }
  return best;
}

/** What a rule wants to be high, scaled to 0..1, in some profiles. */
function objectiveOf(game: NormalForm, selection: Selection, profiles: readonly number[]): number[] {
  const raw = profiles.map((profile) => {
    if (selection === 'first') return 0;
    if (selection === 'welfare') return game.payoffs.reduce((sum, payoff) => sum + payoff[profile]!, 0);
    return (selection === 'leader-best' ? 1 : -1) * game.leaderPayoff[profile]!;
  });
  const [low, high] = rangeOf(raw);
  return high - low <= toleranceOf(raw) ? raw.fill(0) : raw.map((value) => (value - low) / (high - low));
}

function sparse(profiles: readonly number[], distribution: readonly number[]): Played {
  return profiles.map((profile, k) => [profile, distribution[k]!] as const).filter(([, probability]) => probability > 0);
}

function certified(game: NormalForm, equilibrium: EquilibriumConcept, played: Played): Equilibrium {
  const distribution = new Float64Array(game.leaderPayoff.length);
  for (const [profile, probability] of played) distribution[profile] = probability;
  const range = game.payoffs.reduce((most, payoff) => Math.max(most, toleranceOf(payoff)), 0);
  if (equilibriumGap(game, distribution, equilibrium) > 100 * range)
    throw new NumericalError(`${equilibrium} equilibrium: it cannot be certified in double precision; round the payoffs or rescale them`);
  const mean = (payoff: ArrayLike<number>): number =>
    played.reduce((sum, [profile, probability]) => sum + probability * payoff[profile]!, 0);
  return {
    profiles: played.map(([profile]) => profile),
    probabilities: played.map(([, probability]) => probability),
    leaderValue: mean(game.leaderPayoff),
    values: game.payoffs.map(mean),
  };
}
