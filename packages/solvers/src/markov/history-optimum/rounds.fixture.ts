import { defineGame, discrete, randomStream } from '@firstmover/core';
import type { LinearConstraint } from '@firstmover/programmes';
import { solveLinearProgram } from '@firstmover/programmes';
import { testDescriptor } from '../policy-values/random-games.fixture.ts';

/** A game for tests: `steps` rounds of a bimatrix game that differs from round to round, both see everything. */
export function rounds(seed: number, steps: number): ReturnType<typeof defineGame> {
  const random = randomStream(seed, 'test/rounds');
  const payoffs = Array.from({ length: steps }, () => Array.from({ length: 4 }, () => [random.integer(8), random.integer(8)] as const));
  interface State {
    readonly played: readonly number[];
  }
  const places = 1 + 4 + 16 + 64;
  const place = ({ played }: State): number => played.reduce((index, joint) => 4 * index + joint + 1, 0);
  return defineGame({
    id: 'test/Rounds-v1',
    rules: () => ({
      players: [
        { name: 'leader', role: 'leader', observation: discrete(places), action: discrete(2) },
        { name: 'follower', role: 'follower', observation: discrete(places), action: discrete(2) },
      ],
      initial: (): State => ({ played: [] }),
      step({ played }, [i, j]) {
        const joint = 2 * i + j;
        return {
          state: { played: [...played, joint] },
          rewards: payoffs[played.length]![joint]!,
          terminated: played.length + 1 === steps,
        };
      },
      observe: (state) => place(state),
    }),
    descriptor: () => testDescriptor(1, [0, 7]),
  });
}

/**
 * The same optimum by one linear programme over the tree of public histories: how much mass each history has together with each recommended action and leader
 * action. A deviation is answered by the minmax value of what follows, a zero-sum 2x2 game per round.
 */
export function treeOptimum(seed: number, steps: number): number {
  const random = randomStream(seed, 'test/rounds');
  const payoffs = Array.from({ length: steps }, () => Array.from({ length: 4 }, () => [random.integer(8), random.integer(8)] as const));
  const minmax = new Array<number>(steps + 1).fill(0);
  for (let round = steps - 1; round >= 0; round--) {
    const [a, b, c, d] = payoffs[round]!.map((pair) => pair[1]) as [number, number, number, number];
    const values = [Math.max(a, b), Math.max(c, d)];
    const cross = (d - c) / (a - b + d - c);
    if (cross > 0 && cross < 1) values.push(cross * a + (1 - cross) * c);
    minmax[round] = Math.min(...values) + minmax[round + 1]!;
  }
  // Variable 4 h + 2 j + i: history h, recommendation j, leader action i. The histories after it follow one another.
  const histories = (4 ** steps - 1) / 3;
  const width = 4 * histories;
  const depth = (h: number): number => (h === 0 ? 0 : 1 + depth(Math.floor((h - 1) / 4)));
  const objective = Array.from({ length: width }, (_unused, k) => payoffs[depth(k >> 2)]![2 * (k & 1) + ((k >> 1) & 1)]![0]);
  const constraints: LinearConstraint[] = [];
  const blank = (): number[] => new Array<number>(width).fill(0);
  // What the follower earns from a variable's mass on.
  const earn = (k: number, into: number[]): void => {
    const [h, j, i] = [k >> 2, (k >> 1) & 1, k & 1];
    into[k]! += payoffs[depth(h)]![2 * i + j]![1];
    const child = 4 * h + 1 + 2 * i + j;
    if (child < histories) for (let other = 4 * child; other < 4 * child + 4; other++) earn(other, into);
  };
  for (let h = 0; h < histories; h++) {
    const coefficients = blank();
    for (let k = 4 * h; k < 4 * h + 4; k++) coefficients[k] = 1;
    if (h > 0) {
      const [parent, joint] = [Math.floor((h - 1) / 4), (h - 1) % 4];
      coefficients[4 * parent + 2 * (joint & 1) + (joint >> 1)] = -1;
    }
    constraints.push({ coefficients, relation: '=', bound: h === 0 ? 1 : 0 });
    for (const j of [0, 1]) {
      const advantage = blank();
      for (const i of [0, 1]) {
        const k = 4 * h + 2 * j + i;
        earn(k, advantage);
        advantage[k]! -= payoffs[depth(h)]![2 * i + 1 - j]![1] + minmax[depth(h) + 1]!;
      }
      // Differences that are rounding errors of zero are zero.
      constraints.push({ coefficients: advantage.map((gain) => (Math.abs(gain) < 1e-12 ? 0 : gain)), relation: '>=', bound: 0 });
    }
  }
  const outcome = solveLinearProgram({ objective, constraints });
  return outcome.status === 'optimal' ? outcome.value : NaN;
}
