import type { AnyPart, Need } from '@firstmover/core';
import { NEEDS, bindPart, describeDefault, describeValues } from '@firstmover/core';
import type { MethodPart, TheoremCondition } from '@firstmover/methods';
import { THEOREM_CONDITIONS, keptConditions } from '@firstmover/methods';
import type { ProblemKind } from '@firstmover/problems';
import { formatTable, indent } from '@firstmover/problems';
import { finiteBounds } from './describe-game.ts';

/** A part as the command lists it. */
type ListedPart = AnyPart & { readonly needs: readonly Need[] };

/** A part as a record for JSON. */
export function partRecord(part: ListedPart): object {
  const { kind, name, about, source, needs, parameters } = part;
  return {
    kind,
    name,
    about,
    source,
    needs,
    parameters: finiteBounds(parameters),
    ...(kind === 'method' ? methodFacts(part as MethodPart) : {}),
    ...(kind === 'problem' ? problemFacts(part as unknown as ProblemKind) : {}),
  };
}

/** A part in three lines: name, what it does, settings with their defaults. */
export function shortPart({ name, about, parameters }: ListedPart): string {
  const defaults = Object.entries(parameters).map(([setting, parameter]) => {
    const text = describeDefault(parameter);
    return /\s/.test(text) && parameter.default === undefined ? setting : `${setting}=${text}`;
  });
  return [name, indent(about), ...(defaults.length > 0 ? [indent(defaults.join('  '))] : [])].join('\n');
}

/** Everything about a part. */
export function fullPart(part: ListedPart): string {
  const { kind, name, about, source, needs, parameters } = part;
  const rows = Object.entries(parameters).map(([setting, parameter]) => [
    setting,
    describeDefault(parameter),
    describeValues(parameter),
    parameter.about,
  ]);
  return [
    `${name} (${kind})`,
    about,
    '',
    formatTable(undefined, [
      ['source', source],
      ...(needs.length > 0 ? [['needs', needs.map((need) => NEEDS[need]).join(', ')]] : []),
      ...(kind === 'method' ? [['response', methodFacts(part as MethodPart).equilibrium]] : []),
    ]),
    '',
    ...(kind === 'problem'
      ? problemLines(part as unknown as ProblemKind)
      : rows.length === 0
        ? ['No settings.']
        : ['Settings', indent(formatTable(['name', 'default', 'values', 'meaning'], rows))]),
    ...(kind === 'method' ? ['', conditionsTable([part as MethodPart])] : []),
  ].join('\n');
}

/** What follows from a method with its default settings. */
function methodFacts(method: MethodPart): { readonly equilibrium: string; readonly conditions: ReturnType<typeof keptConditions> } {
  const design = bindPart(method).create();
  return { equilibrium: design.equilibrium, conditions: keptConditions(design) };
}

/** Where the problems of a kind come from. */
function problemFacts({ document, file, game }: ProblemKind): object {
  return {
    fields: document?.fields ?? null,
    example: document?.example ?? file?.example ?? null,
    extension: file?.extension ?? null,
    games: game !== undefined,
  };
}

function problemLines({ document, file, game }: ProblemKind): string[] {
  return [
    ...(document ? ['Fields of a document', indent(formatTable(undefined, Object.entries(document.fields))), '', document.example] : []),
    ...(file ? [`Files that end in ${file.extension}`] : []),
    ...(game ? ['Games that are defined in code'] : []),
  ];
}

const SIGNS = { kept: 'yes', dropped: 'NO', 'does not apply': '-' } as const;

/** Which of the theorem's conditions each method keeps. */
export function conditionsTable(methods: readonly MethodPart[]): string {
  const conditions = Object.keys(THEOREM_CONDITIONS) as TheoremCondition[];
  const letters = conditions.map((_condition, i) => String.fromCharCode(97 + i));
  const widest = Math.max(...methods.map(({ name }) => name.length));
  const row = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(widest)}  ${cells.map((cell) => cell.padEnd(4)).join('')}`.trimEnd();
  return [
    'Conditions of the theorem under which the leader learns a Stackelberg policy (Gerstgrasser & Parkes 2023, Theorem 1):',
    ...conditions.map((condition, i) => `  ${letters[i]!}  ${THEOREM_CONDITIONS[condition]}`),
    '',
    row('', letters),
    ...methods.map((method) => {
      const kept = methodFacts(method).conditions;
      return row(
        method.name,
        conditions.map((condition) => SIGNS[kept[condition]]),
      );
    }),
  ].join('\n');
}
