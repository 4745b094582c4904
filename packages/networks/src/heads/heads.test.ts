import { describe, expect, it } from 'vitest';
import { box, contains, dict, discrete, multiDiscrete, randomStream, simplex, tuple, unflatten } from '@firstmover/core';
import { betaHead } from './beta.ts';
import { categoricalHead, multiCategoricalHead } from './categorical.ts';
import { dirichletHead } from './dirichlet.ts';
import { gaussianHead } from './gaussian.ts';
import { headFor } from './head-for.ts';
import type { Head, ReparameterisedHead } from './head.ts';
import { isReparameterised } from './head.ts';
import { softmaxNormalHead } from './softmax-normal.ts';
import { squashedGaussianHead } from './squashed-gaussian.ts';

const heads: readonly Head[] = [
  categoricalHead(discrete(4)),
  multiCategoricalHead(multiDiscrete([3, 1, 2])),
  gaussianHead(box(-Infinity, Infinity, [2])),
  squashedGaussianHead(box(-2, 1, [2])),
  betaHead(box(-2, 1, [2])),
  softmaxNormalHead(simplex(4)),
  dirichletHead(simplex(4)),
  headFor(dict({ go: discrete(3), mix: simplex(3), speed: box(0, 5, [1]) })),
  headFor(tuple([box(-1, 1, [1]), simplex(2), box(-Infinity, Infinity, [1])])),
];
const cases = heads.map((head) => [head.name, head] as const);

// Rows start in the middle of longer arrays, so that offsets are tested everywhere.
const AT = 3;
const LATENT = 2;
const ACTION = 1;
const stream = randomStream(11, 'heads');

const normals = (count: number, scale: number, draw: number): Float64Array => {
  const random = stream.at(0, draw);
  return Float64Array.from({ length: count }, () => scale * random.normal());
};
const outputsOf = (head: Head, draw: number): Float64Array => normals(AT + head.parameters + 2, 1.2, draw);
/** The latent of fixed noise: where it is reparameterised, a smooth function of the outputs. */
const latentOf = (head: Head, outputs: Float64Array, draw: number): Float64Array => {
  const latents = new Float64Array(LATENT + head.latentWidth + 1);
  head.sample(outputs, AT, stream.at(1, draw), latents, LATENT);
  return latents;
};
const actionOf = (head: Head, latents: Float64Array): Float64Array => {
  const actions = new Float64Array(ACTION + head.actionWidth + 1);
  head.decode(latents, LATENT, actions, ACTION);
  return actions;
};

/** Compares gradients, which have been added once to 7, with central differences of a function of the outputs. */
const compare = (head: Head, outputs: Float64Array, gradients: Float64Array, value: (outputs: Float64Array) => number): void => {
  const step = 1e-5;
  for (let i = 0; i < outputs.length; i++) {
    const above = outputs.slice();
    const below = outputs.slice();
    above[i]! += step;
    below[i]! -= step;
    const inside = i >= AT && i < AT + head.parameters;
    const wanted = inside ? (value(above) - value(below)) / (2 * step) : 0;
    expect(Math.abs(gradients[i]! - 7 - wanted)).toBeLessThan(2e-8 * (1 + Math.abs(wanted)));
  }
};

