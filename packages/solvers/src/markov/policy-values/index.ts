export { evaluatePolicies } from './policy-values.ts';
