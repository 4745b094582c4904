export { createGames } from './games/games.ts';
export { main, run } from './main/main.ts';
export type { Io } from './io/io.ts';
export { DEFAULT_BUDGETS, solve } from './solve/solve.ts';
export type { LabelledPolicy, SolveResult } from './solve/result.ts';
export type { SolveOptions, SolveProgress } from './solve/solve.ts';
