import type { BestResponseClass, GameDefinition, KnownOptimum, TieRule } from '@firstmover/core';
import type { Bimatrix } from '../bimatrix/bimatrix.ts';
import { defineMatrixGame } from '../matrix-game/matrix-game.ts';
import { commitmentParameter, describeOneShot, oneShotGame, oneShotRules } from './one-shot.ts';

const OAF = 'Gerstgrasser & Parkes, Oracles & Followers, ICML 2023 (arXiv 2210.11942)';
const STACKELBERG_POMDP = 'Brero et al., Stackelberg POMDP, 2022 (arXiv 2210.03852)';
const BI_LEVEL = 'Zhang et al., Bi-level Actor-Critic for Multi-agent Coordination, AAAI 2020';

/**
 * The known values of a one-shot game in which no row leaves the follower indifferent: pure strong and weak are equal. The mixed value
 * is listed for strong ties; for weak ones only where a row reaches it, otherwise it is a supremum and nobody's return. Stationary and
 * rational followers are the same in one step.
 */
function values(pure: number, mixed: number, source: string): KnownOptimum[] {
  const classes: readonly BestResponseClass[] = ['stationary', 'rational'];
  const ties: readonly TieRule[] = ['strong', 'weak'];
  return classes.flatMap((followerClass) =>
    ties.flatMap((tieRule): KnownOptimum[] => {
      const common = { followerClass, ties: tieRule, source };
      const ofPure: KnownOptimum = { leaderReturn: pure, commitment: 'pure', ...common };
      return tieRule === 'strong' || pure === mixed ? [ofPure, { leaderReturn: mixed, commitment: 'mixed', ...common }] : [ofPure];
    }),
  );
}

/** `matrix/Escape-v1`: leave a good outcome that is easy to find for the best one. */
export const escape: GameDefinition = oneShotGame({
  id: 'matrix/Escape-v1',
  summary: 'Escape: the best outcome of both lies apart from a good one that is easy to find.',
  payoffs: {
    leaderPayoff: [
      [15, 10, 0],
      [10, 10, 0],
      [0, 0, 30],
    ],
    followerPayoff: [
      [15, 10, 0],
      [10, 10, 0],
      [0, 0, 30],
    ],
  },
  optima: values(30, 30, `the largest entry, reached by row 2; game of ${BI_LEVEL}`),
  source: `${BI_LEVEL}; ${STACKELBERG_POMDP}`,
});

/** `matrix/Maintain-v1`: a mixture keeps the follower where the leader earns most. */
export const maintain: GameDefinition = oneShotGame({
  id: 'matrix/Maintain-v1',
  summary: 'Maintain: the leader earns most where the follower would not stay; a mixture of rows holds it there.',
  payoffs: {
    leaderPayoff: [
      [20, 0, 0],
      [30, 10, 0],
      [0, 0, 5],
    ],
    followerPayoff: [
      [15, 0, 0],
      [0, 5, 0],
      [0, 0, 10],
    ],
  },
  optima: values(20, 55 / 2, `linear programmes of Conitzer & Sandholm (EC 2006), mixture (1/4, 3/4, 0); game of ${BI_LEVEL}`),
  source: `${BI_LEVEL}; ${STACKELBERG_POMDP}`,
});

const EVENINGS = ['opera', 'football'] as const;

/** `matrix/BattleOfTheSexes-v1`: both want to meet, at different places. */
export const battleOfTheSexes: GameDefinition = oneShotGame({
  id: 'matrix/BattleOfTheSexes-v1',
  summary: 'Battle of the sexes: both want to meet, the leader rather at the opera, the follower rather at the football.',
  payoffs: {
    leaderPayoff: [
      [2, 0],
      [0, 1],
    ],
    followerPayoff: [
      [1, 0],
      [0, 2],
    ],
    leaderActions: EVENINGS,
    followerActions: EVENINGS,
  },
  optima: values(2, 2, 'the largest entry, reached by row 0'),
  source: OAF,
});

