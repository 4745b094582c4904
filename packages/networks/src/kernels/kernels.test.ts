import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { exp, InputError, log, randomStream, tanh } from '@firstmover/core';
import { sourceHash } from '../../assembly/build.mjs';
import { createKernels } from './create-kernels.ts';
import type { KernelKind, Kernels } from './kernels.ts';

const random = randomStream(1, 'kernels').at(0, 0);

function available(kind: KernelKind): boolean {
  try {
    createKernels(1, kind);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return false;
  }
}

/** Both memories with the same numbers everywhere, so that a store out of place shows. */
function pair(words: number): [Kernels, Kernels] {
  const kernels: [Kernels, Kernels] = [createKernels(words, 'simd'), createKernels(words, 'plain')];
  for (let i = 0; i < words; i++) kernels[0].floats[i] = kernels[1].floats[i] = random.uniform() * 4 - 2;
  return kernels;
}

function expectSameBits([simd, plain]: readonly [Kernels, Kernels], what: string): void {
  for (let i = 0; i < plain.integers.length; i++) {
    if (simd.integers[i] !== plain.integers[i]) expect(`${simd.floats[i]} at ${i}`, what).toBe(`${plain.floats[i]} at ${i}`);
  }
}

describe('SIMD kernels equal the plain ones bit for bit', () => {
  const shapes: (readonly [number, number, number])[] = [];
  for (let n = 1; n <= 70; n++) shapes.push([(n % 9) + 1, n, 71 - n], [n, (n % 7) + 1, n], [((n * 5) % 13) + 1, 71 - n, n]);
  for (let i = 0; i < 1500; i++) shapes.push([1 + random.integer(12), 1 + random.integer(24), 1 + random.integer(24)]);

  it(`on the layers of ${shapes.length} shapes and three activations, none storing out of place`, () => {
    shapes.forEach(([rows, inputs, outputs], i) => {
      const activation = i % 3;
      const x = 0;
      const dx = x + rows * inputs;
      const y = dx + rows * inputs;
      const weights = y + rows * outputs;
      const gradients = weights + (inputs + 1) * outputs;
      const transposed = gradients + (inputs + 1) * outputs;
      const indices = transposed + inputs * outputs;
      const both = pair(indices + rows);
      for (const kernels of both) for (let row = 0; row < rows; row++) kernels.integers[indices + row] = (row * 7 + i) % inputs;
      const steps: Record<string, (kernels: Kernels) => void> = {
        linear: (k) => k.linear(x, rows, inputs, weights, outputs, y, activation),
        weightGradient: (k) => k.weightGradient(x, rows, inputs, y, outputs, gradients),
        transpose: (k) => k.transpose(weights, inputs, outputs, transposed),
        inputGradient: (k) => k.inputGradient(y, rows, outputs, transposed, inputs, x, activation, dx),
        gather: (k) => k.gather(indices, rows, inputs, weights, outputs, y, activation),
        scatterGradient: (k) => k.scatterGradient(indices, rows, inputs, y, outputs, gradients),
      };
      for (const [name, step] of Object.entries(steps)) {
        both.forEach(step);
        expectSameBits(both, `${name}, rows ${rows}, inputs ${inputs}, outputs ${outputs}, activation ${activation}`);
      }
    });
  });

  it('on twenty steps of each optimiser, the norm, a factor and a sum, for 1 to 70 numbers', () => {
    for (let count = 1; count <= 70; count++) {
      const stride = Math.ceil(count / 8) * 8;
      const both = pair(4 * stride);
      for (const { floats } of both) {
        for (let array = 0; array < 4; array++) floats.fill(0, array * stride + count, (array + 1) * stride);
        floats.forEach((value, i) => i >= 3 * stride && (floats[i] = Math.abs(value)));
        floats[stride] = 1e-30;
        floats[2 * stride] = 1e-38;
      }
      for (let step = 0; step < 20; step++) {
        both.forEach((k) => k.adam(count, 0, stride, 2 * stride, 3 * stride, 3e-4, 0.9, 0.1, 0.999, 0.001, 1e-8));
        both.forEach((k) => k.rmsprop(count, 0, stride, 3 * stride, 1e-3, 0.99, 0.01, 1e-5));
        both.forEach((k) => k.sgd(count, 0, stride, 0.01));
        both.forEach((k) => k.scale(count, stride, 0.97));
        both.forEach((k) => k.add(count, 2 * stride, stride));
      }
      expect(both[0].sumOfSquares(count, 0)).toBe(both[1].sumOfSquares(count, 0));
      expectSameBits(both, `${count} numbers`);
    }
  });
});

