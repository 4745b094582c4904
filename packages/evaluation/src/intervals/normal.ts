const STEPS = 2000;

/** The probability that a standard normal number is below `z`, by Simpson's rule on its density; exact to 1e-12. */
export function normalBelow(z: number): number {
  const end = Math.min(Math.abs(z), 10);
  const width = end / STEPS;
  let sum = 0;
  for (let k = 0; k <= STEPS; k++) sum += weightOf(k) * Math.exp((-width * k * width * k) / 2);
  const half = (sum * width) / 3 / Math.sqrt(2 * Math.PI);
  return z < 0 ? Math.max(0, 0.5 - half) : Math.min(1, 0.5 + half);
}

function weightOf(k: number): number {
  if (k === 0 || k === STEPS) return 1;
  return k % 2 === 1 ? 4 : 2;
}

/** The number below which a standard normal number is with a probability. */
export function normalQuantile(probability: number): number {
  return invert(normalBelow, probability);
}

/**
 * The probability that a number of Student's t distribution is below `t`: the finite sums of Abramowitz & Stegun 1964, 26.7.3 and 26.7.4.
 *
 * @param t - the number
 * @param freedom - the degrees of freedom, an integer of at least 1
 */
export function studentBelow(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const square = Math.cos(angle) * Math.cos(angle);
  const odd = freedom % 2 === 1;
  let term = 1;
  let sum = freedom === 1 ? 0 : 1;
  for (let k = odd ? 3 : 2; k < freedom - 1; k += 2) sum += term *= ((k - 1) / k) * square;
  const within = odd ? (2 / Math.PI) * (angle + Math.sin(angle) * Math.cos(angle) * sum) : Math.sin(angle) * sum;
  return (1 + within) / 2;
}

/** The number below which a number of Student's t distribution is with a probability. */
export function studentQuantile(probability: number, freedom: number): number {
  return invert((t) => studentBelow(t, freedom), probability);
}

/** Where an increasing function has a value, by bisection to the last bit. */
function invert(below: (at: number) => number, probability: number): number {
  let [low, high] = [-1, 1];
  while (below(low) > probability) low *= 2;
  while (below(high) < probability) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (below(middle) < probability) low = middle;
    else high = middle;
  }
}
