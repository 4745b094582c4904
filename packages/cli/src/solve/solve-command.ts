import type { Command } from 'commander';
import { Option } from 'commander';
import type { Game } from '@firstmover/core';
import { InputError } from '@firstmover/core';
import { withOverrides } from '@firstmover/experiments';
import type { PlanOptions, SolveProgress } from '@firstmover/pipeline';
import { solve } from '@firstmover/pipeline';
import { findGame } from '../games/find-games.ts';
import { createGame } from '../games/games.ts';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { parseInteger } from '../io/number.ts';
import { createProgress } from '../io/progress.ts';
import { resultReport } from '../result/report.ts';

interface SolveFlags {
  readonly method?: string;
  readonly oracle?: string;
  readonly leader?: string;
  readonly set: readonly string[];
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
    .option('--method <name>', 'a method of `firstmover list methods`, instead of --oracle (default contextual where neither is given)')
    .option('--oracle <name>', 'how the follower responds while the leader learns: a name of `firstmover list oracles`')
    .option('--leader <name>', 'how the leader learns: a name of `firstmover list leaders` (default ppo)')
    .addOption(
      new Option('--follower <class>', 'what the follower may depend on (rational: --oracle exact only; default stationary)').choices([
        'stationary',
        'rational',
      ]),
    )
    .option(
      '--set <path=value>',
      'change an entry of the plan, as in a config: oracle.steps=100, leader.learningRate=0.05, problem.games=2 (repeatable)',
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .option('--seed <integer>', 'seed of everything random', '0')
    .option(
      '--pretraining-steps <integer>',
      "most environment steps of pre-training (default the oracle's own; oracles that are trained only)",
    )
    .option('--leader-steps <integer>', "environment steps of the leader's learning (default 40,000)")
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
      await runSolve(createGame(games, id, flags.param), flags, io);
    });
}

async function runSolve(game: Game, flags: SolveFlags, io: Io): Promise<void> {
  const progress = createProgress(io);
  const started = performance.now();
  const result = await solve(game, {
    ...planOf(flags),
    onProgress: (state) => {
      progress.update(describe(state));
    },
  });
  const seconds = Math.round(performance.now() - started) / 1000;
  progress.done();
  io.out(flags.json ? jsonLine({ ...result, seconds }) : `${resultReport(result, seconds)}\n`);
}

/** The plan that flags describe. */
function planOf({ method, oracle, leader, follower, ...flags }: SolveFlags): PlanOptions {
  if (follower === 'rational' && oracle !== 'exact')
    throw new InputError(
      method === undefined
        ? `${oracle === undefined ? 'the usual follower is contextual and' : `followers of oracle ${oracle} are not all rational: the usual one is`} stationary: --follower rational needs --oracle exact`
        : `--follower rational has no effect with method ${method}: a method has its own followers; use --oracle exact`,
    );
  const budget = {
    ...(flags.leaderSteps === undefined ? {} : { leaderSteps: parseInteger('--leader-steps', flags.leaderSteps) }),
    ...(flags.pretrainingSteps === undefined ? {} : { pretrainingSteps: parseInteger('--pretraining-steps', flags.pretrainingSteps) }),
  };
  const plan = {
    ...(method === undefined ? {} : { method }),
    ...(oracle === undefined ? {} : { oracle: follower === 'rational' ? { name: oracle, followerClass: follower } : oracle }),
    ...(leader === undefined ? {} : { leader }),
    ...(Object.keys(budget).length > 0 ? { budget } : {}),
    seed: parseInteger('--seed', flags.seed),
  };
  return withOverrides(plan, flags.set) as PlanOptions;
}

function describe({ phase, steps, share, meanReturn }: SolveProgress): string {
  const what = phase === 'pretraining' ? 'pre-training the follower' : 'training the leader';
  const returns = Number.isFinite(meanReturn)
    ? `, mean ${phase === 'pretraining' ? 'follower' : 'leader'} return ${meanReturn.toFixed(2)}`
    : '';
  return `${what}: ${steps} steps${phase === 'leader' ? `, ${Math.floor(100 * share)}%` : ''}${returns}`;
}