describe('exp, log and tanh of the kernels', () => {
  it('are those of core bit for bit, over a grid of all numbers', () => {
    const count = 4099; // and three numbers more than whole vectors
    const both = pair(2 * count + 4);
    for (let start = 0, words = 0; words < 40; words++, start += 107374182) {
      for (const { integers } of both) for (let i = 0; i < count; i++) integers[i] = start + i * 26207;
      for (const [name, of] of Object.entries({ exp, log, tanh })) {
        both.forEach((kernels) => kernels[name as 'exp'](count, 0, count));
        both[1].floats.forEach((got, i) => {
          if (i >= count && i < 2 * count && !Object.is(got, of(both[1].floats[i - count]!))) expect(got, `${name} at ${i}`).toBe(NaN);
          // The bits of NaN are the engine's.
          if (Number.isNaN(got) && Number.isNaN(both[0].floats[i]!)) both[0].integers[i] = both[1].integers[i]!;
        });
        expectSameBits(both, name);
      }
    }
  });

  it('write where they read, and nowhere else', () => {
    for (let count = 0; count <= 9; count++) {
      for (const name of ['exp', 'log', 'tanh'] as const) {
        const both = pair(24);
        const before = both[0].floats.slice();
        both.forEach((kernels) => kernels[name](count, 3, 3));
        expectSameBits(both, `${name} of ${count}`);
        both[0].floats.forEach((value, i) => (i < 3 || i >= 3 + count) && expect(value).toBe(before[i]));
      }
    }
  });

  it.skipIf(!available('relaxed'))('are within 1e-6 with fused multiply-add', () => {
    const [relaxed, plain] = [createKernels(2000, 'relaxed'), createKernels(2000, 'plain')];
    for (const name of ['exp', 'log', 'tanh'] as const) {
      for (const { floats } of [relaxed, plain]) floats.forEach((_number, i) => (floats[i] = (i % 1000) / 100 + 0.001));
      for (const kernels of [relaxed, plain]) kernels[name](1000, 0, 1000);
      plain.floats.forEach((value, i) => expect(Math.abs(relaxed.floats[i]! - value)).toBeLessThanOrEqual(1e-6 * Math.abs(value) + 1e-7));
    }
  });
});

