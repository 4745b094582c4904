/** A buyer's possible values. */
export interface Buyer {
  /** The values, ascending. */
  readonly values: readonly number[];
  /** How likely each is. */
  readonly weights: readonly number[];
}

/** The buyers of a setting (Brero et al. 2022, Section 5): `pi` with its parameter 0.2, or uniform values on a grid. */
export function buyersOf(setting: 'pi' | 'grid', count: number, types: number): readonly Buyer[] {
  if (setting === 'pi') {
    return [
      { values: [0.2, 1], weights: [0.8, 0.2] },
      { values: [0, 0.4], weights: [0.5, 0.5] },
    ];
  }
  const values = Array.from({ length: types }, (_unused, i) => i / (types - 1));
  return Array.from({ length: count }, () => ({ values, weights: values.map(() => 1 / types) }));
}

/** The most offers that the search looks at. */
const WORK = 3_000_000;

/**
 * The best return of a mechanism without messages, by dynamic programming over the buyers left: prices at values (any other price sells to the same buyers as
 * the next value above it), each order. Who was offered what tells the leader nothing about the others, because values are independent. Of buyers that are
 * the same only the first left is tried, so that any number of them is quick.
 *
 * @returns undefined where the offers are too many, and where prices are a grid that misses a value
 */
export function standardOptimum(buyers: readonly Buyer[], prices: number): number | undefined {
  const offGrid = (value: number): boolean => prices > 0 && Math.round(value * prices) / prices !== value;
  if (buyers.some(({ values }) => values.some(offGrid))) return undefined;
  const same = buyers.every((buyer) => isSame(buyer, buyers[0]!));
  const sets = same ? buyers.length : 2 ** buyers.length * buyers.length;
  if (sets * Math.max(...buyers.map(({ values }) => values.length)) ** 2 > WORK) return undefined;
  const known = new Map<number, number>([[0, 0]]);
  const sell = (left: number): number => {
    const before = known.get(left);
    if (before !== undefined) return before;
    let best = 0;
    const tried: Buyer[] = [];
    buyers.forEach((buyer, i) => {
      if ((left & (1 << i)) === 0 || tried.some((other) => isSame(other, buyer))) return;
      tried.push(buyer);
      const after = sell(left & ~(1 << i));
      for (const price of buyer.values) {
        let welfare = 0;
        buyer.values.forEach((value, type) => (welfare += buyer.weights[type]! * (value >= price ? value : after)));
        best = Math.max(best, welfare);
      }
    });
    known.set(left, best);
    return best;
  };
  return sell(2 ** buyers.length - 1) - expectedHighest(buyers);
}

function isSame(one: Buyer, other: Buyer): boolean {
  return one.values.join() === other.values.join() && one.weights.join() === other.weights.join();
}

/** By the probability that all values are at most each. */
function expectedHighest(buyers: readonly Buyer[]): number {
  const values = [...new Set(buyers.flatMap(({ values: own }) => own))].sort((a, b) => a - b);
  let [sum, before] = [0, 0];
  for (const most of values) {
    const all = buyers.reduce(
      (product, { values: own, weights }) => product * own.reduce((mass, value, type) => mass + (value <= most ? weights[type]! : 0), 0),
      1,
    );
    sum += most * (all - before);
    before = all;
  }
  return sum;
}
