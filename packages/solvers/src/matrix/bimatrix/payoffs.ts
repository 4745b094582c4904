import { show } from '@firstmover/core';
import { largest, NumericalError, smallest } from '@firstmover/programmes';
import type { PayoffMatrices, BimatrixSolution } from './game.ts';

/** A game on the scale the solvers compute in. */
export interface Payoffs {
  /** Number of leader actions. */
  readonly rows: number;
  /** Number of follower actions. */
  readonly columns: number;
  /** The game as given. */
  readonly game: PayoffMatrices;
  /** leader[column][row], shifted and scaled to 0..1. */
  readonly leader: readonly (readonly number[])[];
  /** How much better `reply` is than `other` for the follower in each row, within -1..1 and exactly 0 where the payoffs are equal. */
  advantage(reply: number, other: number): number[];
  /** Enough columns to tell whether `reply` is best: if none of these is better, none is. */
  rivals(reply: number): readonly number[];
  /** Columns grouped by equality for the follower in every row. */
  classes(): readonly (readonly number[])[];
}

/** A mixture may fall short of a best reply by this, relative to the payoff differences it weighs. */
export const INDIFFERENT = 1e-10;
/** Follower payoffs of one row closer than this, relative to the largest of the row (sixteen units in its last place), are equal. */
const ROUNDING = 3.5527136788005009e-15;

/**
 * Shifts and scales a checked game, and decides which follower payoffs are equal.
 *
 * @param game - the game
 * @param path - what to call it in messages, before `followerPayoff`
 * @throws NumericalError when two payoffs are too close to tell a tie from a preference
 */
export function scalePayoffs(game: PayoffMatrices, path = ''): Payoffs {
  const { leaderPayoff, followerPayoff } = game;
  const columns = Array.from(leaderPayoff[0]!.keys());
  const range = followerPayoff.reduce((most, row) => Math.max(most, largest(row) - smallest(row)), 0);
  const ties = followerPayoff.map((row) => ROUNDING * magnitude(row));
  refuseDoubtfulTies(followerPayoff, ties, range, path);
  const advantage = (reply: number, other: number): number[] =>
    followerPayoff.map((row, i) => {
      const difference = row[reply]! - row[other]!;
      return Math.abs(difference) <= ties[i]! ? 0 : difference / range;
    });
  return {
    rows: leaderPayoff.length,
    columns: columns.length,
    game,
    leader: unitColumns(leaderPayoff),
    advantage,
    rivals: () => columns,
    classes: () => {
      const classes: number[][] = [];
      for (const column of columns) {
        const known = classes.find((members) => advantage(members[0]!, column).every((gain) => gain === 0));
        if (known === undefined) classes.push([column]);
        else known.push(column);
      }
      return classes;
    },
  };
}

/** The leader's payoffs as [column][row], shifted and scaled to 0..1. */
export function unitColumns(leaderPayoff: PayoffMatrices['leaderPayoff']): number[][] {
  const low = leaderPayoff.reduce((least, row) => Math.min(least, smallest(row)), Infinity);
  const range = leaderPayoff.reduce((most, row) => Math.max(most, largest(row)), -Infinity) - low;
  return Array.from(leaderPayoff[0]!.keys(), (j) => leaderPayoff.map((row) => (range > 0 ? (row[j]! - low) / range : 0)));
}

/** Differences at the level of rounding errors, of the payoffs of another row or of a common offset, are neither ties nor preferences. */
function refuseDoubtfulTies(followerPayoff: PayoffMatrices['followerPayoff'], ties: readonly number[], range: number, path: string): void {
  const coarse = largest(ties);
  followerPayoff.forEach((row, i) => {
    const sorted = [...row].sort((a, b) => a - b);
    sorted.forEach((payoff, k) => {
      const difference = k === 0 ? 0 : payoff - sorted[k - 1]!;
      const isTie = difference <= ties[i]!;
      if (difference === 0 || (isTie ? ties[i]! <= 1e-9 * range : difference > coarse)) return;
      const remedy = isTie ? 'subtract the offset that the payoffs share' : 'round the payoffs or bring them to similar sizes';
      throw new NumericalError(
        `${path}followerPayoff[${i}] has payoffs that differ by ${show(difference)}, too little to tell a preference from a rounding error: ${remedy}`,
      );
    });
  });
}

function magnitude(row: readonly number[]): number {
  return row.reduce((greatest, payoff) => Math.max(greatest, Math.abs(payoff)), 0);
}

/** The best replies of the follower to a mixture, given one of them. */
export function bestResponsesTo({ columns, advantage }: Payoffs, commitment: readonly number[], reply: number): number[] {
  return Array.from({ length: columns }, (_unused, k) => k).filter((other) => {
    const { sum, mass } = weigh(commitment, advantage(reply, other));
    return sum <= INDIFFERENT * mass;
  });
}

/** By how much a mixture falls short of making `reply` best, relative to the payoff differences it weighs; 0 when it does not. */
export function shortfall({ rivals, advantage }: Payoffs, commitment: readonly number[], reply: number): number {
  let worst = 0;
  for (const other of rivals(reply)) {
    const { sum, mass } = weigh(commitment, advantage(reply, other));
    if (sum < 0) worst = Math.max(worst, -sum / mass);
  }
  return worst;
}

/** The expected value of one column under a mixture of rows. */
export function expected(matrix: readonly (readonly number[])[], commitment: readonly number[], column: number): number {
  return weigh(
    commitment,
    matrix.map((row) => row[column]!),
  ).sum;
}

/** The parts of a solution that follow from the commitment and the reply. */
export function outcomeOf(
  payoffs: Payoffs,
  commitment: readonly number[],
  reply: number,
): Pick<BimatrixSolution, 'leaderValue' | 'upperBound' | 'followerValue' | 'followerClass' | 'commitment' | 'reply' | 'bestResponses'> {
  const leaderValue = expected(payoffs.game.leaderPayoff, commitment, reply);
  return {
    followerClass: null,
    leaderValue,
    upperBound: leaderValue,
    followerValue: expected(payoffs.game.followerPayoff, commitment, reply),
    commitment,
    reply,
    bestResponses: bestResponsesTo(payoffs, commitment, reply),
  };
}

/** sum w_i v_i and sum |w_i v_i|. */
export function weigh(weights: readonly number[], values: readonly number[]): { readonly sum: number; readonly mass: number } {
  let sum = 0;
  let mass = 0;
  for (let i = 0; i < weights.length; i++) {
    // Skipping zeros keeps -0 out of answers.
    if (weights[i] === 0 || values[i] === 0) continue;
    sum += weights[i]! * values[i]!;
    mass += Math.abs(weights[i]! * values[i]!);
  }
  return { sum, mass };
}