const battleSchema = {
  leaderPrize: { kind: 'number', min: -Infinity, max: Infinity, default: 2, about: 'what the leader gets when both are at the opera' },
  miscoordination: {
    kind: 'number',
    min: -Infinity,
    max: Infinity,
    default: -5,
    about: 'what the leader gets when the two miss each other',
  },
  commitment: commitmentParameter,
} as const;

/** `matrix/OutOfEquilibriumBattle-v1`: a battle of the sexes in which a learning follower makes the best commitment look bad. */
export const outOfEquilibriumBattle: GameDefinition = defineMatrixGame({
  id: 'matrix/OutOfEquilibriumBattle-v1',
  parameters: battleSchema,
  payoffs: ({ leaderPrize, miscoordination }): Bimatrix => ({
    leaderPayoff: [
      [leaderPrize, miscoordination],
      [miscoordination, 1],
    ],
    followerPayoff: [
      [0.001, 0],
      [0, 2],
    ],
    leaderActions: EVENINGS,
    followerActions: EVENINGS,
  }),
  rules: (payoffs, { commitment }) => oneShotRules(payoffs, commitment),
  descriptor: (payoffs, { commitment, leaderPrize, miscoordination }) =>
    describeOneShot(payoffs, commitment, {
      summary: 'Battle of the sexes in which the follower hardly cares for the opera: rewards paid while it learns mislead the leader.',
      // Row 0 earns leaderPrize, which nothing exceeds.
      optima: leaderPrize >= Math.max(1, miscoordination) ? values(leaderPrize, leaderPrize, 'the largest entry, reached by row 0') : [],
      source: OAF,
    }),
});

/** `matrix/ModifiedPrisonersDilemma-v1`: both have a dominant action, and punishing costs the leader on the spot. */
export const modifiedPrisonersDilemma: GameDefinition = oneShotGame({
  id: 'matrix/ModifiedPrisonersDilemma-v1',
  summary: "A prisoner's dilemma for the follower in which the leader always prefers to cooperate, whatever the follower does.",
  payoffs: {
    leaderPayoff: [
      [4, 2],
      [3, 1],
    ],
    followerPayoff: [
      [3, 4],
      [1, 2],
    ],
    leaderActions: ['cooperate', 'defect'],
    followerActions: ['cooperate', 'defect'],
  },
  optima: values(2, 2, `both have a dominant action; game of ${OAF}`),
  source: OAF,
});

/** `matrix/Conitzer-v1`: the standard example in which a mixed commitment beats every pure one. */
export const conitzer: GameDefinition = oneShotGame({
  id: 'matrix/Conitzer-v1',
  summary: 'The standard example of the value of commitment: a dominated row beats the dominant one, and a mixture beats both.',
  payoffs: {
    leaderPayoff: [
      [1, 3],
      [0, 2],
    ],
    followerPayoff: [
      [1, 0],
      [0, 1],
    ],
  },
  optima: values(2, 5 / 2, 'Letchford et al., AAAI 2012, introduction: mixture (1/2, 1/2)'),
  source: `Letchford et al., AAAI 2012; game 3 of ${STACKELBERG_POMDP}`,
});

/** `matrix/DominantColumn-v1`: the follower has a dominant action, so that commitment gains nothing. */
export const dominantColumn: GameDefinition = oneShotGame({
  id: 'matrix/DominantColumn-v1',
  summary: "The follower's second column is dominant: neither commitment nor mixing gains anything.",
  payoffs: {
    leaderPayoff: [
      [3, 1],
      [2, 0],
    ],
    followerPayoff: [
      [2, 3],
      [0, 1],
    ],
  },
  optima: values(1, 1, "the follower's column 1 is dominant and row 0 is the leader's best reply to it"),
  source: `game 4 of ${STACKELBERG_POMDP}`,
});
