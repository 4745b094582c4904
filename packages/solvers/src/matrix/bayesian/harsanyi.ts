import { bestResponsesTo, expected, scalePayoffs, unitColumns, type Payoffs } from '../bimatrix/payoffs.ts';
import type { BayesianGame, BayesianSolution } from './game.ts';

/** A Bayesian game whose types have been scaled one by one. */
export interface ScaledTypes {
  /** The game as given. */
  readonly game: BayesianGame;
  /** Each type's follower payoffs on its own scale. */
  readonly types: readonly Payoffs[];
}

/**
 * Scales every type, and decides which of its payoffs are equal.
 *
 * @throws NumericalError when two payoffs of a type are too close to tell a tie from a preference
 */
export function scaleTypes(game: BayesianGame): ScaledTypes {
  return { game, types: game.types.map((type, t) => scalePayoffs(type, `types[${t}].`)) };
}

/**
 * Some columns of the Harsanyi transform: the two-player game in which one follower chooses a column for every type. A profile is best when no
 * change for one type alone improves it, so that these are its rivals.
 *
 * @param scaled - the types
 * @param profiles - the columns, each one action per type
 * @param rivals - for a column, those that change one type's action
 */
export function profilePayoffs(
  { game, types }: ScaledTypes,
  profiles: readonly (readonly number[])[],
  rivals: (column: number) => readonly number[],
): Payoffs {
  const rows = types[0]!.rows;
  const mean = (matrix: 'leaderPayoff' | 'followerPayoff'): number[][] =>
    Array.from({ length: rows }, (_unused, i) =>
      profiles.map((replies) => replies.reduce((sum, j, t) => sum + game.types[t]!.probability * game.types[t]![matrix][i]![j]!, 0)),
    );
  const harsanyi = { leaderPayoff: mean('leaderPayoff'), followerPayoff: mean('followerPayoff') };
  return {
    rows,
    columns: profiles.length,
    game: harsanyi,
    leader: unitColumns(harsanyi.leaderPayoff),
    advantage: (reply, other) => {
      // Positive factors per type change no best reply, so every type counts on its own scale.
      const total = new Array<number>(rows).fill(0);
      types.forEach((type, t) => {
        if (profiles[reply]![t] === profiles[other]![t]) return;
        type.advantage(profiles[reply]![t]!, profiles[other]![t]!).forEach((gain, i) => {
          total[i]! += gain;
        });
      });
      return total;
    },
    rivals,
    classes: () => {
      const classOf = types.map((type) => {
        const numbers = new Array<number>(type.columns);
        type.classes().forEach((members, c) => {
          for (const member of members) numbers[member] = c;
        });
        return numbers;
      });
      const classes = new Map<string, number[]>();
      profiles.forEach((replies, column) => {
        const key = replies.map((j, t) => classOf[t]![j]).join();
        const known = classes.get(key);
        if (known === undefined) classes.set(key, [column]);
        else known.push(column);
      });
      return [...classes.values()];
    },
  };
}

/** How many profiles of replies there are. */
export function countProfiles({ types }: BayesianGame): number {
  return types.reduce((product, { leaderPayoff }) => product * leaderPayoff[0]!.length, 1);
}

/** The payoffs of all profiles; the last type's action varies fastest. */
export function allProfiles(scaled: ScaledTypes): { readonly profiles: readonly (readonly number[])[]; readonly payoffs: Payoffs } {
  const sizes = scaled.types.map(({ columns }) => columns);
  let profiles: number[][] = [[]];
  for (const size of sizes) profiles = profiles.flatMap((head) => Array.from({ length: size }, (_unused, j) => [...head, j]));
  const strides = sizes.map((_unused, t) => sizes.slice(t + 1).reduce((product, size) => product * size, 1));
  const rivals = (column: number): number[] =>
    sizes.flatMap((size, t) => {
      const own = profiles[column]![t]!;
      return Array.from({ length: size }, (_unused, j) => column + (j - own) * strides[t]!).filter((other) => other !== column);
    });
  return { profiles, payoffs: profilePayoffs(scaled, profiles, rivals) };
}

/** The parts of a solution that follow from the commitment and the replies. */
export function typeOutcomes(
  { game, types }: ScaledTypes,
  commitment: readonly number[],
  reply: readonly number[],
): Pick<BayesianSolution, 'followerClass' | 'followerValue' | 'followerValues' | 'commitment' | 'reply' | 'bestResponses'> {
  const followerValues = game.types.map(({ followerPayoff }, t) => expected(followerPayoff, commitment, reply[t]!));
  return {
    followerClass: null,
    followerValue: followerValues.reduce((sum, value, t) => sum + value * game.types[t]!.probability, 0),
    followerValues,
    commitment,
    reply,
    bestResponses: types.map((type, t) => bestResponsesTo(type, commitment, reply[t]!)),
  };
}
