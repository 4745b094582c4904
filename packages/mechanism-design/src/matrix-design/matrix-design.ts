import type { GameDefinition, Matrix } from '@firstmover/core';
import { InputError, box, defineGame, defineRules, discrete, multiDiscrete, show } from '@firstmover/core';

interface State {
  /** What the followers chose: row * columns + column; -1 before. */
  readonly outcome: number;
}

/**
 * `mechanism/MatrixDesign-v1`: two followers choose a row and a column of a base game; the leader sees the outcome and pays each of them. A promise
 * to pay where nobody goes is free, so that the leader can have any outcome for what it costs there (Monderer & Tennenholtz, JAIR 2004,
 * k-implementation; the game of Brero et al. 2022).
 */
export const matrixDesign: GameDefinition = defineGame({
  id: 'mechanism/MatrixDesign-v1',
  parameters: {
    rowPayoff: {
      kind: 'matrix',
      default: [
        [3, 6],
        [4, 2],
      ],
      about: 'the payoffs of the follower that chooses the row',
    },
    columnPayoff: {
      kind: 'matrix',
      default: [
        [3, 4],
        [6, 2],
      ],
      about: 'the payoffs of the follower that chooses the column',
    },
    payments: {
      kind: 'choice',
      options: ['any', 'whole'],
      default: 'any',
      about: 'whether payments are any amounts, or whole numbers: then the game has a finite model',
    },
    largestPayment: { kind: 'integer', min: 0, max: 1000, default: 10, about: 'the most that each follower can be paid' },
    paymentWeight: {
      kind: 'number',
      min: 0,
      max: 1000,
      default: 0,
      about: 'what a unit of payment costs the leader, in units of payoff (0 as published)',
    },
  },
  rules({ rowPayoff, columnPayoff, payments, largestPayment, paymentWeight }) {
    const rows = rowPayoff.length;
    const columns = (rowPayoff[0] as readonly number[]).length;
    if (columnPayoff.length !== rows || (columnPayoff[0] as readonly number[]).length !== columns) {
      throw new InputError(
        `columnPayoff of mechanism/MatrixDesign-v1 is ${show(columnPayoff)}: expected the shape of rowPayoff, ${rows} x ${columns}`,
      );
    }
    const outcomes = Array.from({ length: rows * columns }, (_unused, i) => `row ${Math.floor(i / columns)}, column ${i % columns}`);
    const follower = discrete(2, ['choose', 'paid']);
    return defineRules({
      players: [
        {
          name: 'designer',
          role: 'leader',
          observation: discrete(1 + rows * columns, ['before', ...outcomes]),
          action: payments === 'any' ? box(0, largestPayment, [2]) : multiDiscrete([largestPayment + 1, largestPayment + 1]),
        },
        { name: 'row', role: 'follower', observation: follower, action: discrete(rows) },
        { name: 'column', role: 'follower', observation: follower, action: discrete(columns) },
      ],
      initial: (): State => ({ outcome: -1 }),
      step({ outcome }: State, [paid, row, column]) {
        if (outcome < 0) return { state: { outcome: row * columns + column }, rewards: [0, 0, 0] };
        const [toRow, toColumn] = paid as [number, number];
        const forRow = at(rowPayoff, outcome, columns);
        const forColumn = at(columnPayoff, outcome, columns);
        return {
          state: { outcome },
          rewards: [forRow + forColumn - paymentWeight * (toRow + toColumn), forRow + toRow, forColumn + toColumn],
          terminated: true,
        };
      },
      observe: ({ outcome }, player) => (player === 0 ? outcome + 1 : outcome < 0 ? 0 : 1),
    });
  },
  descriptor({ rowPayoff, columnPayoff, largestPayment, paymentWeight }) {
    const all = [...rowPayoff.flat(), ...columnPayoff.flat()];
    const welfare = rowPayoff.flatMap((row, i) => row.map((payoff, j) => payoff + (columnPayoff[i] as readonly number[])[j]!));
    const lowest = Math.min(0, ...all, Math.min(...welfare) - 2 * paymentWeight * largestPayment);
    const highest = Math.max(0, Math.max(...all) + largestPayment, ...welfare);
    const free = freeOptimum(rowPayoff, columnPayoff, largestPayment);
    const source =
      'Monderer & Tennenholtz, JAIR 2004, Theorem 1: a strict equilibrium of the base game is implemented by payments off its path alone';
    return {
      summary: 'Payments on the outcomes of a game of two followers.',
      rewardBounds: [lowest, highest],
      optima:
        free === undefined
          ? []
          : (['strong', 'weak'] as const).map((ties) => ({
              leaderReturn: free,
              commitment: 'pure',
              followerClass: 'stationary',
              ties,
              source,
            })),
      source: 'Brero et al., Stackelberg POMDP (arXiv 2210.03852), after Monderer & Tennenholtz, k-Implementation (JAIR 2004)',
    };
  },
});

function at(payoff: Matrix, outcome: number, columns: number): number {
  return (payoff[Math.floor(outcome / columns)] as readonly number[])[outcome % columns] as number;
}

/**
 * The highest welfare, where it can be had for nothing. That is where its outcome is a strict equilibrium of the base game, and off its
 * path the leader can pay enough to make each follower's part of it dominant. Undefined where this simple argument does not apply.
 */
function freeOptimum(rowPayoff: Matrix, columnPayoff: Matrix, largestPayment: number): number | undefined {
  let best = -Infinity;
  let free = false;
  rowPayoff.forEach((payoffs, i) =>
    payoffs.forEach((_payoff, j) => {
      const cell = (payoff: Matrix, row: number, column: number): number => (payoff[row] as readonly number[])[column] as number;
      const welfare = cell(rowPayoff, i, j) + cell(columnPayoff, i, j);
      if (welfare < best || (welfare === best && free)) return;
      best = welfare;
      free = payoffs.every((_other, column) =>
        rowPayoff.every((_row, row) => row === i || gain(column === j, cell(rowPayoff, i, column) - cell(rowPayoff, row, column))),
      );
      free &&= rowPayoff.every((_row, row) =>
        payoffs.every((_other, column) => column === j || gain(row === i, cell(columnPayoff, row, j) - cell(columnPayoff, row, column))),
      );
    }),
  );
  return free ? best : undefined;

  /** Whether an advantage is strict by itself on the path, or can be made so by the highest payment off it. */
  function gain(onPath: boolean, advantage: number): boolean {
    return (onPath ? advantage : advantage + largestPayment) > 0;
  }
}
