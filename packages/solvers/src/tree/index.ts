// Game trees of perfect recall.
export * from './extensive-form/index.ts';
