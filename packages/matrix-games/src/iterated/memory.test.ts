import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryEvents, memoryIndex, memoryLabels, memorySize } from './memory.ts';

describe('memory', () => {
  it('numbers the empty memory, then one event, then two with the most recent least significant', () => {
    expect(memoryIndex([], 4)).toBe(0);
    expect(memoryIndex([2], 4)).toBe(3);
    // 1 + 4 indices for shorter memories, then recent + 4 * earlier.
    expect(memoryIndex([2, 3], 4)).toBe(5 + 2 + 4 * 3);
    expect(memoryIndex([1, 0, 3], 4)).toBe(1 + 4 + 16 + 1 + 4 * 0 + 16 * 3);
  });

  it('is a bijection onto 0..size-1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 3 }), (base, length) => {
        for (let index = 0; index < memorySize(base, length); index++) {
          const events = memoryEvents(index, base);
          expect(events.length).toBeLessThanOrEqual(length);
          expect(events.every((event) => event >= 0 && event < base)).toBe(true);
          expect(memoryIndex(events, base)).toBe(index);
        }
        expect(memoryEvents(memorySize(base, length), base).length).toBe(length + 1);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('labels every memory', () => {
    expect(memoryLabels(2, ['a', 'b'])).toEqual([
      'start',
      'after a',
      'after b',
      'after a; before that a',
      'after b; before that a',
      'after a; before that b',
      'after b; before that b',
    ]);
  });
});
