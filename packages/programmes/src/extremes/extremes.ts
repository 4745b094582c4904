/** The largest of numbers; -Infinity of none. Unlike a spread into Math.max it takes any number of them. */
export function largest(numbers: ArrayLike<number>): number {
  let most = -Infinity;
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! > most) most = numbers[i]!;
  return most;
}

/** The smallest of numbers; Infinity of none. */
export function smallest(numbers: ArrayLike<number>): number {
  let least = Infinity;
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! < least) least = numbers[i]!;
  return least;
}
