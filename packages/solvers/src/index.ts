export * from './matrix/index.ts';
export * from './security/index.ts';
export * from './tree/index.ts';
export * from './markov/index.ts';
export * from './design/index.ts';
