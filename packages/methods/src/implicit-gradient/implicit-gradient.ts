import type { Box, Chance, Game, ParametersOf, Player, Value } from '@firstmover/core';
import { InputError, definePart, followersOf, savable, savedCount, show, soleLeader, withoutDefaults } from '@firstmover/core';
import { NonFiniteError } from '@firstmover/networks';
import { solveLinearSystem } from '@firstmover/programmes';
import type { MethodPart, MethodRun } from '../part/method-part.ts';
import type { Payoff } from './derivatives.ts';
import { centralDifferences } from './derivatives.ts';

/** Curvature of the follower's payoff below this share of the largest is none. */
const FLAT = 1e-12;

/** The settings of the implicit gradient. */
export const IMPLICIT_GRADIENT_PARAMETERS = {
  learningRate: { kind: 'number', min: 0, above: true, max: 1e6, default: 0.05, about: "the leader's step size, as a part of its range" },
  followerRate: { kind: 'number', min: 0, above: true, max: 1e6, default: 0.2, about: "the follower's step size" },
  followerSteps: { kind: 'integer', min: 1, max: 1e6, default: 20, about: "follower steps per update, before the leader's" },
  difference: {
    kind: 'number',
    min: 0,
    above: true,
    max: 1,
    default: 1e-3,
    about: "the step of the differences, as a part of a player's range",
  },
} as const;

/**
 * The implicit Stackelberg gradient (Fiez, Chasnov & Ratliff, ICML 2020, equation 2): the leader climbs the total derivative of its
 * payoff along the follower's reply. That derivative is
 *
 *     d f1(x, y(x)) / dx = f1_x - (f2_yx)^T (f2_yy)^-1 f1_y.
 *
 * Meanwhile the follower climbs its own payoff, several steps for each of the leader's. The method needs payoffs and their
 * derivatives, here central differences, not only queries: it stands outside the theorem.
 *
 * It serves games of one step without chance where one leader and one follower choose from boxes with bounds.
 */
export const implicitGradientMethod: MethodPart = definePart({
  kind: 'method',
  name: 'implicit-gradient',
  about: "The leader climbs the total derivative of its payoff along the follower's reply; needs payoffs, not only queries.",
  source: 'Fiez, Chasnov & Ratliff, Implicit Learning Dynamics in Stackelberg Games (ICML 2020)',
  needs: ['one-follower', 'one-step', 'box-actions'],
  parameters: IMPLICIT_GRADIENT_PARAMETERS,
  create: (settings) => ({
    equilibrium: 'differential Stackelberg equilibrium (local)',
    conditions: {
      queriesOnly: 'dropped',
      queriesInTrajectory: 'does not apply',
      leaderCannotSeePhase: 'kept',
      queriesEarnNothing: 'does not apply',
      oracleRestarts: 'dropped',
      consistentAnswers: 'does not apply',
    },
    start: (game) => startImplicitGradient(game, settings),
  }),
});

function startImplicitGradient(game: Game, settings: ParametersOf<typeof IMPLICIT_GRADIENT_PARAMETERS>): MethodRun {
  const { learningRate, followerRate, followerSteps, difference } = settings;
  const { leader, follower, payoffs, evaluations, restart } = payoffsOf(game);
  const [first, second] = payoffs;
  const x = middle(leader);
  const y = middle(follower);
  const differences = centralDifferences(difference);
  // Differences look one step beyond, so that points stay one step inside the bounds.
  const limit = 1 - difference;
  const climb = (values: Float64Array, slope: Float64Array, rate: number): void => {
    for (let i = 0; i < values.length; i++) values[i] = Math.min(limit, Math.max(-limit, values[i]! + rate * slope[i]!));
  };
  let updates = 0;
  return {
    ...savable(
      'implicit-gradient',
      { ...withoutDefaults(IMPLICIT_GRADIENT_PARAMETERS, settings), game: game.id, parameters: game.parameters },
      {
        ...{ x, y },
        updates: savedCount(
          () => updates,
          (count) => (updates = count),
        ),
        evaluations: savedCount(evaluations, restart),
      },
    ),
    phase: 'leader',
    get steps() {
      return { pretraining: 0, leader: evaluations() };
    },
    update() {
      for (let k = 0; k < followerSteps; k++) climb(y, differences.gradient(second, x, y, 1), followerRate);
      const direct = differences.gradient(first, x, y, 0);
      const free = freeCoordinates(y, differences.gradient(second, x, y, 1), limit);
      const total = totalDerivative(direct, differences.gradient(first, x, y, 1), {
        cross: differences.hessian(second, x, y, 0),
        own: differences.hessian(second, x, y, 1),
        free,
      });
      updates++;
      const norm = Math.sqrt(total.reduce((sum, entry) => sum + entry * entry, 0));
      if (!Number.isFinite(norm))
        throw new NonFiniteError(`gradient ${norm} in update ${updates} of implicit-gradient: the last commitment is kept`);
      climb(x, total, learningRate);
      return { return: first(x, y), gradientNorm: norm };
    },
    leader: () => {
      const action = Array.from(x, (value) => scaled(leader, Math.abs(value) >= limit ? Math.sign(value) : value));
      return { act: (): Value => action };
    },
    oracle: () => undefined,
  };
}

