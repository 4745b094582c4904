import { z } from 'zod';
import { InputError, checkSeed, show } from '@firstmover/core';
import { plainJson } from '../json/plain-json.ts';
import { checkFollower } from '../parts/followers.ts';
import { leaderOf } from '../parts/leaders.ts';
import { methodOf } from '../parts/methods.ts';
import type {
  BudgetPart,
  CheckpointsPart,
  EvaluationPart,
  Experiment,
  GameChoice,
  MetricsPart,
  ProblemPart,
  RunConfig,
} from './experiment.ts';
import type { Shape } from './schema.ts';
import { checkPart, integer, oneOf, real } from './schema.ts';

/** The largest config, in characters. */
const CONFIG_LIMIT = 1 << 20;

const record = z.record(z.string(), z.unknown(), { error: 'a record' });
const named = z.union([z.string(), record], { error: 'a name, or a record with settings' }).optional();
const positive = (limit = 1e12): z.ZodType =>
  z.number({ error: 'an integer of at least 1' }).int({ error: 'an integer of at least 1' }).min(1, { error: 'an integer of at least 1' }).max(limit, { error: `at most ${limit}` }).optional(); // prettier-ignore

const shape: Shape<Experiment> = {
  name: z.string({ error: 'a text' }).optional(),
  game: z.union([z.string(), record], { error: 'the id of a game, or a record with id or module' }),
  method: named,
  follower: named,
  leader: named,
  conditions: record.optional(),
  problem: record.optional(),
  budget: record.optional(),
  evaluation: z.union([z.literal(false), record], { error: 'false, or a record with everyUpdates' }).optional(),
  checkpoints: record.optional(),
  metrics: record.optional(),
  seed: integer,
  seeds: z.array(z.number(), { error: 'a list of integers' }).min(1, { error: 'at least one seed' }).max(100_000).optional(),
};
const gameShape: Shape<GameChoice> = {
  id: z.string({ error: 'the id of a game' }).optional(),
  module: z.string({ error: 'a path' }).optional(),
  export: z.string({ error: 'a name' }).optional(),
  parameters: record.optional(),
};
const problemShape: Shape<ProblemPart> = { games: positive(), critic: oneOf('leader', 'oracle') };
const budgetShape: Shape<BudgetPart> = { leaderSteps: positive(), updates: positive(), pretrainingSteps: positive() };
const evaluationShape: Shape<EvaluationPart> = { everyUpdates: positive() };
const metricsShape: Shape<MetricsPart> = { everyUpdates: positive() };
const checkpointsShape: Shape<CheckpointsPart> = { everySeconds: real, everyUpdates: positive(), keep: positive(1000) };

/**
 * Checks an experiment and fills in what it leaves out.
 *
 * @param given - an {@link Experiment} as a program or a file wrote it; nothing is assumed of it
 * @returns the config of each of its runs, one per seed
 * @throws InputError in one line for anything unknown, out of range or without effect
 */
export function resolveExperiment(given: unknown): RunConfig[] {
  const plain = plainJson(given, 'the config');
  if (JSON.stringify(plain).length > CONFIG_LIMIT)
    throw new InputError(`the config is too long: expected at most ${CONFIG_LIMIT} characters`);
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain))
    throw new InputError(`the config is ${show(plain)}: expected a record`);
  if (!Object.hasOwn(plain, 'game')) throw new InputError('the config has no game: expected one, for example game: matrix/Escape-v1');
  checkPart(shape, plain, 'the config');
  const experiment = plain as unknown as Experiment;
  const { conditions, problem = {}, budget = {}, evaluation = {}, checkpoints = {}, metrics = {} } = experiment;
  const game = gameOf(experiment.game);
  checkPart(problemShape, problem, 'problem');
  checkPart(budgetShape, budget, 'budget');
  if (evaluation !== false) checkPart(evaluationShape, evaluation, 'evaluation');
  checkPart(metricsShape, metrics, 'metrics');
  checkPart(checkpointsShape, checkpoints, 'checkpoints');
  const { everySeconds, everyUpdates } = checkpoints;
  if (everySeconds !== undefined && everyUpdates !== undefined)
    throw new InputError('checkpoints has everySeconds and everyUpdates: expected one of them');
  if (everySeconds !== undefined && !(everySeconds > 0 && everySeconds <= 1e6))
    throw new InputError(`checkpoints.everySeconds is ${show(everySeconds)}: expected a number above 0, at most 1000000`);

  const parts = partsOf(experiment);
  const seeds = seedsOf(experiment);
  return seeds.map((seed) => ({
    name: nameOf(experiment, seed, game, parts),
    game,
    ...parts,
    ...(conditions && Object.keys(conditions).length > 0 ? { conditions } : {}),
    ...(Object.keys(problem).length > 0 ? { problem } : {}),
    budget: budget.leaderSteps === undefined && budget.updates === undefined ? { leaderSteps: 40_000, ...budget } : budget,
    evaluation: evaluation === false ? false : { everyUpdates: 20, ...evaluation },
    checkpoints: { ...(everyUpdates === undefined ? { everySeconds: 30 } : {}), keep: 3, ...checkpoints },
    metrics: { everyUpdates: 1, ...metrics },
    seed,
  }));
}

