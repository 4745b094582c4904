import type { Command } from 'commander';
import type { Definition, GameDefinition, OraclePart } from '@firstmover/core';
import { InputError, nameOf, parametersFromText, unknownName } from '@firstmover/core';
import type { Finding } from '@firstmover/core/testing';
import { examineGame, examineOracle } from '@firstmover/core/testing';
import type { LeaderPart } from '@firstmover/algorithms';
import { examineLeader } from '@firstmover/algorithms/testing';
import { moduleOf } from '@firstmover/experiments';
import { KNOWN_KINDS, bundledRegistry } from '@firstmover/pipeline';
import type { MethodPart } from '@firstmover/methods';
import { examineMethod } from '@firstmover/methods/testing';
import type { NetworkPart } from '@firstmover/networks';
import { examineNetwork } from '@firstmover/networks/testing';
import type { ProblemKind } from '@firstmover/problems';
import { formatTable } from '@firstmover/problems';
import { examineProblem } from '@firstmover/problems/testing';
import { registered } from '../games/find-games.ts';
import { parseParams } from '../games/games.ts';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { parseInteger } from '../io/number.ts';
import { ReportedError, writeError } from '../main/command-errors.ts';

interface CheckFlags {
  readonly param: readonly string[];
  readonly steps?: string;
  readonly seed?: string;
  readonly json?: boolean;
}

/** Adds `firstmover check`. */
export function addCheckCommand(program: Command, io: Io): void {
  program
    .command('check')
    .argument('<name>', 'a game id, or a module that exports a game or a part: ./my-game.js, ./games.js#name, my-package#name')
    .summary('check that a game, or a part, keeps the rules of its kind')
    .description(
      'Says of every rule that firstmover relies on whether a game keeps it, which is played at random; or an oracle, a leader, a method, a network or a kind of\n' +
        'problem, which is put through the kit of its kind. The exit code is 2 where a rule is broken.',
    )
    .option(
      '--param <name=value>',
      'set a parameter of the game (repeatable; games only)',
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .option('--steps <n>', 'how many random steps are played (default 10000; games only)')
    .option('--seed <n>', 'the seed of chance and of the random actions (default 0; games only)')
    .option('--json', 'print one JSON object per rule, one per line')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover check matrix/IteratedPrisonersDilemma-v1
  $ firstmover check ./my-game.js --param rounds=3
  $ firstmover check ./cem.ts#cem`,
    )
    .action(async (text: string, flags: CheckFlags) => {
      const definition = await find(text);
      const name = nameOf(definition);
      const findings = await examine(definition, flags);
      const broken = findings.filter(({ outcome }) => outcome === 'broken');
      if (flags.json) for (const finding of findings) io.out(jsonLine({ [definition.kind]: name, ...finding }));
      else
        io.out(
          `${name}\n\n${formatTable(undefined, findings.map(row))}\n\n${findings.filter(({ outcome }) => outcome === 'kept').length} rules kept, ${broken.length} broken.\n`,
        );
      if (broken.length === 0) return;
      const message = `${name} breaks ${broken.length} of the rules of a ${definition.kind}: ${broken.map(({ rule }) => rule).join(', ')}`;
      writeError(message, io);
      throw new ReportedError(message);
    });
}

/** A game by id, a part by its name, or either from a module. */
async function find(text: string): Promise<Definition> {
  const registry = bundledRegistry();
  if (moduleOf(text, '.')) return registered(registry, text, KNOWN_KINDS);
  const named = KNOWN_KINDS.filter((kind) => registry.names(kind).includes(text));
  if (named.length > 1) throw new InputError(`${text} is the name of ${named.join(' and ')}: expected one that only one kind has`);
  const [kind] = named;
  if (kind) return registry.find(kind, text);
  if (text.includes('/')) return registry.find('game', text);
  throw unknownName(
    'game id or part',
    text,
    KNOWN_KINDS.flatMap((each) => [...registry.names(each)]),
  );
}

function examine(definition: Definition, { param, steps, seed }: CheckFlags): readonly Finding[] | Promise<readonly Finding[]> {
  if (definition.kind === 'game') {
    const game = definition as GameDefinition;
    return examineGame(game.create(parametersFromText(game.parameters, parseParams(param))), {
      steps: parseInteger('--steps', steps ?? '10000'),
      seed: parseInteger('--seed', seed ?? '0'),
    });
  }
  const [ineffective] = [
    ...(param.length > 0 ? ['--param'] : []),
    ...(steps === undefined ? [] : ['--steps']),
    ...(seed === undefined ? [] : ['--seed']),
  ];
  if (ineffective !== undefined)
    throw new InputError(`${ineffective} has no effect on a ${definition.kind}: it is for games; leave it out`);
  switch (definition.kind) {
    case 'oracle':
      return examineOracle(definition as OraclePart);
    case 'leader':
      return examineLeader(definition as LeaderPart);
    case 'method':
      return examineMethod(definition as MethodPart);
    case 'problem':
      return examineProblem(definition as ProblemKind);
    default:
      return examineNetwork(definition as NetworkPart);
  }
}

function row({ rule, about, outcome, detail }: Finding): string[] {
  return [outcome === 'kept' ? 'ok' : outcome, rule, detail === '' ? about : detail.replaceAll(/\s+/g, ' ')];
}
