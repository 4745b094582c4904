import type { Side } from './sequences.ts';

/** A pure plan: per information set an action, -1 at sets that the plan itself never comes to. */
export type Plan = readonly number[];

/** How many different pure plans a player has, those apart that differ at sets that they never come to; Infinity beyond all numbers. */
export function countPlans({ sets, parents }: Side): number {
  // Per sequence, the number of ways to go on from it.
  const ways = parents.map(() => 1);
  for (let k = sets.length - 1; k >= 0; k--) {
    const { sequence, first, actions } = sets[k]!;
    let total = 0;
    for (let a = 0; a < actions.length; a++) total += ways[first + a]!;
    ways[sequence]! *= total;
  }
  return ways[0]!;
}

/** All pure plans, in lexicographic order. */
export function* plansOf(side: Side): Generator<Plan, void> {
  const { sets, setOf } = side;
  const plan = sets.map(() => -1);
  const comesTo = (k: number): boolean => {
    const { sequence } = sets[k]!;
    const before = setOf[sequence]!;
    return before < 0 || plan[before] === sequence - sets[before]!.first;
  };
  const fillFrom = (start: number): void => {
    for (let k = start; k < sets.length; k++) plan[k] = comesTo(k) ? 0 : -1;
  };
  fillFrom(0);
  for (;;) {
    yield plan.slice();
    let k = sets.length - 1;
    while (k >= 0 && (plan[k]! < 0 || plan[k]! + 1 === sets[k]!.actions.length)) k--;
    if (k < 0) return;
    plan[k]!++;
    fillFrom(k + 1);
  }
}

/** Per sequence of the player, 1 where the plan plays it and 0 elsewhere. */
export function sequencesOf({ sets, parents }: Side, plan: Plan): Uint8Array {
  const played = new Uint8Array(parents.length);
  played[0] = 1;
  plan.forEach((action, k) => {
    if (action >= 0) played[sets[k]!.first + action] = 1;
  });
  return played;
}

/** Probabilities at each information set from the probability of each sequence; null at sets that the plan itself never comes to. */
export function behaviourOf({ sets }: Side, realization: ArrayLike<number>): (readonly number[] | null)[] {
  return sets.map(({ sequence, first, actions }) => {
    if (!(realization[sequence]! > 0)) return null;
    const weights = actions.map((_action, a) => realization[first + a]!);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  });
}

/** The probability of each sequence when actions are drawn as a behaviour says. */
export function realizationOf({ sets, parents }: Side, behaviour: readonly (readonly number[] | null)[]): Float64Array {
  const realization = new Float64Array(parents.length);
  realization[0] = 1;
  sets.forEach(({ sequence, first, actions }, k) => {
    for (let a = 0; a < actions.length; a++) realization[first + a] = realization[sequence]! * (behaviour[k]?.[a] ?? 0);
  });
  return realization;
}
