export { verifyCertificate } from './verify.ts';
export type { Verified } from './verify.ts';
