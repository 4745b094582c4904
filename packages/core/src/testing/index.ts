export { checkGame } from './check-game.ts';
export type { CheckGameOptions } from './check-game.ts';
export { factSheet } from './fact-sheet.ts';
export { playthrough } from './playthrough.ts';
