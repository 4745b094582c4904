export { bandit, drip, machineEnvironment, ring, signs, walk } from './machines.ts';
export type { Machine, MachineMove } from './machines.ts';
