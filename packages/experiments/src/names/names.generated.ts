// Written by tools/generate-parts.ts: do not edit.
/** The ids of the games that come with firstmover. */
export type KnownGame =
  | 'benchmark/Bandwagon-v1'
  | 'benchmark/BulletTrade-v1'
  | 'benchmark/Checkpoints-v1'
  | 'benchmark/CreditHistory-v1'
  | 'benchmark/Duopoly-v1'
  | 'benchmark/LinearQuadratic-v1'
  | 'benchmark/MazeDesign-v1'
  | 'benchmark/Merge-v1'
  | 'matrix/BattleOfTheSexes-v1'
  | 'matrix/Bimatrix-v1'
  | 'matrix/Conitzer-v1'
  | 'matrix/DominantColumn-v1'
  | 'matrix/Escape-v1'
  | 'matrix/Iterated-v1'
  | 'matrix/IteratedAssurance-v1'
  | 'matrix/IteratedBattle-v1'
  | 'matrix/IteratedChicken-v1'
  | 'matrix/IteratedCoordination-v1'
  | 'matrix/IteratedDeadlock-v1'
  | 'matrix/IteratedHarmony-v1'
  | 'matrix/IteratedHero-v1'
  | 'matrix/IteratedMixedHarmony-v1'
  | 'matrix/IteratedNoConflict-v1'
  | 'matrix/IteratedPrisonersDelight-v1'
  | 'matrix/IteratedPrisonersDilemma-v1'
  | 'matrix/IteratedStagHunt-v1'
  | 'matrix/Maintain-v1'
  | 'matrix/ModifiedPrisonersDilemma-v1'
  | 'matrix/OutOfEquilibriumBattle-v1'
  | 'mechanism/Auction-v1'
  | 'mechanism/BilateralTrade-v1'
  | 'mechanism/CongestionTolls-v1'
  | 'mechanism/Contract-v1'
  | 'mechanism/EscapeRoom-v1'
  | 'mechanism/GatherTrade-v1'
  | 'mechanism/MatrixDesign-v1'
  | 'mechanism/SequentialPrice-v1'
  | 'mechanism/SimpleAllocation-v1'
  | 'mechanism/Tax-v1'
  | 'security/DroneGame-v1'
  | 'security/Inspection-v1'
  | 'security/Patrol-v1'
  | 'security/ScheduledSecurityGame-v1'
  | 'security/SecurityGame-v1'
  | 'security/Wildlife-v1';

