import type { FiniteModel, FollowerOracle, Game, OptionsOf, TieRule } from '@firstmover/core';
import { pickIndex, resolveOptions } from '@firstmover/core';
import type { Selection } from '@firstmover/solvers';
import { checkEquilibriumOptions, inducedNormalForm, solveEquilibrium } from '@firstmover/solvers';
import { leaderAnswers } from '../leader-answers/leader-answers.ts';

/** The settings of {@link equilibriumFollowers}. */
export const EQUILIBRIUM_PARAMETERS = {
  equilibrium: {
    kind: 'choice',
    options: ['nash', 'correlated', 'coarse-correlated'],
    default: 'nash',
    about: 'what the followers agree on',
  },
  selection: {
    kind: 'choice',
    options: ['leader-best', 'leader-worst', 'welfare', 'first'],
    default: 'leader-worst',
    about: 'which of several it is; `first` for Nash only',
  },
  samples: {
    kind: 'integer',
    min: 1,
    default: 1,
    about: 'how often each observation is queried; the response is to the observed frequencies',
  },
} as const;

/** Which equilibrium the followers play. */
export type EquilibriumFollowersOptions = OptionsOf<typeof EQUILIBRIUM_PARAMETERS>;

/**
 * Several followers that play an exact equilibrium of the game that the leader's answers induce among them, in deterministic stationary policies. Nash:
 * the selection chooses among the pure equilibria; where there is none, two followers mix. Correlated and coarse correlated: the best
 * for the selection, by linear programming. Where the equilibrium is a distribution over profiles, each run draws one profile from it with its own
 * random stream, so that the leader earns the equilibrium's value in expectation (Gerstgrasser & Parkes, ICML 2023, Definition 2).
 *
 * @param source - a game that surely ends with one leader, finite but for the leader's actions; or its finite model
 * @param options - concept and selection rule
 * @throws InputError for options out of range. Runs throw a RefusedError beyond 10,000 profiles, and for three or more followers without a pure Nash
 * equilibrium; the message names what to use instead
 */
export function equilibriumFollowers(source: FiniteModel | Game, options: EquilibriumFollowersOptions = {}): FollowerOracle {
  const { equilibrium, selection, samples } = resolveOptions(EQUILIBRIUM_PARAMETERS, options, 'the equilibrium oracle');
  checkEquilibriumOptions({ equilibrium, selection });
  const { game, query, solve } = leaderAnswers(source, samples, 'equilibrium', (model) => (leader) => {
    const normalForm = inducedNormalForm(model, leader);
    const { profiles, probabilities } = solveEquilibrium(normalForm, { equilibrium, selection });
    return { probabilities, plays: profiles.map((profile) => normalForm.policies(profile)) };
  });
  const ties: Partial<Record<Selection, TieRule>> = { 'leader-best': 'strong', 'leader-worst': 'weak' };
  return {
    name: equilibrium,
    game,
    followerClass: 'stationary',
    ties: ties[selection] ?? 'unspecified',
    equilibrium: `${equilibrium}, ${selection}`,
    queries: query.observations.length,
    earnsRewards: false,
    carriesOver: false,
    *respond({ random }) {
      const { probabilities, plays } = solve(yield query);
      return { policies: plays[plays.length === 1 ? 0 : pickIndex(probabilities, random.uniform())]! };
    },
  };
}
