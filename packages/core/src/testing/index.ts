export { checkGame } from './check-game.ts';
export type { CheckGameOptions } from './check-game.ts';