function gameOf(given: Experiment['game']): GameChoice {
  const game = typeof given === 'string' ? { id: given } : given;
  checkPart(gameShape, game, 'game');
  if ((game.id === undefined) === (game.module === undefined)) throw new InputError(`game is ${show(given)}: expected either id or module`);
  if (game.export !== undefined && game.module === undefined)
    throw new InputError('game.export has no effect without module: a game of the registry is named by id');
  return game;
}

function partsOf(experiment: Experiment): Pick<RunConfig, 'method' | 'follower' | 'leader'> {
  const { conditions, problem } = experiment;
  const method = experiment.method === undefined ? undefined : expand(experiment.method, 'name');
  const follower = experiment.follower === undefined ? undefined : expand(experiment.follower, 'oracle');
  const leader = experiment.leader === undefined ? undefined : expand(experiment.leader, 'algorithm');
  const learner = leader && leaderOf(leader as NonNullable<RunConfig['leader']>);
  if ((method === undefined) === (follower === undefined)) {
    throw new InputError(
      method
        ? `follower has no effect with method ${show(method['name'])}: a method has its own; leave one of them out`
        : 'the config has no method and no follower: expected one of them',
    );
  }
  if (method === undefined) {
    checkFollower(follower as RunConfig['follower'] & object);
    return { follower, leader: leader ?? { algorithm: 'ppo' } } as Pick<RunConfig, 'follower' | 'leader'>;
  }
  for (const [name, value] of Object.entries({ conditions, problem })) {
    if (value !== undefined)
      throw new InputError(
        `${name} has no effect with method ${show(method['name'])}: a method has its own; use follower and leader instead`,
      );
  }
  methodOf(method as RunConfig['method'] & object, learner);
  return { method, ...(leader ? { leader } : {}) } as Pick<RunConfig, 'method' | 'leader'>;
}

/** A part by name, in full. */
function expand(part: string | object, key: string): Readonly<Record<string, unknown>> {
  if (typeof part === 'string') return { [key]: part };
  const name = (part as Record<string, unknown>)[key];
  if (typeof name !== 'string') throw new InputError(`${show(part)} in the config: expected its ${key}`);
  return part as Readonly<Record<string, unknown>>;
}

function seedsOf({ seed, seeds }: Experiment): readonly number[] {
  if (seed !== undefined && seeds !== undefined) throw new InputError('the config has seed and seeds: expected one of them');
  const all = seeds ?? [seed ?? 0];
  for (const each of all) checkSeed(each);
  if (new Set(all).size < all.length) throw new InputError(`seeds is ${show(all)}: expected each seed once`);
  return all;
}

const NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/**
 * Checks the name of a run folder: it must stay in the folder of runs on every system.
 *
 * @throws InputError for anything but letters, digits, dots, dashes and underscores
 */
export function checkName(name: string): string {
  if (NAME_PATTERN.test(name) && !name.endsWith('.')) return name;
  throw new InputError(
    `name of the run is ${show(name)}: expected letters, digits, dots, dashes and underscores, at most 200, a letter or digit first`,
  );
}

function nameOf(
  experiment: Experiment,
  seed: number,
  game: GameChoice,
  { method, follower, leader }: Pick<RunConfig, 'method' | 'follower' | 'leader'>,
): string {
  if (experiment.name !== undefined) return checkName(experiment.seeds ? `${experiment.name}-s${seed}` : experiment.name);
  const what = (game.id ?? game.module ?? '')
    .replace(/^.*[/\\]/, '')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '');
  const how = [method?.name ?? follower?.oracle, leader?.algorithm].filter((part) => part !== undefined).join('-');
  return checkName(`${what || 'game'}-${how}-s${seed}`);
}
