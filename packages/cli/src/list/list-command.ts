import type { Command } from 'commander';
import { methods } from '@firstmover/methods';
import { findGame } from '../games/find-games.ts';
import { createGames } from '../games/games.ts';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { fullDescription, gameRecord, shortDescription } from './describe-game.ts';
import { methodRecord, methodsReport } from './describe-methods.ts';

/** Adds `firstmover list`. */
export function addListCommand(program: Command, io: Io): void {
  program
    .command('list')
    .argument('[game-id]', 'show this game in full, by id or as a module that exports it; or `methods`, to list the methods')
    .summary('list the games or the methods, or show one game in full')
    .description(
      'Lists the games with their parameters and defaults, or shows one game in full: players, spaces, parameters and known optima.\n' +
        '`firstmover list methods` lists the methods with their sources and the conditions of the theorem that they keep.',
    )
    .option('--json', 'print one JSON object per game or method, one per line')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover list
  $ firstmover list matrix/IteratedPrisonersDilemma-v1
  $ firstmover list methods
  $ firstmover list --json`,
    )
    .action(async (text: string | undefined, flags: { readonly json?: boolean }) => {
      if (text === 'methods') {
        io.out(flags.json ? methods.map((method) => jsonLine(methodRecord(method))).join('') : methodsReport(methods));
        return;
      }
      const { games, id } = text === undefined ? { games: createGames(), id: undefined } : await findGame(text);
      const shown = id === undefined ? games.names('game').map((each) => games.find('game', each)) : [games.find('game', id)];
      if (flags.json) for (const game of shown) io.out(jsonLine(gameRecord(game)));
      else if (id !== undefined) io.out(`${shown.map(fullDescription).join('\n\n')}\n`);
      else io.out(`${shown.map(shortDescription).join('\n\n')}\n\n${shown.length} games; firstmover list <game-id> shows one in full.\n`);
    });
}
