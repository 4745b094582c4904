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

/**
 * The best return of a mechanism without messages, by exhaustive search: prices at values (any other price sells to the same buyers as the next value
 * above it), each order. Who was offered what tells the leader nothing about the others, because values are independent.
 *
 * @param buyers - at most three, with few values: undefined beyond, and where prices are a grid that misses a value
 */
export function standardOptimum(buyers: readonly Buyer[], prices: number): number | undefined {
  const offGrid = (value: number): boolean => prices > 0 && Math.round(value * prices) / prices !== value;
  if (buyers.length > 3 || buyers.some(({ values }) => values.length > 10 || values.some(offGrid))) return undefined;
  const highest = expectedHighest(buyers);
  const sell = (left: readonly Buyer[]): number => {
    let best = 0;
    left.forEach((buyer, i) => {
      const after = sell(left.filter((_other, j) => j !== i));
      buyer.values.forEach((price) => {
        let welfare = 0;
        buyer.values.forEach((value, type) => (welfare += (buyer.weights[type] as number) * (value >= price ? value : after)));
        best = Math.max(best, welfare);
      });
    });
    return best;
  };
  return sell(buyers) - highest;
}

function expectedHighest(buyers: readonly Buyer[]): number {
  const visit = (i: number, highest: number): number => {
    const buyer = buyers[i];
    if (!buyer) return highest;
    return buyer.values.reduce((sum, value, type) => sum + (buyer.weights[type] as number) * visit(i + 1, Math.max(highest, value)), 0);
  };
  return visit(0, 0);
}
