import { expect, it } from 'vitest';
import { constantSchedule, cosineSchedule, linearSchedule } from './schedule.ts';

it.each([
  ['constant', constantSchedule(3), [3, 3, 3, 3, 3]],
  ['linear', linearSchedule(4, 0), [4, 3, 2, 1, 0]],
  ['cosine', cosineSchedule(4, 0), [4, 2 + Math.SQRT2, 2, 2 - Math.SQRT2, 0]],
] as const)('%s: from the start to the end, and held beyond', (_name, schedule, values) => {
  values.forEach((value, i) => expect(schedule(i / 4)).toBeCloseTo(value, 12));
  expect(schedule(-1)).toBe(values[0]);
  expect(schedule(7)).toBe(values[4]);
});
