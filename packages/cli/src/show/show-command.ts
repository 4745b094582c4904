import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Game, Policy } from '@firstmover/core';
import {
  InputError,
  checkSeed,
  filmStrip,
  filmText,
  followersOf,
  playEpisode,
  randomStream,
  respondTo,
  show,
  soleLeader,
} from '@firstmover/core';
import type { ConfigRegistry } from '@firstmover/pipeline';
import { loadFollowers, loadLeader, readRun } from '@firstmover/experiments';
import { findGame } from '../games/find-games.ts';
import { createGame } from '../games/games.ts';
import type { Io } from '../io/io.ts';
import { parseInteger } from '../io/number.ts';

interface ShowFlags {
  readonly param: readonly string[];
  readonly seed: string;
  readonly policy?: string;
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
      'Plays one episode, at random or as a run learned it, and shows it: what every player does, earns and sees, and the drawing of the game where it has one.',
    )
    .option(
      '--param <name=value>',
      'set a parameter of the game (repeatable)',
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .option('--seed <n>', 'the seed of chance and of the actions', '0')
    .option(
      '--policy <run>',
      'play what a run learned: its leader, and its followers as they respond to it, with the parameters of the run',
    )
    .addOption(new Option('--svg <file>', 'write the episode as a picture to this file (- for standard output)').conflicts('text'))
    .option('--text', 'print the episode as text (default)')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover show benchmark/Checkpoints-v1
  $ firstmover show benchmark/Checkpoints-v1 --param places=8 --seed 3 --svg episode.svg
  $ firstmover show matrix/IteratedPrisonersDilemma-v1 --policy runs/IteratedPrisonersDilemma-v1-contextual-s0`,
    )
    .action(async (text: string, flags: ShowFlags) => {
      const { games, id } = await findGame(text);
      const seed = parseInteger('--seed', flags.seed);
      checkSeed(seed);
      if (flags.policy !== undefined && flags.param.length > 0)
        throw new InputError('--param has no effect beside --policy: the run has its parameters');
      const game =
        flags.policy === undefined ? createGame(games, id, flags.param) : games.find('game', id).create(parametersOf(flags.policy, id));
      const policies = flags.policy === undefined ? [] : await learned(flags.policy, game, games, seed);
      const moments = playEpisode(game, { seed, policies });
      if (flags.svg === undefined) io.out(filmText(game, moments));
      else if (flags.svg === '-') io.out(filmStrip(game, moments));
      else {
        writePicture(flags.svg, filmStrip(game, moments));
        io.err(`wrote ${flags.svg}\n`);
      }
    });
}

/** The parameters of a run, which must be of the game that is asked for. */
function parametersOf(folder: string, id: string): Game['parameters'] {
  const { game } = readRun(folder);
  if (game.id !== id) throw new InputError(`${folder} is a run of ${show(game.id)}: expected one of ${id}`);
  return game.parameters;
}

/** What every player of a run plays: the leader greedily, the followers as the run's oracle responds to that. */
async function learned(folder: string, game: Game, games: ConfigRegistry, seed: number): Promise<readonly Policy[]> {
  const leader = await loadLeader(folder, 'greedy', { registry: games });
  const oracle = await loadFollowers(folder, { registry: games });
  const { policies } = respondTo(oracle, leader, randomStream(seed, 'show').at(0, 0));
  const followers = followersOf(game);
  const played: Policy[] = [];
  played[soleLeader(game)] = leader;
  policies.forEach((policy, i) => (played[followers[i]!] = policy));
  return played;
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
