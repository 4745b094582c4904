import type { FiniteModel, Game } from '@firstmover/core';
import { InputError, childSeed, leaderProblem, show } from '@firstmover/core';
import { episodeLength, noRegretFollowers, tabularQFollower } from '@firstmover/followers';
import type { LeaderChoice } from '../leaders/leaders.ts';
import { leaderNamed } from '../leaders/leaders.ts';
import { keepsAllBut } from '../method/keep.ts';
import { leaderRun } from '../method/leader-run.ts';
import type { Method } from '../method/method.ts';

/** Settings of {@link stackelbergPomdp}. */
export interface StackelbergPomdpOptions {
  /** How followers learn in the response phase (default `multiplicative-weights`). */
  readonly followers?: 'multiplicative-weights' | 'q-learning';
  /** Updates of multiplicative weights, or games of Q-learning, in a response phase (default 33, that is 100 games of a 3 x 3 game; 100 games). */
  readonly responses?: number;
  /** The step size of the followers (default 0.01 for multiplicative weights, 0.15 for Q-learning). */
  readonly rate?: number;
  /** The probability that a response phase is in the leader's trajectory; 0 is the paper's "Basic POMDP" (default 1). */
  readonly responseProbability?: number;
  /** What the critic sees: the phase and the followers' weights too (`centralised`, the default), or what the leader sees (`plain`). */
  readonly critic?: 'centralised' | 'plain';
  /** Games of the reward phase (default 1). */
  readonly games?: number;
  /** The leader's algorithm, by name or with settings: one with a critic, if that is centralised (default `ppo`). */
  readonly leader?: LeaderChoice;
}

/**
 * The Stackelberg POMDP of Brero et al.: no-regret or Q-learning followers respond within the leader's episode, and a critic that sees their state
 * helps the leader that does not.
 */
export function stackelbergPomdp(options: StackelbergPomdpOptions = {}): Method {
  const { followers = 'multiplicative-weights', responseProbability = 1, critic = 'centralised', games = 1 } = options;
  if (followers !== 'multiplicative-weights' && followers !== 'q-learning')
    throw new InputError(`followers of stackelbergPomdp is ${show(followers)}: expected multiplicative-weights or q-learning`);
  if (critic !== 'centralised' && critic !== 'plain')
    throw new InputError(`critic of stackelbergPomdp is ${show(critic)}: expected centralised or plain`);
  const { name, copies, learn } = leaderNamed(options.leader ?? 'ppo');
  if (critic === 'centralised' && name !== 'ppo' && name !== 'a2c')
    throw new InputError(
      `critic centralised of stackelbergPomdp has no effect with leader ${name}: it has no critic; use plain, or leader ppo or a2c`,
    );
  const weights = followers === 'multiplicative-weights';
  return {
    name: weights ? 'stackelberg-pomdp' : 'stackelberg-pomdp-q',
    summary: `${weights ? 'Multiplicative-weights' : 'Q-learning'} followers respond within the leader's episode; ${name} with a ${critic} critic learns the leader.`,
    citation: 'Brero, Eden, Chakrabarti, Gerstgrasser, Greenwald, Li & Parkes, Stackelberg POMDP (arXiv 2210.03852)',
    equilibrium: weights ? '(Bayesian) coarse correlated equilibrium of no-regret followers' : 'best response, as learned',
    conditions: responseProbability < 1 ? keepsAllBut('queriesInTrajectory') : keepsAllBut(),
    start(game, { seed = 0, model } = {}) {
      const known = model ? { model } : {};
      const leaderSeed = childSeed(seed, 'leader');
      const oracle = weights
        ? noRegretFollowers(game, { updates: options.responses ?? 33, rate: options.rate ?? 0.01, ...known, ...returnBounds(game, model) })
        : tabularQFollower(game, { episodes: options.responses ?? 100, learningRate: options.rate ?? 0.15, gamma: 0.95, ...known });
      return leaderRun(oracle, () => {
        const problem = leaderProblem(oracle, {
          copies,
          seed: leaderSeed,
          games,
          critic: critic === 'centralised' ? 'oracle' : 'leader',
          conditions: { queriesInTrajectory: responseProbability },
          ...known,
        });
        return { problem, learner: learn(problem, leaderSeed) };
      });
    },
  };
}

/** The bounds of a follower's return, where an episode has a known length; else they are those of one step. */
function returnBounds(game: Game, model: FiniteModel | undefined): { readonly utilityBounds?: readonly [number, number] } {
  const length = model && episodeLength(model);
  const [low, high] = game.descriptor.rewardBounds;
  return length === undefined ? {} : { utilityBounds: [Math.min(low, length * low), Math.max(high, length * high)] };
}
