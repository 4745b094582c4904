// A defender of targets: rational and quantal attackers.
export * from './allocation/index.ts';
export * from './quantal-attacker/index.ts';
export * from './security-game/index.ts';
