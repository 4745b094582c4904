import { describe, expect, it } from 'vitest';
import { discrete, InputError, multiDiscrete, randomStream } from '@firstmover/core';
import { categoricalHead, multiCategoricalHead } from './categorical.ts';

const none = new Float64Array(2);

describe('action masks', () => {
  const head = categoricalHead(discrete(4));
  const masked = (): Float64Array => {
    const outputs = Float64Array.of(0.5, 3, -0.2, 1);
    head.mask(outputs, 0, Uint8Array.of(1, 0, 1, 0), 0);
    return outputs;
  };

  it('leave the others the softmax of their own logits', () => {
    const outputs = masked();
    const p = 1 / (1 + Math.exp(-0.7));
    expect(head.logProbability(outputs, 0, Int32Array.of(0), 0)).toBeCloseTo(Math.log(p), 14);
    expect(head.logProbability(outputs, 0, Int32Array.of(2), 0)).toBeCloseTo(Math.log(1 - p), 14);
    expect(head.entropy(outputs, 0, none, 0)).toBeCloseTo(-p * Math.log(p) - (1 - p) * Math.log(1 - p), 14);
  });

  it('give masked actions probability exactly 0: never drawn, never greedy, no gradient', () => {
    const outputs = masked();
    expect(Math.exp(head.logProbability(outputs, 0, Int32Array.of(1), 0))).toBe(0);
    const stream = randomStream(1, 'masks');
    const latents = new Int32Array(1);
    const seen = new Set<number>();
    for (let draw = 0; draw < 500; draw++) {
      head.sample(outputs, 0, stream.at(0, draw), latents, 0);
      seen.add(latents[0]!);
    }
    expect([...seen].sort()).toEqual([0, 2]);
    head.greedy(outputs, 0, latents, 0);
    expect(latents[0]).toBe(0);
    const gradients = new Float64Array(4);
    head.addLogProbabilityGradient(outputs, 0, Int32Array.of(2), 0, 1, gradients);
    head.addEntropyGradient(outputs, 0, none, 0, 1, gradients);
    expect([gradients[1], gradients[3]]).toEqual([0, 0]);
    expect(gradients[0]! + gradients[2]!).toBeCloseTo(0, 14);
  });

  it('never draw a masked action by rounding, even at the end of the unit interval', () => {
    const latents = new Int32Array(1);
    const edge = { uniform: () => 1 - 2 ** -53, integer: () => 0, normal: () => 0, pick: () => 0 };
    for (let n = 2; n < 40; n++) {
      const outputs = Float64Array.from({ length: n }, (_unused, k) => (k < n - 1 ? 0 : -Infinity));
      categoricalHead(discrete(n)).sample(outputs, 0, edge, latents, 0);
      expect(latents[0]).toBe(n - 2);
    }
  });

  it('may leave a single action, which is then certain', () => {
    const outputs = Float64Array.of(-5, 3, 2, 1);
    head.mask(outputs, 0, [1, 0, 0, 0], 0);
    expect(head.logProbability(outputs, 0, Int32Array.of(0), 0)).toBe(0);
    expect(head.entropy(outputs, 0, none, 0)).toBe(0);
  });

  it('may not leave none, in any entry', () => {
    expect(() => head.mask(new Float64Array(4), 0, new Uint8Array(4), 0)).toThrow('an action mask forbids all 4 choices');
    const pair = multiCategoricalHead(multiDiscrete([2, 3]));
    expect(() => pair.mask(new Float64Array(5), 0, [1, 0, 0, 0, 0], 0)).toThrow('entry 1 of an action mask forbids all 3 choices');
    const outputs = new Float64Array(5);
    pair.mask(outputs, 0, [9, 9, 0, 1, 0, 1, 0].slice(2), 0);
    expect(Array.from(outputs)).toEqual([-Infinity, 0, -Infinity, 0, -Infinity]);
    pair.greedy(outputs, 0, none, 0);
    expect(Array.from(none)).toEqual([1, 1]);
  });

  it('refuse to raise the probability of a masked action', () => {
    expect(() => head.addLogProbabilityGradient(masked(), 0, Int32Array.of(1), 0, 1, new Float64Array(4))).toThrow('choice 1 is masked');
  });
});

it('refuses logits of which none is a number above -Infinity, and actions out of range', () => {
  const head = categoricalHead(discrete(2));
  for (const bad of [
    [-Infinity, -Infinity],
    [NaN, 0],
    [Infinity, 0],
  ]) {
    expect(() => head.sample(Float64Array.from(bad), 0, randomStream(0, 'x'), none, 0)).toThrow(InputError);
    expect(() => head.entropy(Float64Array.from(bad), 0, none, 0)).toThrow('expected finite numbers');
  }
  for (const bad of [-1, 2, 0.5])
    expect(() => head.encode(Float64Array.of(bad), 0, none, 0)).toThrow(`action ${bad}: expected an integer from 0 to 1`);
});

it('takes the first of equally likely actions as the greedy one', () => {
  const latents = new Int32Array(1);
  categoricalHead(discrete(3)).greedy(Float32Array.of(1, 2, 2), 0, latents, 0);
  expect(latents[0]).toBe(1);
});
