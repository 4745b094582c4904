import { log64 } from '../elementary/elementary.ts';
import type { TieRule } from '../game/descriptor.ts';
import { leadersOf } from '../game/game.ts';
import type { FiniteModel } from '../model/finite-model.ts';
import { randomStream } from '../random/random.ts';
import type { Search } from './model-order.ts';

/** How many random mixtures are tried. */
const RANDOM = 2000;
/** The most corners of the regions of best replies that are tried. */
const CORNERS = 20_000;

/**
 * The best mixture of the leader in a game of one step without anything to see. The search looks at every corner of the regions in which
 * one reply is best, where strong optima lie, and at random.
 *
 * @param model - of a game with one leader and one follower
 * @param ties - of the follower
 */
export function searchMixtures(model: FiniteModel, ties: TieRule): Search | string {
  if (!model.ended.every((end) => end !== 0) || model.initial.length !== 1)
    return 'the search knows mixtures in games of one step and one first state';
  const leader = leadersOf(model.game)[0] as number;
  const [rows, columns] = [model.actionCounts[leader]!, model.actionCounts[1 - leader]!];
  const start = model.initial[0]!.state * model.jointActions;
  const payoffs = (player: number): number[][] =>
    Array.from({ length: columns }, (_column, j) =>
      Array.from({ length: rows }, (_row, i) => {
        const at = start + (leader === 0 ? i * columns + j : j * rows + i);
        let expected = 0;
        for (let o = model.first[at]!; o < model.first[at + 1]!; o++) expected += model.probability[o]! * model.rewards[player]![o]!;
        return expected;
      }),
    );
  const [forLeader, forFollower] = [payoffs(leader), payoffs(1 - leader)];
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, entry, i) => sum + entry * b[i]!, 0);
  const value = (mixture: readonly number[]): number => {
    const replies = forFollower.map((column) => dot(column, mixture));
    const slack = 1e-9 * (1 + Math.max(...replies.map(Math.abs)));
    const tied = forLeader.map((column) => dot(column, mixture)).filter((_earned, j) => replies[j]! >= Math.max(...replies) - slack);
    return ties === 'strong' ? Math.max(...tied) : Math.min(...tied);
  };

  // Every corner is where rows - 1 of these are zero: a probability, or the advantage of one reply over another.
  const zeros = [
    ...Array.from({ length: rows }, (_row, i) => Array.from({ length: rows }, (_entry, k) => Number(i === k))),
    ...forFollower.flatMap((column, j) => forFollower.slice(0, j).map((other) => column.map((payoff, i) => payoff - other[i]!))),
  ];
  let [top, corners] = [-Infinity, 0];
  const visit = (chosen: readonly (readonly number[])[], from: number): void => {
    if (corners >= CORNERS) return;
    if (chosen.length === rows - 1) {
      corners++;
      const mixture = solveOnSimplex(chosen, rows);
      if (mixture) top = Math.max(top, value(mixture));
      return;
    }
    for (let next = from; next < zeros.length; next++) visit([...chosen, zeros[next]!], next + 1);
  };
  visit([], 0);
  const random = randomStream(0, 'conformance/optimum');
  for (let i = 0; i < RANDOM; i++) {
    const weights = Array.from({ length: rows }, () => -log64(1 - random.uniform()));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    top = Math.max(top, value(weights.map((weight) => weight / total)));
  }
  return { best: top, complete: ties === 'strong' && corners < CORNERS };
}

/** The mixture at which all the given linear forms are zero; undefined where there is none, or more than one. */
function solveOnSimplex(forms: readonly (readonly number[])[], size: number): number[] | undefined {
  const system = [...forms.map((form) => [...form, 0]), [...new Array<number>(size).fill(1), 1]];
  for (let pivot = 0; pivot < size; pivot++) {
    let row = pivot;
    for (let other = pivot + 1; other < size; other++) if (Math.abs(system[other]![pivot]!) > Math.abs(system[row]![pivot]!)) row = other;
    [system[pivot], system[row]] = [system[row]!, system[pivot]!];
    const lead = system[pivot]![pivot]!;
    if (Math.abs(lead) < 1e-12) return undefined;
    for (let other = 0; other < size; other++) {
      if (other === pivot) continue;
      const factor = system[other]![pivot]! / lead;
      for (let k = pivot; k <= size; k++) system[other]![k]! -= factor * system[pivot]![k]!;
    }
  }
  const mixture = system.map((equation, i) => equation[size]! / equation[i]!);
  if (mixture.some((probability) => probability < -1e-9)) return undefined;
  const clipped = mixture.map((probability) => Math.max(0, probability));
  const total = clipped.reduce((sum, probability) => sum + probability, 0);
  return clipped.map((probability) => probability / total);
}
