import { describe, expect, it } from 'vitest';
import { box, discrete, multiDiscrete, randomStream, simplex } from '@firstmover/core';
import { betaHead } from './beta.ts';
import { categoricalHead, multiCategoricalHead } from './categorical.ts';
import { dirichletHead } from './dirichlet.ts';
import { gaussianHead } from './gaussian.ts';
import type { Head } from './head.ts';
import { softmaxNormalHead } from './softmax-normal.ts';
import { squashedGaussianHead } from './squashed-gaussian.ts';

const density = (head: Head, outputs: Float64Array, action: readonly number[]): number => {
  const latents = new Float64Array(head.latentWidth);
  head.encode(Float64Array.from(action), 0, latents, 0);
  return Math.exp(head.logProbability(outputs, 0, latents, 0));
};
const entropyOf = (head: Head, outputs: Float64Array): number => head.entropy(outputs, 0, new Float64Array(head.latentWidth), 0);

describe('values computed with SciPy 1.17', () => {
  it('agree for the Gaussian', () => {
    const head = gaussianHead(box(-Infinity, Infinity, [1]));
    expect(Math.log(density(head, Float64Array.of(0.4, -0.3), [0.9]))).toBeCloseTo(-0.7991485006901504, 12);
    expect(entropyOf(head, Float64Array.of(0.4, -0.3))).toBeCloseTo(1.0234604940409722, 12);
  });
  it('agree for the squashed Gaussian', () => {
    const head = squashedGaussianHead(box(-2, 1, [1]));
    expect(Math.log(density(head, Float64Array.of(0.4, -0.3), [-0.2]))).toBeCloseTo(-0.931016590970179, 12);
  });
  it('agree for Beta', () => {
    const head = betaHead(box(-2, 1, [1]));
    expect(Math.log(density(head, Float64Array.of(0.4, -0.3), [-0.5]))).toBeCloseTo(-0.788023466829693, 12);
    expect(entropyOf(head, Float64Array.of(0.4, -0.3))).toBeCloseTo(1.0063069255225492, 12);
  });
  it('agree for Dirichlet', () => {
    const outputs = Float64Array.of(0.3, -0.5, 1.1, 0.7);
    expect(Math.log(density(dirichletHead(simplex(3)), outputs, [0.2, 0.1, 0.7]))).toBeCloseTo(2.060487448116131, 12);
    expect(entropyOf(dirichletHead(simplex(3)), outputs)).toBeCloseTo(-1.4182276642841245, 12);
  });
  // Of the log ratios to the last entry, which are jointly normal with covariance diag(s1^2, s2^2) + s3^2.
  it('agree for softmax-normal', () => {
    const outputs = Float64Array.of(0.3, -0.5, 1.1, -0.4, 0.2, -1);
    expect(Math.log(density(softmaxNormalHead(simplex(3)), outputs, [0.2, 0.1, 0.7]))).toBeCloseTo(2.4613531668211035, 12);
  });
  it('agree for the mean entropy of the squashed Gaussian, an integral', () => {
    const head = squashedGaussianHead(box(-2, 1, [1]));
    const outputs = Float64Array.of(0.4, -0.3);
    const latents = new Float64Array(1);
    const stream = randomStream(2, 'entropy');
    let sum = 0;
    for (let draw = 0; draw < 20_000; draw++) {
      head.sample(outputs, 0, stream.at(0, draw), latents, 0);
      sum += head.entropy(outputs, 0, latents, 0);
    }
    expect(Math.abs(sum / 20_000 - 0.9268392032877835)).toBeLessThan(0.01);
  });
});

