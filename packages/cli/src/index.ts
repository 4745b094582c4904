export { createGames } from './games/games.ts';
export { main, run } from './main/main.ts';
export type { Io } from './io/io.ts';
