import type { Conditions, FiniteModel, Game, Player } from '@firstmover/core';
import { InputError, RefusedError, checkSeed, finiteModel, leadersOf, resolveParameters, show } from '@firstmover/core';
import type { MethodRun } from '@firstmover/methods';
import { designOf, startMethod, startRecipe } from '@firstmover/methods';
import type { LoadedParts, PartChoice } from '../choice/choice.ts';
import { bindChoice, fullChoice } from '../choice/choice.ts';
import type { ConfigRegistry } from '../registry/bundled-registry.ts';
import { BUDGET_PARAMETERS, CONDITIONS_PARAMETERS, EVALUATION_PARAMETERS, PROBLEM_PARAMETERS } from './parameters.ts';

/** The leader's problem, where it differs from the usual one. */
export interface ProblemPart {
  /** How many games are played against one response (default 1). */
  readonly games?: number;
  /** What a critic sees (default `leader`). */
  readonly critic?: 'leader' | 'oracle';
}

/** When a run ends: at the first limit that an update reaches. */
export interface BudgetPart {
  /** Environment steps of the leader's problem (default 40,000 where `updates` is not given). */
  readonly leaderSteps?: number;
  /** Updates of the leader. */
  readonly updates?: number;
  /** The most environment steps of pre-training, for followers that pre-train (default the follower's own). */
  readonly pretrainingSteps?: number;
}

/** When the leader is compared with a best response. */
export interface EvaluationPart {
  /** After so many updates of the leader, and at the end (default 20). */
  readonly everyUpdates?: number;
}

/** How a game is to be solved: by a method, or by an oracle and a leader. JSON-safe where parts are named. */
export interface PlanOptions {
  /** A method, by name or in full: instead of `oracle`, `conditions` and `problem`. */
  readonly method?: string | PartChoice;
  /** How followers respond, by name or in full. */
  readonly oracle?: string | PartChoice;
  /** How the leader learns, by name or in full (default the method's, or `ppo`). */
  readonly leader?: string | PartChoice;
  /** Conditions of the leader's problem that differ from their defaults. */
  readonly conditions?: Partial<Conditions>;
  /** The leader's problem. */
  readonly problem?: ProblemPart;
  /** When it ends. */
  readonly budget?: BudgetPart;
  /** When it is evaluated; false: only at the end. */
  readonly evaluation?: EvaluationPart | false;
  /** The seed of everything random (default 0). */
  readonly seed?: number;
}

/** A plan with everything filled in. JSON-safe. */
export interface Plan {
  /** The method, if it is one. */
  readonly method?: PartChoice;
  /** The oracle, if it is no method. */
  readonly oracle?: PartChoice;
  /** The leader; left out where the method's own is used. */
  readonly leader?: PartChoice;
  /** Conditions that differ from their defaults. */
  readonly conditions?: Partial<Conditions>;
  /** The leader's problem. */
  readonly problem?: ProblemPart;
  /** When it ends. */
  readonly budget: BudgetPart;
  /** When it is evaluated. */
  readonly evaluation: EvaluationPart | false;
  /** The seed. */
  readonly seed: number;
}

/** The environment steps of a leader where no budget is given. */
const LEADER_STEPS = 40_000;

/**
 * Checks what a plan says and fills in what it leaves out.
 *
 * @param registry - where names are looked up
 * @throws InputError in one line for anything unknown, out of range or without effect
 */
export function resolvePlan(options: PlanOptions, registry: ConfigRegistry): Plan {
  const { conditions, problem = {}, budget = {}, evaluation = {}, seed = 0 } = options;
  checkSeed(seed);
  resolveParameters(CONDITIONS_PARAMETERS, conditions ?? {}, 'conditions', 'entry');
  resolveParameters(PROBLEM_PARAMETERS, { ...problem }, 'problem', 'entry');
  resolveParameters(BUDGET_PARAMETERS, { ...budget }, 'budget', 'entry');
  if (evaluation !== false) resolveParameters(EVALUATION_PARAMETERS, { ...evaluation }, 'evaluation', 'entry');
  return {
    ...partsOf(options, registry),
    ...(conditions && Object.keys(conditions).length > 0 ? { conditions } : {}),
    ...(Object.keys(problem).length > 0 ? { problem } : {}),
    budget: budget.leaderSteps === undefined && budget.updates === undefined ? { leaderSteps: LEADER_STEPS, ...budget } : budget,
    evaluation: evaluation === false ? false : { everyUpdates: EVALUATION_PARAMETERS.everyUpdates.default, ...evaluation },
    seed,
  };
}

