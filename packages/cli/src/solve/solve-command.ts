import type { Command } from 'commander';
import { Option } from 'commander';
import type { Game } from '@firstmover/core';
import { finiteModel } from '@firstmover/core';
import { exactFollower } from '@firstmover/followers';
import { findGame } from '../games/find-games.ts';
import { createGame } from '../games/games.ts';
import type { Io } from '../io/io.ts';
import { parseInteger } from '../io/number.ts';
import { createProgress } from '../io/progress.ts';
import { solveReport, typicalEpisode } from './report.ts';
import type { SolveOptions, SolveProgress } from './solve.ts';
import { DEFAULT_BUDGETS, solve } from './solve.ts';

interface SolveFlags {
  readonly method?: string;
  readonly oracle?: 'contextual' | 'exact';
  readonly leader?: 'ppo' | 'reinforce';
  readonly follower?: 'stationary' | 'rational';
  readonly seed: string;
  readonly pretrainingSteps?: string;
  readonly leaderSteps?: string;
  readonly param: readonly string[];
  readonly json?: boolean;
}

/** Adds `firstmover solve`. */
export function addSolveCommand(program: Command, io: Io): void {
  program
    .command('solve')
    .argument('<game>', 'a game id of `firstmover list`, or a module that exports a game: ./my-game.js')
    .summary("learn the leader's best commitment and prove it")
    .description(
      "Learns the leader's best commitment and proves it: trains a follower oracle where it learns, then the leader on top of it, and compares\n" +
        'the result with an exact best response and, where one can be computed, with the exact optimum.',
    )
    .option('--method <name>', 'a method of `firstmover list methods`, instead of --oracle, --leader and --follower')
    .addOption(
      new Option('--oracle <name>', 'how the follower responds while the leader learns (default contextual)').choices([
        'contextual',
        'exact',
      ]),
    )
    .addOption(new Option('--leader <name>', 'how the leader learns (default ppo)').choices(['ppo', 'reinforce']))
    .addOption(
      new Option('--follower <class>', 'what the follower may depend on (rational: exact oracle only; default stationary)').choices([
        'stationary',
        'rational',
      ]),
    )
    .option('--seed <integer>', 'seed of everything random', '0')
    .option(
      '--pretraining-steps <integer>',
      `most environment steps of pre-training (default ${DEFAULT_BUDGETS.pretrainingSteps}; contextual oracle only)`,
    )
    .option('--leader-steps <integer>', `environment steps of the leader's learning (default ${DEFAULT_BUDGETS.leaderSteps})`)
    .option(
      '--param <name=value>',
      "set one of the game's parameters (repeatable)",
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .option('--json', 'print one JSON object on stdout; everything else goes to stderr')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover solve matrix/IteratedPrisonersDilemma-v1
  $ firstmover solve matrix/IteratedChicken-v1 --leader reinforce --seed 3
  $ firstmover solve matrix/IteratedPrisonersDilemma-v1 --oracle exact --follower rational
  $ firstmover solve matrix/Escape-v1 --method stackelberg-pomdp
  $ firstmover solve matrix/Maintain-v1 --param commitment=mixed
  $ firstmover solve matrix/IteratedStagHunt-v1 --param memory=other --param steps=5 --json`,
    )
    .action(async (text: string, flags: SolveFlags) => {
      const { games, id } = await findGame(text);
      runSolve(createGame(games, id, flags.param), flags, io);
    });
}

function runSolve(game: Game, flags: SolveFlags, io: Io): void {
  const progress = createProgress(io);
  const options: SolveOptions = {
    ...(flags.method === undefined ? {} : { method: flags.method }),
    ...(flags.oracle ? { oracle: flags.oracle } : {}),
    ...(flags.leader ? { leader: flags.leader } : {}),
    seed: parseInteger('--seed', flags.seed),
    onProgress: (state) => {
      progress.update(describe(state));
    },
    ...(flags.follower ? { followerClass: flags.follower } : {}),
    ...(flags.pretrainingSteps === undefined ? {} : { pretrainingSteps: parseInteger('--pretraining-steps', flags.pretrainingSteps) }),
    ...(flags.leaderSteps === undefined ? {} : { leaderSteps: parseInteger('--leader-steps', flags.leaderSteps) }),
  };
  const started = performance.now();
  const result = solve(game, options);
  const seconds = Math.round(performance.now() - started) / 1000;
  progress.done();
  if (flags.json) {
    io.out(`${JSON.stringify({ ...result, seconds })}\n`);
    return;
  }
  // The reward of a mixture is an expectation: there is no episode to tell.
  const episode = result.mixture
    ? undefined
    : typicalEpisode(
        game,
        result.leaderPolicy,
        exactFollower(finiteModel(game), { followerClass: result.followerClass, ties: result.ties }),
      );
  io.out(`${solveReport({ ...result, seconds }, episode)}\n`);
}

function describe({ phase, steps, budget, meanReturn }: SolveProgress): string {
  const what = phase === 'pretraining' ? 'pre-training the follower' : 'training the leader';
  const returns = Number.isFinite(meanReturn)
    ? `, mean ${phase === 'pretraining' ? 'follower' : 'leader'} return ${meanReturn.toFixed(2)}`
    : '';
  return `${what}: ${steps} of ${budget} steps${returns}`;
}
