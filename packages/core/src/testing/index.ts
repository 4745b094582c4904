export { checkGame, examineGame } from './check-game.ts';
export type { CheckGameOptions, Finding } from './check-game.ts';
export { checkContinuation } from './check-continuation.ts';
export type { SavableWork } from './check-continuation.ts';
export { factSheet } from './fact-sheet.ts';
export { playthrough } from './playthrough.ts';
export { RULES } from './report.ts';
export type { Rule } from './report.ts';