describe.each((['simd', 'plain', 'relaxed'] as const).filter(available))('%s kernels', (kind) => {
  const activated = (values: readonly number[]): number[] => {
    const count = values.length;
    const kernels = createKernels(2 * count + 2, kind);
    kernels.floats.set(values);
    kernels.floats[count] = 1; // a layer of width 1: weight 1, bias 0
    kernels.linear(0, count, 1, count, 1, count + 2, 1);
    return Array.from(kernels.floats.subarray(count + 2));
  };

  it('have a tanh within 4e-7, bounded by 1 and exact at the ends', () => {
    const values = Array.from({ length: 40001 }, (_unused, i) => Math.fround((i - 20000) / 2000));
    const results = activated(values);
    expect(Math.max(...results.map((result, i) => Math.abs(result - Math.tanh(values[i]!))))).toBeLessThan(4e-7);
    expect(Math.max(...results.map(Math.abs))).toBe(1);
    const small = Math.fround(1e-20);
    expect(activated([0, small, 9.5, -9.5, 1e30, Infinity, -Infinity])).toEqual([0, small, 1, -1, 1, 1, -1]);
  });

  it('let NaN through', () => {
    for (const activation of [0, 1, 2]) {
      const kernels = createKernels(64, kind);
      kernels.floats.fill(1);
      kernels.floats[2] = NaN;
      kernels.linear(0, 2, 2, 8, 5, 32, activation);
      expect(Array.from(kernels.floats.subarray(32, 42)).map(Number.isNaN)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1].map((nan) => nan === 1));
      kernels.inputGradient(0, 1, 1, 8, 5, 37, activation, 48);
      expect(Array.from(kernels.floats.subarray(48, 53)).every(Number.isNaN)).toBe(activation === 1);
      kernels.inputGradient(2, 1, 1, 8, 5, 32, activation, 48);
      expect(Array.from(kernels.floats.subarray(48, 53)).every(Number.isNaN)).toBe(true);
    }
    const kernels = createKernels(32, kind);
    kernels.floats[8] = NaN;
    kernels.adam(1, 0, 8, 16, 24, 1e-3, 0.9, 0.1, 0.999, 0.001, 1e-8);
    expect(kernels.floats[0]).toBeNaN();
    expect(kernels.sumOfSquares(8, 0)).toBeNaN();
  });
});

it('has the fused kernels where the runtime has relaxed SIMD, and a clear refusal elsewhere', () => {
  if (available('relaxed')) {
    const [relaxed, plain] = [createKernels(100, 'relaxed'), createKernels(100, 'plain')];
    for (const { floats } of [relaxed, plain]) floats.forEach((_zero, i) => (floats[i] = Math.sin(i)));
    for (const kernels of [relaxed, plain]) kernels.linear(0, 3, 7, 21, 5, 80, 1);
    plain.floats.forEach((value, i) => expect(relaxed.floats[i]).toBeCloseTo(value, 5));
  } else {
    expect(() => createKernels(1, 'relaxed')).toThrow(
      'kernels "relaxed": this runtime does not compile them or has no memory for them; use \'simd\'',
    );
  }
  // @ts-expect-error an unknown kind
  expect(() => createKernels(1, 'gpu')).toThrow("kernels \"gpu\": expected 'simd', 'plain' or 'relaxed'");
});

describe('where the runtime gives no SIMD kernels', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const api = (globalThis as unknown as { WebAssembly: object }).WebAssembly;
  const full = (): never => {
    throw new RangeError('could not allocate memory');
  };
  it.each([
    ['it has no WebAssembly', undefined],
    ['it has no address space left', Object.create(api, { Memory: { value: full } })],
  ])('%s: the plain ones take over, unless SIMD was asked for', (_why, replacement) => {
    vi.stubGlobal('WebAssembly', replacement);
    expect(createKernels(1).kind).toBe('plain');
    expect(() => createKernels(1, 'simd')).toThrow(InputError);
    expect(() => createKernels(1, 'simd')).toThrow("use 'plain', which gives the same numbers");
  });
});

it('runs a layer at least five times as fast with SIMD as without (about thirty)', () => {
  const seconds = (kind: KernelKind): number => {
    const kernels = createKernels(3 * 64 * 65, kind);
    let best = Infinity;
    for (let run = 0; run < (kind === 'plain' ? 10 : 100); run++) {
      const start = performance.now();
      for (let i = 0; i < 5; i++) kernels.linear(0, 64, 64, 64 * 64, 64, 2 * 64 * 65, 1);
      best = Math.min(best, performance.now() - start);
    }
    return best;
  };
  expect(seconds('plain') / seconds('simd')).toBeGreaterThan(5);
});

it('embeds kernels that were built from the present source', () => {
  expect(readFileSync(new URL('wasm.generated.ts', import.meta.url), 'utf8'), 'run `pnpm run build:kernels`').toContain(sourceHash());
});