describe.each(cases)('%s head', (_name, head) => {
  it('has gradients of log-probability and entropy equal to finite differences', () => {
    for (let draw = 0; draw < 20; draw++) {
      const outputs = outputsOf(head, draw);
      const latents = latentOf(head, outputs, draw);
      const gradients = new Float64Array(outputs.length).fill(7);
      head.addLogProbabilityGradient(outputs, AT, latents, LATENT, 1.5, gradients);
      compare(head, outputs, gradients, (moved) => 1.5 * head.logProbability(moved, AT, latents, LATENT));

      gradients.fill(7);
      head.addEntropyGradient(outputs, AT, latents, LATENT, -0.6, gradients);
      compare(head, outputs, gradients, (moved) => -0.6 * head.entropy(moved, AT, latentOf(head, moved, draw), LATENT));
    }
  });

  it('draws actions of its space, whose latents it finds again', () => {
    for (let draw = 0; draw < 50; draw++) {
      const outputs = normals(AT + head.parameters + 2, 0.5, draw);
      const latents = latentOf(head, outputs, draw);
      const actions = actionOf(head, latents);
      expect(contains(head.space, unflatten(head.space, actions, ACTION))).toBe(true);
      expect([actions[0], actions.at(-1)]).toEqual([0, 0]);
      const found = new Float64Array(latents.length);
      head.encode(actions, ACTION, found, LATENT);
      expect(actionOf(head, found).every((entry, i) => Math.abs(entry - actions[i]!) < 1e-12)).toBe(true);
      expect(head.logProbability(outputs, AT, found, LATENT)).toBeCloseTo(head.logProbability(outputs, AT, latents, LATENT), 6);
    }
  });

  it('has the entropy of its samples', () => {
    const outputs = outputsOf(head, 5);
    const draws = 4000;
    let surprise = 0;
    let squares = 0;
    let entropy = 0;
    for (let draw = 0; draw < draws; draw++) {
      const latents = latentOf(head, outputs, draw);
      const p = -head.logProbability(outputs, AT, latents, LATENT);
      surprise += p / draws;
      squares += (p * p) / draws;
      entropy += head.entropy(outputs, AT, latents, LATENT) / draws;
    }
    expect(Math.abs(surprise - entropy)).toBeLessThan(4 * Math.sqrt((squares - surprise * surprise) / draws) + 1e-12);
  });

  it('draws the same for the same place in the stream, in float32 too', () => {
    const outputs = outputsOf(head, 9);
    const latents = latentOf(head, outputs, 9);
    expect(latentOf(head, outputs, 9)).toEqual(latents);
    const short = new Float32Array(latents.length);
    head.sample(outputs, AT, stream.at(1, 9), short, LATENT);
    expect(short).toEqual(Float32Array.from(latents));
  });

  it('stays finite for extreme outputs, in float32', () => {
    for (const size of [1, 30, 1000, 1e6, 1e30, 3e38]) {
      for (let draw = 0; draw < 8; draw++) {
        const signs = stream.at(2, draw);
        const outputs = Float32Array.from({ length: AT + head.parameters }, () => size * (signs.integer(3) - 1));
        const latents = new Float32Array(head.latentWidth);
        const actions = new Float64Array(head.actionWidth);
        const gradients = new Float64Array(outputs.length);
        for (const choose of ['sample', 'greedy'] as const) {
          if (choose === 'sample') head.sample(outputs, AT, stream.at(3, draw), latents, 0);
          else head.greedy(outputs, AT, latents, 0);
          head.decode(latents, 0, actions, 0);
          expect(contains(head.space, unflatten(head.space, actions))).toBe(true);
          head.addLogProbabilityGradient(outputs, AT, latents, 0, 1, gradients);
          head.addEntropyGradient(outputs, AT, latents, 0, 1, gradients);
          if (isReparameterised(head)) head.addPathGradient(outputs, AT, latents, 0, actions, 0, 1, gradients);
          const numbers = [head.logProbability(outputs, AT, latents, 0), head.entropy(outputs, AT, latents, 0), ...gradients];
          expect(numbers.every(Number.isFinite)).toBe(true);
        }
      }
    }
  });

  it('refuses to act on outputs that are not numbers', () => {
    const outputs = outputsOf(head, 0);
    outputs[AT] = NaN;
    expect(() => latentOf(head, outputs, 0)).toThrow(/NaN.*expected (a )?finite number/);
    expect(() => head.greedy(outputs, AT, new Float64Array(head.latentWidth), 0)).toThrow('NaN');
  });
});

const reparameterised: readonly ReparameterisedHead[] = heads.filter(isReparameterised);

it('flows gradients through the samples of Gaussian, squashed Gaussian, softmax-normal, and products of these', () => {
  expect(reparameterised.map((head) => head.name)).toEqual([
    'gaussian',
    'squashed-gaussian',
    'softmax-normal',
    'product of squashed-gaussian, softmax-normal, gaussian',
  ]);
});

it.each(reparameterised.map((head) => [head.name, head] as const))('%s: path gradients equal finite differences', (_name, head) => {
  for (let draw = 0; draw < 20; draw++) {
    const outputs = outputsOf(head, draw);
    const slopes = normals(ACTION + head.actionWidth, 1, 1000 + draw);
    const gradients = new Float64Array(outputs.length).fill(7);
    head.addPathGradient(outputs, AT, latentOf(head, outputs, draw), LATENT, slopes, ACTION, 0.3, gradients);
    compare(head, outputs, gradients, (moved) => {
      const latents = latentOf(head, moved, draw);
      const actions = actionOf(head, latents);
      const value = slopes.reduce((sum, slope, i) => sum + (i < ACTION ? 0 : slope * actions[i]!), 0);
      return value + 0.3 * head.logProbability(moved, AT, latents, LATENT);
    });
  }
});

it.each(cases.filter(([name]) => ['categorical', 'multi-categorical', 'gaussian', 'beta', 'dirichlet'].includes(name)))(
  '%s: nothing drawn is more likely than the greedy action',
  (_name, head) => {
    const outputs = outputsOf(head, 3);
    const best = new Float64Array(LATENT + head.latentWidth);
    head.greedy(outputs, AT, best, LATENT);
    const highest = head.logProbability(outputs, AT, best, LATENT);
    for (let draw = 0; draw < 500; draw++)
      expect(head.logProbability(outputs, AT, latentOf(head, outputs, draw), LATENT)).toBeLessThanOrEqual(highest);
  },
);
