import { exp64 } from '@firstmover/core';
import type { Numbers } from './head.ts';
import { rowWatch } from './head.ts';
import { confine } from './special-functions.ts';

const LOW = -10;
const HIGH = 10;

/**
 * The concentrations of Beta and Dirichlet distributions: what is shared out among the parameters on top of 1 each. Per parameter it is
 * exp(output), confined smoothly to e^-10..e^10: from the uniform distribution to a standard deviation of 0.0024 in the middle of a unit
 * interval.
 */
export interface Concentrations {
  /** Per distribution of the last row read, the concentration in total. */
  readonly totals: Float64Array;
  /** Per distribution of the last row read, the derivative of the log of its total by the output. */
  readonly slopes: Float64Array;
  /** Reads a row; costs next to nothing where it is the row before. */
  read(outputs: Numbers, at: number): void;
}

/**
 * Makes the reader of `count` concentrations.
 *
 * @param count - how many distributions
 * @param parameters - how many parameters each has
 */
export function concentrations(count: number, parameters: number): Concentrations {
  const changed = rowWatch(count);
  const totals = new Float64Array(count);
  const slopes = new Float64Array(count);
  return {
    totals,
    slopes,
    read(outputs, at) {
      if (!changed(outputs, at)) return;
      for (let i = 0; i < count; i++) {
        confine(outputs[at + i]!, LOW, HIGH, totals, slopes, i);
        totals[i] = parameters * exp64(totals[i]!);
      }
    },
  };
}
