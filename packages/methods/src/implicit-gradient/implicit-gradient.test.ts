import type { Game } from '@firstmover/core';
import { bindPart, randomStream } from '@firstmover/core';
import { duopoly, duopolyOptimum, linearQuadratic, linearQuadraticOptimum } from '@firstmover/benchmark-games';
import { escape, maintain } from '@firstmover/matrix-games';
import { simpleAllocation } from '@firstmover/mechanism-design';
import { describe, expect, it } from 'vitest';
import { centralDifferences } from './derivatives.ts';
import { startMethod } from '../part/start.ts';
import { implicitGradientMethod } from './implicit-gradient.ts';

const random = randomStream(0, 'unused');

describe('derivatives', () => {
  const f = (x: Float64Array, y: Float64Array): number => x[0]! * x[0]! * y[1]! + 3 * x[1]! * y[0]! * y[1]! - y[0]! * y[0]!;
  const x = Float64Array.of(0.3, -0.2);
  const y = Float64Array.of(0.7, 0.1);

  it('are those of a polynomial, and leave the point where it is', () => {
    const { gradient, hessian } = centralDifferences(1e-3);
    const close = (found: ArrayLike<number>, wanted: readonly number[]): void =>
      wanted.forEach((value, i) => expect(Math.abs(found[i]! - value)).toBeLessThan(1e-6));
    close(gradient(f, x, y, 0), [2 * 0.3 * 0.1, 3 * 0.7 * 0.1]);
    close(gradient(f, x, y, 1), [3 * -0.2 * 0.1 - 1.4, 0.09 + 3 * -0.2 * 0.7]);
    const own = hessian(f, x, y, 1);
    close(own[0]!, [-2, -0.6]);
    close(own[1]!, [-0.6, 0]);
    const cross = hessian(f, x, y, 0);
    close(cross[0]!, [0, 0.3]);
    close(cross[1]!, [0.6, 2.1]);
    expect([...x, ...y]).toEqual([0.3, -0.2, 0.7, 0.1]);
  });
});

describe('the implicit gradient', () => {
  it('finds the closed form of the duopoly, where plain gradients find Cournot', () => {
    const run = startMethod(implicitGradientMethod, duopoly.create());
    for (let update = 0; update < 1500; update++) run.update();
    const [quantity] = run.leader().act(0, random) as [number];
    expect(Math.abs(quantity - duopolyOptimum(1, 0, 0)!.leader)).toBeLessThan(2e-3);
  });

  it.each([
    [1, 1],
    [3, 0.5],
    [2, 4],
  ])('finds that of the linear-quadratic game of size %d with coupling %d', (size, coupling) => {
    const run = startMethod(implicitGradientMethod, linearQuadratic.create({ size, coupling }));
    let metrics = run.update();
    for (let update = 0; update < 400; update++) metrics = run.update();
    const optimum = linearQuadraticOptimum(size, coupling);
    for (const value of run.leader().act(0, random) as number[]) expect(Math.abs(value - optimum.leader)).toBeLessThan(2e-3);
    expect(metrics['return']).toBeCloseTo(optimum.leaderReturn, 3);
    expect(run.steps.leader).toBeGreaterThan(400);
  });

  it('refuses games that it cannot differentiate', () => {
    const start = (game: Game): unknown => startMethod(implicitGradientMethod, game);
    expect(() => start(escape.create())).toThrow('needs a box with bounds as the actions of leader in matrix/Escape-v1');
    expect(() => start(maintain.create({ commitment: 'mixed' }))).toThrow('needs a box with bounds');
    expect(() => start(simpleAllocation.create())).toThrow('needs a box with bounds');
    expect(() => bindPart(implicitGradientMethod, { learningRate: 0 })).toThrow(
      'learningRate of method implicit-gradient is 0: expected a number above 0',
    );
  });
});
