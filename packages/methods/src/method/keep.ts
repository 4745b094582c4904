import type { Method, TheoremCondition } from './method.ts';
import { THEOREM_CONDITIONS } from './method.ts';

/** All conditions of the theorem kept, but for those named. */
export function keepsAllBut(...dropped: readonly TheoremCondition[]): Method['conditions'] {
  const names = Object.keys(THEOREM_CONDITIONS) as TheoremCondition[];
  return Object.fromEntries(names.map((name) => [name, dropped.includes(name) ? 'dropped' : 'kept'])) as Method['conditions'];
}