/** The parts that come with firstmover and their settings, by kind and name; `TParts` says what a setting that is a part may be. */
export interface KnownParts<TParts extends { readonly network: unknown } = { readonly network: unknown }> {
  /** Every oracle and its settings. */ readonly oracle: {
    readonly contextual: {
      readonly copies?: number;
      readonly gamma?: number;
      readonly patience?: number;
      readonly ties?: 'weak' | 'strong';
      readonly rollouts?: number;
    };
    readonly 'contextual-network': {
      readonly queries?: 'all' | unknown;
      readonly samples?: number;
      readonly summary?: 'list' | 'mean' | 'distribution';
      readonly copies?: number;
    };
    readonly 'epsilon-optimal': {
      readonly epsilon?: number;
      readonly selection?: 'leader-worst' | 'leader-best';
      readonly samples?: number;
    };
    readonly equilibrium: {
      readonly equilibrium?: 'nash' | 'correlated' | 'coarse-correlated';
      readonly selection?: 'leader-best' | 'leader-worst' | 'welfare' | 'first';
      readonly samples?: number;
    };
    readonly exact: { readonly followerClass?: 'stationary' | 'rational'; readonly ties?: 'weak' | 'strong'; readonly samples?: number };
    readonly 'fictitious-play': {
      readonly ties?: 'weak' | 'strong';
      readonly rounds?: number;
      readonly tolerance?: number;
      readonly samples?: number;
    };
    readonly 'gradient-adapted': {
      readonly updates?: number;
      readonly copies?: number;
      readonly learningRate?: number;
      readonly entropyBonus?: number;
      readonly metaRate?: number;
      readonly metaUpdates?: number;
    };
    readonly 'inner-loop': {
      readonly updates?: number;
      readonly copies?: number;
      readonly play?: 'greedy' | 'sampled';
      readonly learner?: unknown;
    };
    readonly 'iterated-best-response': { readonly ties?: 'weak' | 'strong'; readonly rounds?: number; readonly samples?: number };
    readonly 'no-regret': {
      readonly algorithm?: 'multiplicative-weights' | 'regret-matching' | 'exp3';
      readonly updates?: number;
      readonly rate?: number;
      readonly sweep?: 'counterfactual' | 'profiles';
      readonly play?: 'greedy' | 'weights' | 'average';
      readonly utilityBounds?: readonly number[];
    };
    readonly quantal: { readonly lambda?: number; readonly samples?: number };
    readonly recurrent: { readonly games?: number; readonly rewarded?: 'last' | 'all'; readonly copies?: number };
    readonly 'tabular-q': {
      readonly episodes?: number;
      readonly learningRate?: number;
      readonly gamma?: number;
      readonly exploration?: unknown | unknown;
      readonly initial?: 'zero' | 'normal';
    };
  };
  /** Every leader and its settings. */ readonly leader: {
    readonly a2c: {
      readonly copies?: number;
      readonly steps?: number;
      readonly learningRate?: number;
      readonly valueLearningRate?: number;
      readonly entropyBonus?: number;
      readonly gamma?: number;
      readonly lambda?: number;
      readonly maxGradientNorm?: number;
      readonly horizon?: 'declared' | 'terminal' | 'truncated';
      readonly head?: unknown;
      readonly network?: TParts['network'];
    };
    readonly 'cma-es': {
      readonly copies?: number;
      readonly population?: number;
      readonly sigma?: number;
      readonly episodes?: number;
      readonly maxSteps?: number;
      readonly acting?: 'greedy' | 'sampled';
      readonly network?: TParts['network'];
    };
    readonly dqn: {
      readonly copies?: number;
      readonly steps?: number;
      readonly gradientSteps?: number;
      readonly batchSize?: number;
      readonly capacity?: number;
      readonly learningStarts?: number;
      readonly gamma?: number;
      readonly nStep?: number;
      readonly maxGradientNorm?: number;
      readonly horizon?: 'declared' | 'terminal' | 'truncated';
      readonly learningRate?: unknown;
      readonly loss?: 'huber' | 'squared';
      readonly double?: boolean;
      readonly duelling?: boolean;
      readonly target?: unknown | unknown;
      readonly exploration?: unknown | unknown;
      readonly prioritised?: unknown;
    };
    readonly exhaustive: { readonly copies?: number; readonly episodes?: number };
    readonly 'openai-es': {
      readonly copies?: number;
      readonly population?: number;
      readonly sigma?: number;
      readonly learningRate?: number;
      readonly optimiser?: 'adam' | 'sgd';
      readonly weightDecay?: number;
      readonly episodes?: number;
      readonly maxSteps?: number;
      readonly acting?: 'greedy' | 'sampled';
      readonly network?: TParts['network'];
    };
    readonly ppo: {
      readonly copies?: number;
      readonly collect?: unknown | unknown;
      readonly epochs?: number;
      readonly minibatches?: number;
      readonly shuffle?: boolean;
      readonly learningRate?: number;
      readonly valueLearningRate?: number;
      readonly clip?: number;
      readonly entropyBonus?: number;
      readonly gamma?: number;
      readonly lambda?: number;
      readonly maxGradientNorm?: number;
      readonly horizon?: 'declared' | 'terminal' | 'truncated';
      readonly valueClip?: number;
      readonly targetKl?: number;
      readonly head?: unknown;
      readonly network?: TParts['network'];
    };
    readonly random: { readonly copies?: number; readonly episodes?: number };
    readonly reinforce: {
      readonly copies?: number;
      readonly rounds?: number;
      readonly learningRate?: number;
      readonly entropyBonus?: number;
      readonly baseline?: 'none' | 'normalise';
      readonly gamma?: number;
      readonly head?: unknown;
      readonly network?: TParts['network'];
    };
    readonly sac: {
      readonly copies?: number;
      readonly steps?: number;
      readonly gradientSteps?: number;
      readonly batchSize?: number;
      readonly capacity?: number;
      readonly learningStarts?: number;
      readonly gamma?: number;
      readonly nStep?: number;
      readonly maxGradientNorm?: number;
      readonly horizon?: 'declared' | 'terminal' | 'truncated';
      readonly learningRate?: number;
      readonly criticLearningRate?: number;
      readonly polyak?: number;
      readonly temperature?: number | unknown;
    };
  };
  /** Every method and its settings. */ readonly method: {
    readonly 'bilevel-actor-critic': {
      readonly copies?: number;
      readonly criticRate?: number;
      readonly actorRate?: number;
      readonly epsilon?: number;
      readonly gamma?: number;
    };
    readonly concurrent: { readonly updates?: number };
    readonly contextual: {};
    readonly exact: { readonly followerClass?: 'stationary' | 'rational'; readonly ties?: 'weak' | 'strong' };
    readonly 'implicit-gradient': {
      readonly learningRate?: number;
      readonly followerRate?: number;
      readonly followerSteps?: number;
      readonly difference?: number;
    };
    readonly 'inner-outer': { readonly updates?: number; readonly copies?: number };
    readonly recurrent: { readonly games?: number; readonly rewarded?: 'last' | 'all'; readonly copies?: number };
    readonly 'stackelberg-pomdp': {
      readonly responses?: number;
      readonly rate?: number;
      readonly responseProbability?: number;
      readonly critic?: 'centralised' | 'plain';
      readonly games?: number;
    };
    readonly 'stackelberg-pomdp-q': {
      readonly responses?: number;
      readonly rate?: number;
      readonly responseProbability?: number;
      readonly critic?: 'centralised' | 'plain';
      readonly games?: number;
    };
    readonly 'tabular-q': {
      readonly episodes?: number;
      readonly learningRate?: number;
      readonly gamma?: number;
      readonly exploration?: unknown | unknown;
      readonly initial?: 'zero' | 'normal';
    };
  };
  /** Every network and its settings. */ readonly network: {
    readonly linear: {};
    readonly mlp: { readonly hidden?: readonly number[]; readonly activation?: 'tanh' | 'relu' };
    readonly table: {};
  };
}
