import type { Random } from '@firstmover/core';
import { exp64 } from '@firstmover/core';
import type { Numbers } from './head.ts';
import { checkFinite, rowWatch } from './head.ts';
import { confine, HALF_LOG_TWO_PI } from './special-functions.ts';

// float32 latents still resolve the smaller deviation, and the larger one saturates every squashed space.
const LOW = -10;
const HIGH = 2;

/** Independent normal latents, read from a row of `count` means followed by `count` log standard deviations. */
export interface Normals {
  /** Per latent, the log deviation of the last row read: the output confined smoothly to -10..2. */
  readonly logDeviations: Float64Array;
  /** Per latent, 1 / deviation of the last row read. */
  readonly inverses: Float64Array;
  /** Per latent, the derivative of the log deviation by its output, of the last row read. */
  readonly slopes: Float64Array;
  /** Reads the deviations of a row; costs next to nothing where they are those of the row before. */
  read(outputs: Numbers, at: number): void;
  /** Draws mean + deviation * noise. */
  sample(outputs: Numbers, at: number, random: Random, latents: Numbers, latentAt: number): void;
  /** Writes the latents without noise. */
  means(outputs: Numbers, at: number, latents: Numbers, latentAt: number): void;
  /** The log density of the latents. */
  logDensity(outputs: Numbers, at: number, latents: Numbers, latentAt: number): number;
  /** Adds `weight` times the gradient of `logDensity`, the latents held fixed. */
  addGradient(outputs: Numbers, at: number, latents: Numbers, latentAt: number, weight: number, gradients: Numbers): void;
}

/** Makes the reader of `count` normal latents. */
export function normals(count: number): Normals {
  const changed = rowWatch(count);
  const logDeviations = new Float64Array(count);
  const inverses = new Float64Array(count);
  const slopes = new Float64Array(count);
  const read = (outputs: Numbers, at: number): void => {
    if (!changed(outputs, at + count)) return;
    for (let i = 0; i < count; i++) {
      confine(outputs[at + count + i]!, LOW, HIGH, logDeviations, slopes, i);
      inverses[i] = exp64(-logDeviations[i]!);
    }
  };
  return {
    logDeviations,
    inverses,
    slopes,
    read,
    sample(outputs, at, random, latents, latentAt) {
      checkFinite(outputs, at, 2 * count);
      read(outputs, at);
      for (let i = 0; i < count; i++) latents[latentAt + i] = outputs[at + i]! + random.normal() / inverses[i]!;
    },
    means(outputs, at, latents, latentAt) {
      checkFinite(outputs, at, count);
      for (let i = 0; i < count; i++) latents[latentAt + i] = outputs[at + i]!;
    },
    logDensity(outputs, at, latents, latentAt) {
      read(outputs, at);
      let sum = -count * HALF_LOG_TWO_PI;
      for (let i = 0; i < count; i++) {
        const noise = (latents[latentAt + i]! - outputs[at + i]!) * inverses[i]!;
        sum -= 0.5 * noise * noise + logDeviations[i]!;
      }
      return sum;
    },
    addGradient(outputs, at, latents, latentAt, weight, gradients) {
      read(outputs, at);
      for (let i = 0; i < count; i++) {
        const noise = (latents[latentAt + i]! - outputs[at + i]!) * inverses[i]!;
        gradients[at + i]! += weight * noise * inverses[i]!;
        gradients[at + count + i]! += weight * (noise * noise - 1) * slopes[i]!;
      }
    },
  };
}
