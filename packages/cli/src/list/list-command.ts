import type { Command } from 'commander';
import { createGames } from '../games/games.ts';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { fullDescription, gameRecord, shortDescription } from './describe-game.ts';

/** Adds `firstmover list`. */
export function addListCommand(program: Command, io: Io): void {
  program
    .command('list')
    .argument('[game-id]', 'show this game in full')
    .summary('list the games, or show one in full')
    .description(
      'Lists the games with their parameters and defaults, or shows one game in full: players, spaces, parameters and known optima.',
    )
    .option('--json', 'print one JSON object per game, one per line')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover list
  $ firstmover list matrix/IteratedPrisonersDilemma-v1
  $ firstmover list --json`,
    )
    .action((id: string | undefined, flags: { readonly json?: boolean }) => {
      const games = createGames();
      const shown = id === undefined ? games.ids().map((each) => games.find(each)) : [games.find(id)];
      if (flags.json) for (const game of shown) io.out(jsonLine(gameRecord(game)));
      else if (id !== undefined) io.out(`${shown.map(fullDescription).join('\n\n')}\n`);
      else io.out(`${shown.map(shortDescription).join('\n\n')}\n\n${shown.length} games; firstmover list <game-id> shows one in full.\n`);
    });
}
