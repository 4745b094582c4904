import type { Game } from '@firstmover/core';
import { bindPart, childSeed, expectThing, InputError, leaderProblem } from '@firstmover/core';
import type { BoundLeader } from '@firstmover/algorithms';
import { COPIES } from '@firstmover/algorithms';
import { leaderRun } from './leader-run.ts';
import type { BoundMethod, MethodDesign, MethodPart, MethodRun, Recipe, StartOptions } from './method-part.ts';

/**
 * Starts a recipe on a game. Its oracle is made, trained beforehand where it has to be, and its leader learns on the problem that game
 * and oracle make.
 *
 * @throws InputError or RefusedError, in words, for a game that oracle or leader cannot serve
 */
export function startRecipe({ oracle: follower, leader, conditions, problem }: Recipe, game: Game, options: StartOptions = {}): MethodRun {
  const { seed = 0, model, pretrainingSteps } = options;
  const known = model ? { model } : {};
  const leaderSeed = childSeed(seed, 'leader');
  const made = follower.create(
    { game, ...known, ...(pretrainingSteps === undefined ? {} : { pretrainingSteps }) },
    childSeed(seed, 'pretraining'),
  );
  return leaderRun(made, (oracle) => {
    const built = leaderProblem(oracle, {
      copies: copiesOf(leader),
      seed: leaderSeed,
      ...problem,
      ...(conditions ? { conditions } : {}),
      ...known,
    });
    return { problem: built, learner: leader.create(built, leaderSeed) };
  });
}

/** How many outer episodes run side by side for a leader. */
export function copiesOf({ settings }: BoundLeader): number {
  return typeof settings['copies'] === 'number' ? settings['copies'] : COPIES;
}

/**
 * What a method comes down to.
 *
 * @param leader - instead of the method's usual one
 * @throws InputError for a leader where the method has its own
 */
export function designOf({ part, create }: BoundMethod, leader?: BoundLeader): MethodDesign {
  const design = create(leader);
  if (leader && 'start' in design)
    throw new InputError(`leader ${leader.part.name} has no effect with method ${part.name}: it has its own; leave it out`);
  return design;
}

/**
 * Starts a method on a game.
 *
 * @param method - with settings (`bindPart`), or as it is
 * @param options - seed, model, the most steps of pre-training, and a leader instead of the method's usual one
 * @throws InputError or RefusedError, in words, for a game that it cannot serve
 */
export function startMethod(
  method: BoundMethod | MethodPart,
  game: Game,
  options: StartOptions & { readonly leader?: BoundLeader } = {},
): MethodRun {
  const { leader, ...start } = options;
  expectThing(game, 'a game', 'startMethod');
  const design = designOf(typeof method === 'object' && 'part' in method ? method : bindPart(method), leader);
  return 'start' in design ? design.start(game, start) : startRecipe(design, game, start);
}
