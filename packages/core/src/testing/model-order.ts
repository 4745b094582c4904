import type { FiniteModel } from '../model/finite-model.ts';

/** What a search found. */
export interface Search {
  /** The best return of a commitment that was tried. */
  readonly best: number;
  /** Whether all were tried, so that the best is the optimum. */
  readonly complete: boolean;
}

/** The most steps of an episode; Infinity where states come back. */
export function longestEpisode(model: FiniteModel): number {
  const { first, next, ended, jointActions, states } = model;
  const UNKNOWN = -1;
  const OPEN = -2;
  const length = new Int32Array(states.length).fill(UNKNOWN);
  for (const { state: start } of model.initial) {
    const path = [start];
    while (path.length > 0) {
      const state = path.at(-1) as number;
      const [from, to] = [first[state * jointActions] as number, first[(state + 1) * jointActions] as number];
      if (length[state] === UNKNOWN) {
        length[state] = OPEN;
        for (let outcome = from; outcome < to; outcome++) {
          if (ended[outcome] !== 0) continue;
          const after = next[outcome] as number;
          if (length[after] === OPEN) return Infinity;
          if (length[after] === UNKNOWN) path.push(after);
        }
        continue;
      }
      path.pop();
      if (length[state] !== OPEN) continue;
      let most = 0;
      for (let outcome = from; outcome < to; outcome++)
        most = Math.max(most, 1 + (ended[outcome] === 0 ? (length[next[outcome] as number] as number) : 0));
      length[state] = most;
    }
  }
  return Math.max(0, ...model.initial.map(({ state }) => length[state] as number));
}

/** The states in which somebody acts, each after all that can follow it; for models without circles. */
export function childrenFirst(model: FiniteModel): number[] {
  const { first, next, ended, jointActions, states } = model;
  const acts = (state: number): boolean => first[state * jointActions]! < first[(state + 1) * jointActions]!;
  const order: number[] = [];
  const seen = new Uint8Array(states.length);
  for (const { state: start } of model.initial) {
    const path = [start];
    while (path.length > 0) {
      const state = path.at(-1)!;
      if (seen[state] === 2 || !acts(state)) {
        path.pop();
        continue;
      }
      if (seen[state] === 0) {
        seen[state] = 1;
        for (let o = first[state * jointActions]!; o < first[(state + 1) * jointActions]!; o++)
          if (ended[o] === 0 && seen[next[o]!] === 0) path.push(next[o]!);
        continue;
      }
      seen[state] = 2;
      order.push(state);
      path.pop();
    }
  }
  return order;
}
