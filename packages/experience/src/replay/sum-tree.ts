/** Non-negative numbers at numbered leaves, from which one can be found in proportion to its size in logarithmic time. */
export interface SumTree {
  /** All sums: the root at 1, the children of node k at 2k and 2k + 1, the leaves last. */
  readonly nodes: Float64Array;
  /** The sum of all leaves. */
  readonly total: number;
  /** The number at a leaf. */
  get(leaf: number): number;
  /** Changes the number at a leaf. */
  set(leaf: number, value: number): void;
  /** The leaf at which the running sum of leaves passes `mass` (from 0 to below `total`); never one that is 0. */
  find(mass: number): number;
}

/**
 * A tree of zeros (Schaul et al. 2016, appendix B.2.1). Sums are recomputed from their two parts, so that rounding never builds up.
 *
 * @param leaves - how many
 */
export function sumTree(leaves: number): SumTree {
  let width = 1;
  while (width < leaves) width *= 2;
  const nodes = new Float64Array(2 * width);
  return {
    nodes,
    get total() {
      return nodes[1]!;
    },
    get: (leaf) => nodes[width + leaf]!,
    set(leaf, value) {
      let node = width + leaf;
      nodes[node] = value;
      for (node >>= 1; node > 0; node >>= 1) nodes[node] = nodes[2 * node]! + nodes[2 * node + 1]!;
    },
    find(mass) {
      let node = 1;
      while (node < width) {
        const left = nodes[2 * node]!;
        // Rounding can leave a mass beyond the last leaf, which must not lead to one that is empty.
        if (mass < left || nodes[2 * node + 1] === 0) node = 2 * node;
        else {
          mass -= left;
          node = 2 * node + 1;
        }
      }
      return node - width;
    },
  };
}
