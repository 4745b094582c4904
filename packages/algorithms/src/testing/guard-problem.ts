import type { LeaderProblem } from '@firstmover/core';

const ARRAYS = ['observations', 'rewards', 'terminated', 'truncated', 'executed', 'learn'] as const;

/**
 * A problem whose arrays are looked at before it is used again: whatever changed since was not its own doing.
 *
 * @param problem - all calls are passed on to it
 * @param report - is told what was changed
 */
export function guardProblem(problem: LeaderProblem, report: (what: string) => void): LeaderProblem {
  const seen = (): Map<string, string> => new Map(ARRAYS.map((name) => [name, problem[name].join()]));
  let before = seen();
  const look = (): void => {
    for (const [name, text] of seen()) if (text !== before.get(name)) report(`${name} of the problem are written to`);
  };
  const guarded = new Map<PropertyKey, unknown>();
  for (const name of ['step', 'reset', 'save', 'restore'] as const) {
    guarded.set(name, (...given: never[]) => {
      look();
      try {
        return (problem[name] as (...all: never[]) => unknown)(...given);
      } finally {
        before = seen();
      }
    });
  }
  return new Proxy(problem, {
    get: (target, name) => (guarded.has(name) ? guarded.get(name) : Reflect.get(target, name, target)),
  });
}
