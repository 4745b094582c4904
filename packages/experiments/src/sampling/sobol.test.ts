import { describe, expect, it } from 'vitest';
import { sobol } from './sobol.ts';

describe('sobol', () => {
  // scipy.stats.qmc.Sobol(21, scramble=False), which has the same direction numbers.
  it('has the points of scipy', () => {
    const points = sobol(1024, 21);
    expect(points.slice(4, 6).map((point) => point.slice(0, 8))).toEqual([
      [0.375, 0.375, 0.625, 0.875, 0.375, 0.125, 0.375, 0.875],
      [0.875, 0.875, 0.125, 0.375, 0.875, 0.625, 0.875, 0.375],
    ]);
    expect(points[777]).toEqual([
      0.6923828125, 0.9365234375, 0.1630859375, 0.2744140625, 0.6357421875, 0.3564453125, 0.1904296875, 0.7626953125, 0.3486328125,
      0.3232421875, 0.7451171875, 0.6962890625, 0.3837890625, 0.4736328125, 0.5693359375, 0.5146484375, 0.4033203125, 0.8642578125,
      0.3701171875, 0.7529296875, 0.2373046875,
    ]);
    expect(points[1000]).toEqual([
      0.2197265625, 0.0966796875, 0.5185546875, 0.6767578125, 0.2802734375, 0.9072265625, 0.0458984375, 0.8994140625, 0.5009765625,
      0.0693359375, 0.0849609375, 0.2548828125, 0.1611328125, 0.3837890625, 0.1435546875, 0.3701171875, 0.7197265625, 0.3447265625,
      0.9912109375, 0.7255859375, 0.5224609375,
    ]);
  });

  it.each([[[]], [Array.from({ length: 21 }, (_unused, d) => (d * 2654435761) >>> 0)]])('fills every axis evenly, shift %j', (shift) => {
    const points = sobol(64, 21, shift);
    for (let d = 0; d < 21; d++) expect(new Set(points.map((point) => Math.floor(64 * point[d]!))).size).toBe(64);
  });

  it('refuses more dimensions than it has numbers for', () => {
    expect(() => sobol(1, 22)).toThrow('expected 1 to 21');
  });
});
