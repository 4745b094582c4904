/** One target's part of sum_t exp(a + b c)(d + g c - r), a function of its coverage c: first concave, then convex, since g >= 0. */
export interface Term {
  /** a, what the attacker feels without coverage. */
  readonly base: number;
  /** b, how coverage changes that. */
  readonly slope: number;
  /** d - r, what the defender gets without coverage, less the value that is asked about. */
  readonly worth: number;
  /** g >= 0, what full coverage adds. */
  readonly gap: number;
}

/** The smallest concave function above a term on an interval: the term up to a point, then a straight line to the end. */
export interface Envelope {
  /** The term. */
  readonly term: Term;
  /** Where the interval starts. */
  readonly low: number;
  /** Where it ends. */
  readonly high: number;
  /** Where the line starts; `high` when there is none. */
  readonly bend: number;
  /** The slope of the line. */
  readonly rise: number;
}

const HALVINGS = 52;

/** The term at a coverage. */
export function valueAt({ base, slope, worth, gap }: Term, c: number): number {
  return Math.exp(base + slope * c) * (worth + gap * c);
}

/** Its derivative. */
export function derivativeAt({ base, slope, worth, gap }: Term, c: number): number {
  return Math.exp(base + slope * c) * (slope * (worth + gap * c) + gap);
}

/** The envelope of a term on an interval. */
export function envelopeOn(term: Term, low: number, high: number): Envelope {
  const last = Math.min(inflection(term), high);
  if (last >= high || low >= high) return { term, low, high, bend: high, rise: derivativeAt(term, high) };
  const end = valueAt(term, high);
  const isBelow = (c: number): boolean => valueAt(term, c) + derivativeAt(term, c) * (high - c) <= end;
  let bend = low;
  if (last > low && !isBelow(low)) {
    // The tangent's end falls as its point moves towards the inflection, from above the curve's end to below it.
    let above = low;
    let below = last;
    for (let k = 0; k < HALVINGS; k++) {
      const middle = (above + below) / 2;
      if (isBelow(middle)) below = middle;
      else above = middle;
    }
    bend = below;
  }
  return { term, low, high, bend, rise: (end - valueAt(term, bend)) / (high - bend) };
}

/** The envelope at a coverage within its interval. */
export function envelopeAt({ term, bend, rise }: Envelope, c: number): number {
  return c <= bend ? valueAt(term, c) : valueAt(term, bend) + rise * (c - bend);
}

/** A slope of the envelope at a coverage within its interval. */
export function envelopeSlopeAt({ term, high, bend, rise }: Envelope, c: number): number {
  return c < bend || bend === high ? derivativeAt(term, c) : rise;
}

/** The largest coverage at which envelope - price * coverage is greatest. */
export function greatestAt({ term, low, high, bend, rise }: Envelope, price: number): number {
  if (bend < high && rise >= price) return high;
  if (derivativeAt(term, low) < price || low >= bend) return low;
  if (derivativeAt(term, bend) >= price) return bend;
  let steep = low;
  let flat = bend;
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (steep + flat) / 2;
    if (derivativeAt(term, middle) >= price) steep = middle;
    else flat = middle;
  }
  return steep;
}

/** The coverage up to which the term is concave: where b^2 (d - r + g c) + 2 b g, which grows with c, becomes positive. */
function inflection({ slope, worth, gap }: Term): number {
  if (slope === 0) return Infinity;
  if (gap === 0) return worth > 0 ? -Infinity : Infinity;
  return -worth / gap - 2 / slope;
}
