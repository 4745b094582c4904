import type { Command } from 'commander';
import { InputError, unknownName } from '@firstmover/core';
import type { GameDefinition } from '@firstmover/core';
import type { KnownKind, ConfigRegistry } from '@firstmover/pipeline';
import { moduleOf } from '@firstmover/experiments';
import { KNOWN_KINDS, bundledRegistry } from '@firstmover/pipeline';
import type { MethodPart } from '@firstmover/methods';
import { registered } from '../games/find-games.ts';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { fullDescription, gameRecord, shortDescription } from './describe-game.ts';
import { conditionsTable, fullPart, partRecord, shortPart } from './describe-part.ts';

type Listed = ReturnType<ConfigRegistry['find']>;

/** Adds `firstmover list`. */
export function addListCommand(program: Command, io: Io): void {
  program
    .command('list')
    .argument(
      '[kind-or-game]',
      `${KNOWN_KINDS.map((kind) => `${kind}s`).join(', ')}; or a game id, or a module that exports a game or a part`,
    )
    .argument('[name]', 'show this one in full')
    .summary('list games, oracles, leaders, methods, networks or kinds of problems, or show one in full')
    .description(
      'Lists the games, or the parts of a kind, with their settings and defaults; or shows one in full: a game with players, spaces, parameters and\n' +
        'known optima, a part with its settings, their ranges and its source. What a config or another command can name stands here.',
    )
    .option('--json', 'print one JSON object per game or part, one per line')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover list
  $ firstmover list matrix/IteratedPrisonersDilemma-v1
  $ firstmover list leaders
  $ firstmover list leaders ppo
  $ firstmover list methods --json
  $ firstmover list ./my-oracle.ts#cautious`,
    )
    .action(async (first: string | undefined, name: string | undefined, flags: { readonly json?: boolean }) => {
      const registry = bundledRegistry();
      const { kind, shown, one } = await wanted(registry, first ?? 'games', name);
      if (flags.json) {
        for (const each of shown) io.out(jsonLine(isGame(each) ? gameRecord(each) : partRecord(each)));
        return;
      }
      if (one) {
        io.out(`${shown.map((each) => (isGame(each) ? fullDescription(each) : fullPart(each))).join('\n\n')}\n`);
        return;
      }
      io.out(`${shown.map((each) => (isGame(each) ? shortDescription(each) : shortPart(each))).join('\n\n')}\n\n`);
      if (kind === 'method') io.out(`${conditionsTable(shown as MethodPart[])}\n\n`);
      io.out(`${shown.length} ${kind}s; firstmover list ${kind === 'game' ? '<game-id>' : `${kind}s <name>`} shows one in full.\n`);
    });
}

function isGame(definition: Listed): definition is GameDefinition {
  return definition.kind === 'game';
}

/** What the words of the command mean. */
async function wanted(
  registry: ConfigRegistry,
  first: string,
  name: string | undefined,
): Promise<{ readonly kind: KnownKind; readonly shown: readonly Listed[]; readonly one: boolean }> {
  const kind = KNOWN_KINDS.find((each) => first === each || first === `${each}s`);
  if (kind) {
    if (name === undefined) return { kind, shown: registry.names(kind).map((each) => registry.find(kind, each)), one: false };
    const own = moduleOf(name, '.');
    return { kind, shown: [own ? ((await registered(registry, name, [kind])) as Listed) : registry.find(kind, name)], one: true };
  }
  if (name !== undefined)
    throw unknownName(
      'kind',
      first,
      KNOWN_KINDS.map((each) => `${each}s`),
    );
  if (moduleOf(first, '.')) {
    const definition = (await registered(registry, first, KNOWN_KINDS)) as Listed;
    return { kind: definition.kind, shown: [definition], one: true };
  }
  const known = KNOWN_KINDS.find((each) => each !== 'game' && registry.names(each).includes(first));
  if (known) throw new InputError(`${first} is a ${known}: write firstmover list ${known}s ${first}`);
  return { kind: 'game', shown: [registry.find('game', first)], one: true };
}
