import type { Command } from 'commander';
import type { Finding } from '@firstmover/core/testing';
import { examineGame } from '@firstmover/core/testing';
import { findGame } from '../games/find-games.ts';
import { createGame } from '../games/games.ts';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { parseInteger } from '../io/number.ts';
import { formatTable } from '../io/table.ts';
import { ReportedError, writeError } from '../main/command-errors.ts';

interface CheckFlags {
  readonly param: readonly string[];
  readonly steps: string;
  readonly seed: string;
  readonly json?: boolean;
}

/** Adds `firstmover check`. */
export function addCheckCommand(program: Command, io: Io): void {
  program
    .command('check')
    .argument('<game>', 'a game id, or a module that exports a game: ./my-game.js, ./games.js#name, my-package#name')
    .summary('check that a game keeps the rules of a game')
    .description(
      'Plays a game at random and says of every rule that firstmover relies on whether the game keeps it. The exit code is 2 where it breaks one.',
    )
    .option(
      '--param <name=value>',
      'set a parameter of the game (repeatable)',
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .option('--steps <n>', 'how many random steps are played', '10000')
    .option('--seed <n>', 'the seed of chance and of the random actions', '0')
    .option('--json', 'print one JSON object per rule, one per line')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover check matrix/IteratedPrisonersDilemma-v1
  $ firstmover check ./my-game.js --param rounds=3`,
    )
    .action(async (text: string, flags: CheckFlags) => {
      const { games, id } = await findGame(text);
      const game = createGame(games, id, flags.param);
      const findings = examineGame(game, { steps: parseInteger('--steps', flags.steps), seed: parseInteger('--seed', flags.seed) });
      const broken = findings.filter(({ outcome }) => outcome === 'broken');
      if (flags.json) for (const finding of findings) io.out(jsonLine({ game: game.id, ...finding }));
      else
        io.out(
          `${game.id}\n\n${formatTable(undefined, findings.map(row))}\n\n${findings.filter(({ outcome }) => outcome === 'kept').length} rules kept, ${broken.length} broken.\n`,
        );
      if (broken.length === 0) return;
      const message = `${game.id} breaks ${broken.length} of the rules of a game: ${broken.map(({ rule }) => rule).join(', ')}`;
      writeError(message, io);
      throw new ReportedError(message);
    });
}

function row({ rule, about, outcome, detail }: Finding): string[] {
  return [outcome === 'kept' ? 'ok' : outcome, rule, detail === '' ? about : detail.replaceAll(/\s+/g, ' ')];
}