function partsOf(options: PlanOptions, registry: ConfigRegistry): Pick<Plan, 'method' | 'oracle' | 'leader'> {
  const { conditions, problem } = options;
  const full = (kind: 'method' | 'oracle' | 'leader'): PartChoice | undefined =>
    options[kind] === undefined ? undefined : fullChoice(options[kind], kind);
  const [method, oracle, leader] = [full('method'), full('oracle'), full('leader')];
  const bound = leader && bindChoice(registry, 'leader', leader);
  if (!method) {
    if (!oracle) throw new InputError('the config has no method and no oracle: expected one of them');
    bindChoice(registry, 'oracle', oracle);
    return { oracle, leader: leader ?? { name: 'ppo' } };
  }
  const called = show(method.name ?? method.module);
  if (oracle) throw new InputError(`oracle has no effect with method ${called}: a method has its own; leave one of them out`);
  for (const [name, value] of Object.entries({ conditions, problem })) {
    if (value !== undefined)
      throw new InputError(`${name} has no effect with method ${called}: a method has its own; use oracle and leader instead`);
  }
  const known = bindChoice(registry, 'method', method);
  if (known) designOf(known, bound);
  return { method, ...(leader ? { leader } : {}) };
}

/** PPO with settings under which a mixture settles near an optimum that lies on a tie. */
const MIXTURE_LEADER: PartChoice = {
  name: 'ppo',
  copies: 64,
  learningRate: 0.03,
  // The optimum lies at a cliff: without `targetKl` a long update of a narrow policy can carry it over, from where it does not return.
  targetKl: 0.02,
  entropyBonus: 0,
  maxGradientNorm: 0.5,
  head: { simplex: 'softmax-normal' },
};

/**
 * The parts for a game where neither method nor oracle is named. Where the leader plays a mixture they are PPO on the exact follower;
 * else the contextual method, a follower that is trained beforehand for every leader, and PPO.
 *
 * @param options - what is named stays
 */
export function withUsualParts(game: Game, options: PlanOptions): PlanOptions {
  const { method, oracle, leader, conditions, problem } = options;
  if (method !== undefined) return options;
  const mixes = leadersOf(game).some((player) => (game.players[player] as Player).action.kind === 'simplex');
  if (mixes) return { ...options, oracle: oracle ?? 'exact', leader: leader ?? MIXTURE_LEADER };
  if (oracle !== undefined) return options;
  return conditions || problem ? { ...options, oracle: 'contextual' } : { ...options, method: 'contextual' };
}

/** What a plan describes, made. */
export interface PlannedRun {
  /** The game. */
  readonly game: Game;
  /** Its finite model; undefined where it has none. */
  readonly model: FiniteModel | undefined;
  /** Training at its start. */
  readonly run: MethodRun;
}

/**
 * Makes what a plan describes.
 *
 * @param loaded - the parts of modules that it names
 * @throws InputError or RefusedError in one line for parts that do not fit each other or the game
 */
export function startPlan(plan: Plan, game: Game, registry: ConfigRegistry, loaded?: LoadedParts): PlannedRun {
  const { seed, budget, conditions, problem } = plan;
  const model = modelOf(game);
  const start = {
    seed,
    ...(model ? { model } : {}),
    ...(budget.pretrainingSteps === undefined ? {} : { pretrainingSteps: budget.pretrainingSteps }),
  };
  const leader = plan.leader && bindChoice(registry, 'leader', plan.leader, loaded);
  const run = plan.method
    ? startMethod(bindChoice(registry, 'method', plan.method, loaded)!, game, { ...start, ...(leader ? { leader } : {}) })
    : startRecipe(
        {
          equilibrium: '',
          oracle: bindChoice(registry, 'oracle', plan.oracle, loaded)!,
          leader: leader!,
          ...(conditions ? { conditions } : {}),
          ...(problem ? { problem } : {}),
        },
        game,
        start,
      );
  if (budget.pretrainingSteps !== undefined && run.phase !== 'pretraining')
    throw new InputError('budget.pretrainingSteps has no effect: no follower is trained beforehand; leave it out');
  return { game, model, run };
}

function modelOf(game: Game): FiniteModel | undefined {
  try {
    return finiteModel(game);
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
}
