import type { Method, TheoremCondition } from '@firstmover/methods';
import { THEOREM_CONDITIONS } from '@firstmover/methods';

const SIGNS = { kept: 'yes', dropped: 'NO', 'does not apply': '-' } as const;

/** A method as a plain record. */
export function methodRecord({ name, summary, citation, equilibrium, conditions }: Method): Record<string, unknown> {
  return { name, summary, citation, equilibrium, conditions };
}

/** All methods for people: what each does and where it is from, then which of the theorem's conditions each keeps. */
export function methodsReport(methods: readonly Method[]): string {
  const conditions = Object.keys(THEOREM_CONDITIONS) as TheoremCondition[];
  const letters = ['a', 'b', 'c', 'd', 'e'];
  const widest = Math.max(...methods.map(({ name }) => name.length));
  const row = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(widest)}  ${cells.map((cell) => cell.padEnd(4)).join('')}`.trimEnd();
  return [
    ...methods.flatMap(({ name, summary, citation, equilibrium }) => [
      name,
      `  ${summary}`,
      `  response: ${equilibrium}`,
      `  ${citation}`,
      '',
    ]),
    'Conditions of the theorem under which the leader learns a Stackelberg policy (Gerstgrasser & Parkes 2023, Theorem 1):',
    ...conditions.map((condition, i) => `  ${letters[i]}  ${THEOREM_CONDITIONS[condition]}`),
    '',
    row('', letters),
    ...methods.map((method) =>
      row(
        method.name,
        conditions.map((condition) => SIGNS[method.conditions[condition]]),
      ),
    ),
    '',
    `${methods.length} methods; firstmover solve <game-id> --method <name> runs one.`,
    '',
  ].join('\n');
}
