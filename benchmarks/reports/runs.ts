import { resolveExperiment, train } from '@firstmover/experiments';
import { matrixGames } from '@firstmover/matrix-games';

/** The twelve iterated games. */
const GAMES = matrixGames.map(({ id }) => id).filter((id) => /^matrix\/Iterated.+-v1$/.test(id) && id !== 'matrix/Iterated-v1');

/** Small budgets: the pictures show how methods learn, not how good they can be made. */
const METHODS = {
  contextual: { leaderSteps: 6000, pretrainingSteps: 4000 },
  'tabular-q': { leaderSteps: 130_000 },
} as const;

/** Trains every game with both methods, in run folders; those that are finished stay as they are. */
export async function makeRuns(out: string, seeds: number, games: readonly string[] = GAMES): Promise<string[]> {
  const folders: string[] = [];
  for (const game of games)
    for (const [method, budget] of Object.entries(METHODS))
      for (let seed = 0; seed < seeds; seed++) {
        const [config] = resolveExperiment({ game, method: method as keyof typeof METHODS, budget, seed, evaluation: { everyUpdates: 1 } });
        folders.push((await train(config!, { out, resume: true })).folder);
      }
  return folders;
}
