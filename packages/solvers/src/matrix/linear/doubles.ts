const WIDEST = 1000;

/** Whole numbers as doubles, all divided by the same power of two: at most 1 in size, the largest at least a half. */
export function doublesOf(values: readonly bigint[]): number[] {
  return values.map(scaledBy(exponentOf(values)));
}

/** The number of binary digits of the largest of some whole numbers. */
export function exponentOf(values: Iterable<bigint>): number {
  let largest = 0n;
  for (const value of values) {
    const size = value < 0n ? -value : value;
    if (size > largest) largest = size;
  }
  return largest === 0n ? 0 : largest.toString(2).length;
}

/** Divides whole numbers by a power of two, into doubles. */
function scaledBy(exponent: number): (value: bigint) => number {
  if (exponent <= WIDEST) {
    const factor = 2 ** -exponent;
    return (value) => (value === 0n ? 0 : Number(value) * factor);
  }
  const shift = BigInt(exponent - WIDEST);
  return (value) => Number(value >> shift) * 2 ** -WIDEST;
}
