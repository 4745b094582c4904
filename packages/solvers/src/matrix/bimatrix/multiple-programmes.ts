// The solver of bimatrix games in its shortest form, to be read: docs/guide/eighty-lines.md walks through it, and a test compares it with `solveBimatrix`.
import { largest, solveLinearProgram } from '@firstmover/programmes';

/** payoff[row][column]: rows are the leader's actions, columns the follower's. */
export type Matrix = readonly (readonly number[])[];

/** A mixture of rows, the column that answers it, and what that pays the leader. */
export interface ShortAnswer {
  /** The probability of each row. */
  readonly mixture: readonly number[];
  /** The follower's column, a best reply to the mixture. */
  readonly reply: number;
  /** The leader's expected payoff. */
  readonly value: number;
}

/** How much better a column is for the follower than each of the others, per row. */
function gains(follower: Matrix, reply: number): number[][] {
  const others = [...follower[0]!.keys()].filter((column) => column !== reply);
  return others.map((other) => follower.map((row) => row[reply]! - row[other]!));
}

/** The best mixture to which a column is a best reply, and an upper bound of what it pays by duality. Null where there is none. */
export function bestMixtureFor(leader: Matrix, follower: Matrix, reply: number): (ShortAnswer & { readonly bound: number }) | null {
  const incentives = gains(follower, reply);
  const payoffs = leader.map((row) => row[reply]!);
  const outcome = solveLinearProgram({
    objective: payoffs,
    constraints: [
      ...incentives.map((coefficients) => ({ coefficients, relation: '>=' as const, bound: 0 })),
      { coefficients: payoffs.map(() => 1), relation: '=', bound: 1 },
    ],
  });
  if (outcome.status !== 'optimal') return null;
  const { solution: mixture, value, multipliers } = outcome;
  const relaxed = payoffs.map((payoff, i) => incentives.reduce((sum, gain, o) => sum - multipliers[o]! * gain[i]!, payoff));
  return { mixture, reply, value, bound: largest(relaxed) };
}

/** The best mixture of all, with ties for the leader, and an upper bound of what any mixture pays. */
export function bestMixture(leader: Matrix, follower: Matrix): ShortAnswer & { readonly bound: number } {
  const answers = [...leader[0]!.keys()].flatMap((reply) => bestMixtureFor(leader, follower, reply) ?? []);
  const best = answers.reduce((most, answer) => (answer.value > most.value ? answer : most));
  return { ...best, bound: largest(answers.map(({ bound }) => bound)) };
}

/** By how much the follower would rather play another column than the reply: 0 where it is best. */
export function regret(follower: Matrix, { mixture, reply }: ShortAnswer): number {
  const expected = (column: number): number => mixture.reduce((sum, probability, i) => sum + probability * follower[i]![column]!, 0);
  return largest([...follower[0]!.keys()].map((column) => expected(column) - expected(reply)));
}
