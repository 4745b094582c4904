export { pettingZooGame } from './game/pettingzoo-game.ts';
export type { PettingZooGame, PettingZooGameOptions } from './game/pettingzoo-game.ts';
export { PettingZooError } from './process/pettingzoo-error.ts';
export { serveGame } from './serve/serve-game.ts';
