// The names of games and parts and their settings as types, so that a config in TypeScript with a wrong one does not compile.
import { bundledRegistry } from '../packages/pipeline/src/registry/bundled-registry.ts';
import type { ValueKind } from '../packages/core/src/parameters/schema.ts';

const PART_KINDS = ['oracle', 'leader', 'method', 'network'] as const;

/** The type of the values of a setting. */
function typeOf(kind: ValueKind): string {
  switch (kind.kind) {
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'choice':
      return kind.options.map((option) => JSON.stringify(option)).join(' | ');
    case 'either':
      return kind.of.map(typeOf).join(' | ');
    case 'list':
      return `readonly (${typeOf(kind.of)})[]`;
    case 'part':
      return `TParts['${kind.of}']`;
    case 'matrix':
      return 'readonly (readonly number[])[]';
    case 'schedule':
    case 'record':
      return 'unknown';
  }
}

/** The text of the module. */
export function namesAsTypes(): string {
  const registry = bundledRegistry();
  const ids = registry.names('game');
  const part = (kind: (typeof PART_KINDS)[number], name: string): string => {
    const settings = Object.entries(registry.find(kind, name).parameters).map(
      ([setting, parameter]) => `readonly ${setting}?: ${typeOf(parameter)}`,
    );
    return `readonly '${name}': {${settings.join(';')}}`;
  };
  const kinds = PART_KINDS.map(
    (kind) =>
      `/** Every ${kind} and its settings. */ readonly ${kind}: {${registry
        .names(kind)
        .map((name) => part(kind, name))
        .join(';')}}`,
  );
  return [
    '// Written by tools/generate-parts.ts: do not edit.',
    '/** The ids of the games that come with firstmover. */',
    `export type KnownGame = ${ids.map((id) => `'${id}'`).join(' | ')};`,
    '',
    '/** The parts that come with firstmover and their settings, by kind and name; `TParts` says what a setting that is a part may be. */',
    `export interface KnownParts<TParts extends { readonly network: unknown } = { readonly network: unknown }> {${kinds.join(';')}}`,
    '',
  ].join('\n');
}
