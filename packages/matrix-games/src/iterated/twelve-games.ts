import type { BestResponseClass, GameDefinition, KnownOptimum, TieRule } from '@firstmover/core';
import type { IteratedParameters } from './iterated.ts';
import { iteratedGame } from './iterated.ts';

/** The offset of the published experiments: payoffs 1 to 4 become rewards that are centred on zero. */
const OFFSET = -2.5;

type Pair<TEntry> = readonly [TEntry, TEntry];

/** The leader's exact return of ten rounds against each class of follower. */
type Returns = Readonly<Record<BestResponseClass, number>>;

/** Makes a game from the leader's payoffs: it is symmetric, so the follower's are the transpose. */
function symmetric(name: string, stage: string, actions: Pair<string>, payoff: Pair<Pair<number>>, returns: Returns): GameDefinition {
  const followerPayoff = [0, 1].map((row) => payoff.map((mirrored) => mirrored[row] as number));
  return iteratedGame({
    id: `matrix/Iterated${name}-v1`,
    stage,
    payoffs: { leaderPayoff: payoff, followerPayoff, leaderActions: actions, followerActions: actions },
    rewardOffset: OFFSET,
    optima: (parameters) => optimaOf(returns, parameters),
    source: 'Gerstgrasser & Parkes, Oracles & Followers, ICML 2023 (arXiv 2210.11942), iterated matrix games',
  });
}

/** The values hold for ten rounds, memory of one round of either kind, and the published offset; both tie rules give the same. */
function optimaOf(returns: Returns, { steps, memoryLength, rewardOffset }: IteratedParameters): KnownOptimum[] {
  if (steps !== 10 || memoryLength !== 1 || rewardOffset !== OFFSET) return [];
  const classes: readonly BestResponseClass[] = ['stationary', 'rational'];
  const ties: readonly TieRule[] = ['strong', 'weak'];
  return classes.flatMap((followerClass) =>
    ties.map((tieRule) => ({
      leaderReturn: returns[followerClass],
      commitment: 'pure',
      followerClass,
      ties: tieRule,
      source: 'exhaustive search over deterministic leader policies for the games of Gerstgrasser & Parkes (ICML 2023)',
    })),
  );
}

const COOPERATE: Pair<string> = ['cooperate', 'defect'];
const CONCEDE: Pair<string> = ['concede', 'insist'];
const fifteen: Returns = { stationary: 15, rational: 15 };
const five: Returns = { stationary: 5, rational: 5 };

// prettier-ignore
/** `matrix/IteratedPrisonersDilemma-v1`: the only one of the twelve in which memory pays; its one optimal table is (1,0,0,1,1). */
export const iteratedPrisonersDilemma: GameDefinition = symmetric('PrisonersDilemma', "The prisoner's dilemma", COOPERATE, [[3, 1], [4, 2]], { stationary: 6, rational: 4 });
// prettier-ignore
/** `matrix/IteratedStagHunt-v1`: the best outcome of both needs trust. */
export const iteratedStagHunt: GameDefinition = symmetric('StagHunt', 'The stag hunt', ['stag', 'hare'], [[4, 1], [3, 2]], fifteen);
// prettier-ignore
/** `matrix/IteratedAssurance-v1`: two equilibria, one better for both. */
export const iteratedAssurance: GameDefinition = symmetric('Assurance', 'The assurance game', COOPERATE, [[4, 1], [2, 3]], fifteen);
// prettier-ignore
/** `matrix/IteratedCoordination-v1`: both want to do the same. */
export const iteratedCoordination: GameDefinition = symmetric('Coordination', 'The coordination game', ['left', 'right'], [[4, 2], [1, 3]], fifteen);
// prettier-ignore
/** `matrix/IteratedMixedHarmony-v1`: the first action is dominant and leads to the best outcome of both. */
export const iteratedMixedHarmony: GameDefinition = symmetric('MixedHarmony', 'Mixed harmony', COOPERATE, [[4, 3], [1, 2]], fifteen);
// prettier-ignore
/** `matrix/IteratedHarmony-v1`: the first action is dominant; leaving it costs oneself more than the other. */
export const iteratedHarmony: GameDefinition = symmetric('Harmony', 'Harmony', COOPERATE, [[4, 3], [2, 1]], fifteen);
// prettier-ignore
/** `matrix/IteratedNoConflict-v1`: the first action is dominant; leaving it costs the other more than oneself. */
export const iteratedNoConflict: GameDefinition = symmetric('NoConflict', 'No conflict', COOPERATE, [[4, 2], [3, 1]], fifteen);
// prettier-ignore
/** `matrix/IteratedDeadlock-v1`: defecting is dominant, and best when both do it. */
export const iteratedDeadlock: GameDefinition = symmetric('Deadlock', 'Deadlock', COOPERATE, [[2, 1], [4, 3]], five);
// prettier-ignore
/** `matrix/IteratedPrisonersDelight-v1`: the second action is dominant. */
export const iteratedPrisonersDelight: GameDefinition = symmetric('PrisonersDelight', "The prisoner's delight", ['first', 'second'], [[1, 2], [4, 3]], five);
// prettier-ignore
/** `matrix/IteratedHero-v1`: one concedes, and the other gains most; both insisting is better than both conceding. */
export const iteratedHero: GameDefinition = symmetric('Hero', 'Hero', CONCEDE, [[1, 3], [4, 2]], fifteen);
// prettier-ignore
/** `matrix/IteratedBattle-v1`: one concedes, and the other gains most; both conceding is better than both insisting. */
export const iteratedBattle: GameDefinition = symmetric('Battle', 'Battle', CONCEDE, [[2, 3], [4, 1]], fifteen);
// prettier-ignore
/** `matrix/IteratedChicken-v1`: going straight beats swerving, and is worst of all when both do it. */
export const iteratedChicken: GameDefinition = symmetric('Chicken', 'Chicken', ['swerve', 'straight'], [[3, 2], [4, 1]], fifteen);

/** The twelve symmetric iterated 2x2 games of Gerstgrasser & Parkes (ICML 2023). */
export const twelveGames: readonly GameDefinition[] = [
  iteratedPrisonersDilemma,
  iteratedStagHunt,
  iteratedAssurance,
  iteratedCoordination,
  iteratedMixedHarmony,
  iteratedHarmony,
  iteratedNoConflict,
  iteratedDeadlock,
  iteratedPrisonersDelight,
  iteratedHero,
  iteratedBattle,
  iteratedChicken,
];
