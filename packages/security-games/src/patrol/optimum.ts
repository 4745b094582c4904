/** What is asked of {@link patrolOptimum}. */
export interface PatrolProblem {
  /** The neighbours of each node. */
  readonly neighbours: readonly (readonly number[])[];
  /** What each node is worth. */
  readonly values: readonly number[];
  /** How many moves of the patrol an attack takes. */
  readonly attackTime: number;
  /** What an attacker that is caught pays. */
  readonly penalty: number;
  /** Where the patrol starts. */
  readonly start: number;
}

/**
 * The optimal stationary patrol on two kinds of graph, where it can be derived; undefined on others.
 *
 * On a **star** with the patrol at the hub at first, an attack that takes 2k moves and begins at once meets at most k leaves, each drawn by the same row
 * of probabilities q: leaf t survives with probability at least (1 - q_t)^k. A patrol that never stays where it is reaches just that from everywhere, and the
 * hub always. On a **complete graph** on which it may stay, with an attack of one move, each row is a draw among all nodes. In both, the patrol draws so
 * that no place is worth more to the attacker than u, for the smallest u whose probabilities add up to 1 (water filling).
 *
 * @returns the patrol's return, and the probabilities of the places that it draws from, by node
 */
export function patrolOptimum(problem: PatrolProblem): { readonly leaderReturn: number; readonly draw: readonly number[] } | undefined {
  const { neighbours, values, attackTime, penalty, start } = problem;
  const nodes = values.map((_value, node) => node);
  const complete = attackTime === 1 && neighbours.every(({ length }) => length === nodes.length);
  const star =
    attackTime % 2 === 0 &&
    nodes.length > 2 &&
    nodes.every((node) =>
      node === start
        ? neighbours[node]!.length === nodes.length - 1 && !neighbours[node]!.includes(node)
        : neighbours[node]!.join() === String(start),
    );
  if (!complete && !star) return undefined;
  const places = complete ? nodes : nodes.filter((node) => node !== start);
  const draws = complete ? 1 : attackTime / 2;
  /** How often a place must be drawn so that an attack on it is worth at most u. */
  const needed = (node: number, u: number): number => {
    const share = (u + penalty) / (values[node]! + penalty);
    if (!(share < 1)) return 0;
    return 1 - (draws === 1 ? share : share > 0 ? Math.exp(Math.log(share) / draws) : 0);
  };
  let [low, high] = [0 - penalty, Math.max(...values)];
  for (let halving = 0; halving < 100; halving++) {
    const middle = (low + high) / 2;
    if (places.reduce((sum, node) => sum + needed(node, middle), 0) > 1) low = middle;
    else high = middle;
  }
  const draw = nodes.map((node) => (places.includes(node) ? needed(node, high) : 0));
  const total = draw.reduce((sum, share) => sum + share, 0);
  // An attacker that cannot gain waits for ever. Twelve digits: sums in another order differ behind them.
  return { leaderReturn: 0 - Number(Math.max(0, high).toPrecision(12)), draw: total > 0 ? draw.map((share) => share / total) : draw };
}
