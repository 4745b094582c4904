// Finite and stochastic games: best responses, commitments to tables and histories, verification, followers among themselves.
export * from './best-response/index.ts';
export * from './deterministic-commitment/index.ts';
export * from './dynamics/index.ts';
export * from './history-optimum/index.ts';
export * from './induced-normal-form/index.ts';
export * from './policy-values/index.ts';
export * from './quantal-response/index.ts';
export * from './stationary-commitment/index.ts';
export * from './stochastic-commitment/index.ts';
export * from './verify-commitment/index.ts';
