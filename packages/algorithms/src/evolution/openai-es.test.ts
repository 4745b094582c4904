import { describe, expect, it } from 'vitest';
import { openaiSearch } from './openai-es.ts';

const sphere = (x: ArrayLike<number>): number => Array.from(x).reduce((sum, entry) => sum + entry * entry, 0);

describe('openaiSearch', () => {
  it('proposes antithetic pairs around the mean, as far as sigma says', () => {
    const search = openaiSearch(new Float64Array(500).fill(3), { population: 40, sigma: 0.2 });
    const points = search.ask();
    expect(points.length).toBe(40);
    let square = 0;
    let lopsided = 0;
    for (let pair = 0; pair < 40; pair += 2) {
      for (let j = 0; j < 500; j++) {
        lopsided = Math.max(lopsided, Math.abs(points[pair]![j]! + points[pair + 1]![j]! - 6));
        square += (points[pair]![j]! - 3) * (points[pair]![j]! - 3);
      }
    }
    expect(lopsided).toBeLessThan(1e-12);
    expect(Math.sqrt(square / 20 / 500)).toBeCloseTo(0.2, 2);
  });

  it('climbs the hand-computed gradient of centred ranks', () => {
    const search = openaiSearch([1, -2], { population: 4, sigma: 0.5, learningRate: 0.1, optimiser: 'sgd', weightDecay: 0.25 });
    const [a, , b] = search.ask().map((point) => [(point[0]! - 1) / 0.5, (point[1]! + 2) / 0.5]) as [number[], unknown, number[]];
    // Ranks of 7, 1, 5, 5 are 3, 0 and twice 1.5 of 3: utilities 1/2, -1/2, 0, 0. The second pair is level and says nothing.
    const metrics = search.tell([7, 1, 5, 5]);
    const gradient = [0, 1].map((j) => (0.5 * a[j]! + 0.5 * a[j]! + 0 * b[j]!) / (4 * 0.5) - 0.25 * [1, -2][j]!);
    expect(search.mean[0]).toBeCloseTo(1 + 0.1 * gradient[0]!, 6);
    expect(search.mean[1]).toBeCloseTo(-2 + 0.1 * gradient[1]!, 6);
    expect(metrics).toEqual({ mean: 4.5, best: 7, gradientNorm: expect.closeTo(Math.hypot(...gradient), 9) as number });
  });

  it('estimates the direction of steepest ascent', () => {
    const slope = [3, 0, -1, 2];
    const search = openaiSearch([0, 0, 0, 0], { population: 20000, sigma: 0.1, learningRate: 1, optimiser: 'sgd' });
    search.tell(search.ask().map((point) => slope.reduce((sum, s, j) => sum + s * point[j]!, 0)));
    const norm = Math.sqrt(sphere(search.mean));
    slope.forEach((s, j) => expect(search.mean[j]! / norm).toBeCloseTo(s / Math.sqrt(14), 1));
  });

  it('does not move when all points are worth the same, and only shrinks by weight decay', () => {
    const search = openaiSearch([4, -8], { population: 6, optimiser: 'sgd', learningRate: 1 });
    search.ask();
    expect(search.tell([5, 5, 5, 5, 5, 5])).toEqual({ mean: 5, best: 5, gradientNorm: 0 });
    expect(Array.from(search.mean)).toEqual([4, -8]);
    const decaying = openaiSearch([4, -8], { population: 2, optimiser: 'sgd', learningRate: 0.5, weightDecay: 0.5 });
    decaying.ask();
    decaying.tell([1, 1]);
    expect(Array.from(decaying.mean)).toEqual([3, -6]);
  });

  it.each([0, 1, 2])('comes close to the top of a sphere of ten dimensions in 4,800 evaluations, seed %d', (seed) => {
    const search = openaiSearch(new Float64Array(10).fill(1), { population: 32, sigma: 0.05, learningRate: 0.02, seed });
    for (let generation = 0; generation < 150; generation++) search.tell(search.ask().map((point) => -sphere(point)));
    expect(sphere(search.mean)).toBeLessThan(1e-3);
  });

  it('depends on the order of values only, and on the seed', () => {
    const trace = (seed: number, change: (value: number) => number): number[] => {
      const search = openaiSearch([1, 2, 3], { seed });
      for (let i = 0; i < 20; i++) search.tell(search.ask().map((point) => change(-sphere(point))));
      return Array.from(search.mean);
    };
    const plain = trace(1, (value) => value);
    expect(trace(1, Math.exp)).toEqual(plain);
    expect(trace(1, (value) => value)).toEqual(plain);
    expect(trace(2, (value) => value)).not.toEqual(plain);
  });

  it('stops before it moves when told what is no number, too few values, or unasked', () => {
    const search = openaiSearch([1], { population: 2 });
    expect(() => search.tell([1, 2])).toThrow(
      'openai-es is told values of points that it has not proposed: expected ask() before each tell()',
    );
    search.ask();
    expect(() => search.tell([1])).toThrow('1 values for the 2 points of openai-es: expected one each');
    expect(() => search.tell([1, NaN])).toThrow('value 1 is NaN in generation 1 of openai-es');
    expect(() => search.tell([-Infinity, 1])).toThrow('value 0 is -Infinity in generation 1 of openai-es');
    expect(search.mean[0]).toBe(1);
    search.tell([1, 2]);
    expect(search.mean[0]).not.toBe(1);
  });

  it.each([
    [{ population: 3 }, 'population of openaiEs is 3: expected an even number'],
    [{ population: 0 }, 'population of openaiEs is 0: expected an integer from 2'],
    [{ sigma: 0 }, 'sigma of openaiEs is 0'],
    [{ learningRate: -1 }, 'learningRate of openaiEs is -1'],
    [{ weightDecay: NaN }, 'weightDecay of openaiEs is NaN'],
    [{ optimiser: 'newton' as 'adam' }, 'optimiser of openaiEs is "newton": expected adam or sgd'],
    [{ seed: -1 }, 'seed -1'],
  ])('refuses the options %j', (options, message) => {
    expect(() => openaiSearch([1], options)).toThrow(message);
  });
});
