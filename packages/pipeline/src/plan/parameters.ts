/** When a run ends. */
export const BUDGET_PARAMETERS = {
  leaderSteps: {
    kind: 'integer',
    min: 1,
    max: 1e12,
    unset: '40,000 where updates is not given',
    about: "environment steps of the leader's problem",
  },
  updates: { kind: 'integer', min: 1, max: 1e12, unset: 'no limit', about: 'updates of the leader' },
  pretrainingSteps: { kind: 'integer', min: 1, max: 1e12, unset: "the oracle's own", about: 'the most environment steps of pre-training' },
} as const;

/** The leader's problem. */
export const PROBLEM_PARAMETERS = {
  games: { kind: 'integer', min: 1, max: 1e12, unset: '1', about: 'how many games are played against one response' },
  critic: { kind: 'choice', options: ['leader', 'oracle'], unset: 'leader', about: 'what a critic sees' },
} as const;

/** When the leader is compared with a best response. */
export const EVALUATION_PARAMETERS = {
  everyUpdates: {
    kind: 'integer',
    min: 1,
    max: 1e12,
    default: 20,
    about: 'updates of the leader between two; one is always made at the end',
  },
} as const;

/** The theorem's conditions. */
export const CONDITIONS_PARAMETERS = {
  queriesInTrajectory: {
    kind: 'either',
    of: [{ kind: 'boolean' }, { kind: 'number', min: 0, max: 1 }],
    unset: 'true',
    about: "query steps are in the leader's learning trajectory; a number is the probability",
  },
  leaderCannotSeePhase: { kind: 'boolean', unset: 'true', about: 'the leader cannot tell queries from play' },
  queriesEarnNothing: { kind: 'boolean', unset: 'true', about: 'queries earn the leader nothing' },
  oracleRestarts: { kind: 'boolean', unset: 'true', about: 'the oracle starts afresh for every outer episode' },
  consistentAnswers: {
    kind: 'boolean',
    unset: 'true, unless the commitment is sampled or mixed',
    about: 'the leader keeps to its answers within an outer episode',
  },
} as const;
