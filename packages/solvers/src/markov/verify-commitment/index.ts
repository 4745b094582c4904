export { VERIFY_PARAMETERS, verifyCommitment } from './verify-commitment.ts';
export type { TieValues } from './step-inside.ts';
export type { Verification, VerifyOptions } from './verify-commitment.ts';
