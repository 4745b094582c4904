export { COMMITMENT_LIMIT, DIFFERENT_LIMIT, FREE, bestDeterministicCommitment, leaderTables } from './deterministic-commitment.ts';
export type { DeterministicCommitment } from './deterministic-commitment.ts';