describe('probabilities sum to 1', () => {
  it('over the actions of categorical and multi-categorical', () => {
    const outputs = Float64Array.of(0.3, -2, 1.4, 0.6, -0.7);
    const five = categoricalHead(discrete(5));
    expect([0, 1, 2, 3, 4].reduce((sum, a) => sum + density(five, outputs, [a]), 0)).toBeCloseTo(1, 14);
    const pairs = multiCategoricalHead(multiDiscrete([3, 2]));
    let sum = 0;
    for (let a = 0; a < 3; a++) for (let b = 0; b < 2; b++) sum += density(pairs, outputs, [a, b]);
    expect(sum).toBeCloseTo(1, 14);
    // Entries are independent: P(2, 0) = softmax(0.3, -2, 1.4)[2] * softmax(0.6, -0.7)[0], computed by hand.
    expect(density(pairs, outputs, [2, 0])).toBeCloseTo(0.7319335 * 0.785835, 6);
  });

  const line: readonly (readonly [string, Head, number, number])[] = [
    ['Gaussian', gaussianHead(box(-Infinity, Infinity, [1])), -12, 12],
    ['squashed Gaussian', squashedGaussianHead(box(-2, 1, [1])), -2, 1],
    ['Beta', betaHead(box(-2, 1, [1])), -2, 1],
  ];
  it.each(line)('under the density of %s, and samples follow it (Kolmogorov-Smirnov)', (_name, head, low, high) => {
    const outputs = Float64Array.of(0.4, -0.3);
    const cells = 20_000;
    const width = (high - low) / cells;
    const cumulative = new Float64Array(cells + 1);
    for (let i = 0; i < cells; i++) cumulative[i + 1] = cumulative[i]! + width * density(head, outputs, [low + (i + 0.5) * width]);
    expect(cumulative[cells]).toBeCloseTo(1, 6);

    const draws = 5000;
    const stream = randomStream(4, 'fit');
    const latents = new Float64Array(1);
    const actions = new Float64Array(draws);
    for (let draw = 0; draw < draws; draw++) {
      head.sample(outputs, 0, stream.at(0, draw), latents, 0);
      head.decode(latents, 0, actions, draw);
    }
    const distance = actions.sort().reduce((worst, action, i) => {
      const share = cumulative[Math.round((action - low) / width)]!;
      return Math.max(worst, share - i / draws, (i + 1) / draws - share);
    }, 0);
    expect(distance).toBeLessThan(1.63 / Math.sqrt(draws)); // the 1% point of Kolmogorov's distribution
  });

  it.each([
    ['Dirichlet', dirichletHead(simplex(3)), Float64Array.of(0.3, -0.5, 1.1, 0.7)],
    ['softmax-normal', softmaxNormalHead(simplex(3)), Float64Array.of(0.3, -0.5, 1.1, -0.4, 0.2, -1)],
  ] as const)('under the density of %s, and samples have its mean and covariance', (_name, head, outputs) => {
    const cells = 200;
    const moments = new Float64Array(5); // of x, y, xx, xy, yy
    let total = 0;
    for (let i = 0; i < cells; i++) {
      for (let j = 0; i + j < cells; j++) {
        // Two triangles per square of the grid, one on the diagonal, by their centroids.
        for (const third of i + j < cells - 1 ? [1 / 3, 2 / 3] : [1 / 3]) {
          const [x, y] = [(i + third) / cells, (j + third) / cells];
          const mass = density(head, outputs, [x, y, 1 - x - y]) / (2 * cells * cells);
          total += mass;
          [x, y, x * x, x * y, y * y].forEach((moment, k) => (moments[k]! += mass * moment));
        }
      }
    }
    expect(total).toBeCloseTo(1, 3);

    const draws = 10_000;
    const stream = randomStream(6, 'fit');
    const latents = new Float64Array(3);
    const action = new Float64Array(3);
    const seen = new Float64Array(5);
    for (let draw = 0; draw < draws; draw++) {
      head.sample(outputs, 0, stream.at(0, draw), latents, 0);
      head.decode(latents, 0, action, 0);
      const [x, y] = [action[0]!, action[1]!];
      [x, y, x * x, x * y, y * y].forEach((moment, k) => (seen[k]! += moment / draws));
    }
    moments.forEach((moment, k) => expect(Math.abs(seen[k]! - moment)).toBeLessThan(0.006));
  });

  it('and categorical samples come in their proportions, also in float32', () => {
    const head = categoricalHead(discrete(4));
    const outputs = Float32Array.of(0, Math.log(2), Math.log(3), Math.log(4));
    const stream = randomStream(8, 'fit');
    const latents = new Int32Array(1);
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 10_000; draw++) {
      head.sample(outputs, 0, stream.at(0, draw), latents, 0);
      counts[latents[0]!]!++;
    }
    const chiSquare = counts.reduce((sum, count, k) => sum + (count - 1000 * (k + 1)) ** 2 / (1000 * (k + 1)), 0);
    expect(chiSquare).toBeLessThan(11.34); // the 1% point, three degrees of freedom
  });
});

