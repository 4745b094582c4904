import { Console } from 'node:console';
import type { Command } from 'commander';
import { InputError } from '@firstmover/core';
import { serveGame } from '@firstmover/pettingzoo';
import { findGame } from '../games/find-games.ts';
import { createGame } from '../games/games.ts';

/** Adds `firstmover serve`. It speaks with another program, so it uses the streams of the process as they are. */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .argument('<game>', 'a game id, or a module that exports a game: ./my-game.js, ./games.js#name, my-package#name')
    .summary('serve a game to another program, such as PettingZoo in Python')
    .description(
      'Plays one copy of a game for another program, which asks on standard input and is answered on standard output, both binary, until its input ends.\n' +
        'The Python package in node_modules/@firstmover/pettingzoo/python starts it, and makes a PettingZoo parallel environment of it.',
    )
    .option(
      '--param <name=value>',
      'set a parameter of the game (repeatable)',
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover serve matrix/IteratedPrisonersDilemma-v1 --param steps=5
  >>> env = firstmover.parallel_env("matrix/IteratedPrisonersDilemma-v1", steps=5)   # in Python, starts the line above`,
    )
    .action(async (text: string, flags: { readonly param: readonly string[] }) => {
      if (process.stdin.isTTY)
        throw new InputError(
          'firstmover serve is asked by another program on standard input, which is a terminal here: see firstmover serve --help',
        );
      globalThis.console = new Console(process.stderr); // what a module prints must not come between answers
      const { games, id } = await findGame(text);
      await serveGame(createGame(games, id, flags.param), { input: process.stdin, output: process.stdout });
    });
}
