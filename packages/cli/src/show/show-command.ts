import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Option } from 'commander';
import { InputError, checkSeed, filmStrip, filmText, playEpisode, show } from '@firstmover/core';
import { findGame } from '../games/find-games.ts';
import { parseParams } from '../games/games.ts';
import type { Io } from '../io/io.ts';
import { parseInteger } from '../io/number.ts';

interface ShowFlags {
  readonly param: readonly string[];
  readonly seed: string;
  readonly svg?: string;
  readonly text?: boolean;
}

/** Adds `firstmover show`. */
export function addShowCommand(program: Command, io: Io): void {
  program
    .command('show')
    .argument('<game>', 'a game id of `firstmover list`, or a module that exports a game: ./my-game.js')
    .summary('show an episode of a game as text or as a picture')
    .description(
      'Plays one episode at random and shows it: what every player does, earns and sees, and the drawing of the game where it has one.',
    )
    .option(
      '--param <name=value>',
      'set a parameter of the game (repeatable)',
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .option('--seed <n>', 'the seed of chance and of the actions', '0')
    .addOption(new Option('--svg <file>', 'write the episode as a picture to this file (- for standard output)').conflicts('text'))
    .option('--text', 'print the episode as text (default)')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover show benchmark/Checkpoints-v1
  $ firstmover show benchmark/Checkpoints-v1 --param places=8 --seed 3 --svg episode.svg`,
    )
    .action(async (text: string, flags: ShowFlags) => {
      const { games, id } = await findGame(text);
      const game = games.create(id, parseParams(flags.param));
      const seed = parseInteger('--seed', flags.seed);
      checkSeed(seed);
      const moments = playEpisode(game, { seed });
      if (flags.svg === undefined) io.out(filmText(game, moments));
      else if (flags.svg === '-') io.out(filmStrip(game, moments));
      else {
        writePicture(flags.svg, filmStrip(game, moments));
        io.err(`wrote ${flags.svg}\n`);
      }
    });
}

function writePicture(path: string, svg: string): void {
  try {
    writeFileSync(path, svg);
  } catch (error) {
    throw new InputError(
      `cannot write ${show(path)}: ${(error as NodeJS.ErrnoException).code ?? String(error)}; expected a file in a folder that exists`,
    );
  }
}