describe('bounds and corners', () => {
  it.each([
    ['squashed Gaussian', squashedGaussianHead(box(-2, 1, [1]))],
    ['Beta', betaHead(box(-2, 1, [1]))],
  ])('%s: the bounds, and float32 actions just behind them, have finite log-probabilities and gradients', (_name, head) => {
    for (const action of [-2, 1, -2.0000002, 1.0000001]) {
      const latents = new Float64Array(1);
      const back = new Float64Array(1);
      const gradients = new Float64Array(2);
      head.encode(Float64Array.of(action), 0, latents, 0);
      head.decode(latents, 0, back, 0);
      expect(back[0]).toBeCloseTo(action, 6);
      head.addLogProbabilityGradient(Float64Array.of(0.4, -0.3), 0, latents, 0, 1, gradients);
      expect(Number.isFinite(head.logProbability(Float64Array.of(0.4, -0.3), 0, latents, 0))).toBe(true);
      expect(gradients.every(Number.isFinite)).toBe(true);
    }
    expect(() => head.encode(Float64Array.of(1.1), 0, new Float64Array(1), 0)).toThrow('action entry 1.1: expected a number from -2 to 1');
  });

  it.each([
    ['Dirichlet', dirichletHead(simplex(3)), Float64Array.of(0.3, -0.5, 1.1, 0.7)],
    ['softmax-normal', softmaxNormalHead(simplex(3)), Float64Array.of(0.3, -0.5, 1.1, -0.4, 0.2, -1)],
  ] as const)('%s: a corner and an edge have finite log-probabilities and gradients', (_name, head, outputs) => {
    for (const action of [
      [1, 0, 0],
      [0.5, 0, 0.5],
    ]) {
      const latents = new Float64Array(3);
      const back = new Float64Array(3);
      const gradients = new Float64Array(outputs.length);
      head.encode(Float64Array.from(action), 0, latents, 0);
      head.decode(latents, 0, back, 0);
      back.forEach((entry, i) => expect(entry).toBeCloseTo(action[i]!, 12));
      head.addLogProbabilityGradient(outputs, 0, latents, 0, 1, gradients);
      expect(Number.isFinite(head.logProbability(outputs, 0, latents, 0))).toBe(true);
      expect(gradients.every(Number.isFinite)).toBe(true);
    }
    expect(() => head.encode(Float64Array.of(0.5, 0.6, 0.1), 0, new Float64Array(3), 0)).toThrow('expected probabilities that sum to 1');
    expect(() => head.encode(Float64Array.of(1.1, -0.1, 0), 0, new Float64Array(3), 0)).toThrow('entry 1 is -0.1');
  });

  it('have log-probability and entropy 0 where the simplex is a single point', () => {
    for (const head of [dirichletHead(simplex(1)), softmaxNormalHead(simplex(1))]) {
      const outputs = Float64Array.of(0.7, -0.2);
      expect(density(head, outputs, [1])).toBeCloseTo(1, 14);
      expect(entropyOf(head, outputs)).toBeCloseTo(0, 14);
    }
  });

  it('keep log-probabilities exact where the action has been rounded to the bound', () => {
    const head = squashedGaussianHead(box(-1, 1, [1]));
    // Mean 12, deviation 1: tanh(12) is 1 in float32, and so is tanh(14), yet the two are not equally likely.
    const outputs = Float64Array.of(12, 0);
    const [at12, at14] = [12, 14].map((u) => head.logProbability(outputs, 0, Float32Array.of(u), 0)) as [number, number];
    // The noise grows from 0 to 2 / 0.8808, and the log slope of tanh falls by 4.
    expect(at14 - at12).toBeCloseTo(4 - 2 / Math.exp(-0.1269280110429725) ** 2, 3);
  });
});