/** The total derivative; the reply's coordinates that sit at a bound do not move with the leader. */
function totalDerivative(
  direct: Float64Array,
  throughReply: Float64Array,
  second: { readonly cross: readonly Float64Array[]; readonly own: readonly Float64Array[]; readonly free: readonly number[] },
): Float64Array {
  const { cross, own, free } = second;
  if (free.length === 0) return direct;
  const matrix = Float64Array.from(free.flatMap((i) => free.map((j) => own[i]![j]!)));
  const weights = Float64Array.from(free, (i) => throughReply[i]!);
  // Where the follower's payoff is flat its reply is not a function of the commitment, and only the direct effect is known.
  if (!solveLinearSystem(matrix, weights, FLAT)) return direct;
  return direct.map((slope, k) => slope - free.reduce((sum, i, at) => sum + cross[i]![k]! * weights[at]!, 0));
}

function freeCoordinates(y: Float64Array, slope: Float64Array, limit: number): number[] {
  return Array.from(y.keys()).filter((i) => Math.abs(y[i]!) < limit || y[i]! * slope[i]! < 0);
}

/** The players and payoffs of a game, on coordinates from -1 to 1. */
function payoffsOf(game: Game): {
  readonly leader: Box;
  readonly follower: Box;
  readonly payoffs: readonly [Payoff, Payoff];
  readonly evaluations: () => number;
  /** Sets the count of evaluations. */
  readonly restart: (count: number) => void;
} {
  const leads = soleLeader(game);
  const [follows, ...others] = followersOf(game);
  if (follows === undefined || others.length > 0)
    throw new InputError(`implicit-gradient serves one follower: ${game.id} has ${followersOf(game).length}`);
  const leader = boundedBox(game, leads);
  const follower = boundedBox(game, follows);
  const noChance: Chance = {
    pick: (weights) => (weights.length === 1 ? 0 : refuseChance(game)),
    uniform: () => refuseChance(game),
  };
  let count = 0;
  const actions: Value[] = [];
  const payoff =
    (player: number): Payoff =>
    (x, y) => {
      count++;
      actions[leads] = Array.from(x, (value) => scaled(leader, value));
      actions[follows] = Array.from(y, (value) => scaled(follower, value));
      const { rewards, terminated } = game.step(game.initial(noChance), actions, noChance);
      if (terminated !== true)
        throw new InputError(`implicit-gradient serves games of one step: ${game.id} goes on; use an oracle that simulates it`);
      return rewards[player]!;
    };
  return {
    leader,
    follower,
    payoffs: [payoff(leads), payoff(follows)],
    evaluations: () => count,
    restart: (evaluated) => (count = evaluated),
  };
}

function refuseChance(game: Game): never {
  throw new InputError(`implicit-gradient serves games without chance: ${game.id} draws; use an oracle that simulates it`);
}

function boundedBox(game: Game, player: number): Box {
  const { name, action } = game.players[player] as Player;
  if (action.kind !== 'box' || !Number.isFinite(action.high - action.low)) {
    throw new InputError(
      `implicit-gradient needs a box with bounds as the actions of ${name} in ${game.id}, not ${show(action)}: use a query oracle`,
    );
  }
  return action;
}

function middle(space: Box): Float64Array {
  return new Float64Array(space.shape.reduce((product, length) => product * length, 1));
}

/** A coordinate from -1 to 1 in the units of the space. */
function scaled({ low, high }: Box, value: number): number {
  return Math.min(high, Math.max(low, low + ((high - low) * (value + 1)) / 2));
}
