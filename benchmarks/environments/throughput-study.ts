import type { Batch, Column, FiniteModel, Game } from '@firstmover/core';
import { RefusedError, cardinality, columnOf, createBatch, finiteModel, flatten, randomStream, sample, width } from '@firstmover/core';
import { createGames } from 'firstmover';
import { table } from '../harness/fill-page.ts';
import type { PageStudy, Places } from '../harness/page-study.ts';
import { column, machine, said } from '../harness/rows.ts';
import type { Run } from '../harness/study.ts';

const SIZES = [1, 1024] as const;
/** How long one measurement takes, and how many there are, of which the fastest counts. */
const SECONDS = 0.1;
const ROUNDS = 3;
/** Different joint actions per copy, played in turns. */
const SCRIPT = 32;
const GOAL = 1_000_000;

const games = createGames();

/** Steps per second of every registered environment on one core, alone and 1,024 at once; `effort` is the share of the time of a measurement. */
export const throughput: PageStudy = {
  name: 'environments',
  about: new URL('./throughput.md', import.meta.url),
  arms: games.names('game'),
  seeds: 1,
  run: (arm, seed, effort) => [measure(games.find('game', arm).create(), seed, effort * SECONDS)],
  check: () => [],
  figures: () => [],
  places,
};

function modelOf(game: Game): FiniteModel | undefined {
  try {
    return finiteModel(game);
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
}

function scriptOf(game: Game, size: number): Column[][] {
  const random = randomStream(0, 'throughput').at(0, 0);
  return Array.from({ length: SCRIPT }, () =>
    game.players.map(({ action }) => {
      const column = columnOf(action, size);
      for (let copy = 0; copy < size; copy++) flatten(action, sample(action, random), column, copy * width(action));
      return column;
    }),
  );
}

/** Plays for some time; copies that are over start again, which is not counted as a step. Returns steps per second of CPU time. */
function play(batch: Batch, script: readonly (readonly Column[])[], seconds: number): number {
  const { size, terminated, truncated } = batch;
  const over = new Uint8Array(size);
  const start = process.cpuUsage();
  let [steps, used] = [0, 0];
  const burst = Math.max(1, Math.floor(1024 / size));
  while (used < seconds) {
    for (let k = 0; k < burst; k++) {
      batch.step(script[(steps / size) % SCRIPT]!);
      steps += size;
      let ended = 0;
      for (let copy = 0; copy < size; copy++) ended |= over[copy] = terminated[copy]! | truncated[copy]!;
      if (ended !== 0) batch.reset(over);
    }
    const { user, system } = process.cpuUsage(start);
    used = (user + system) / 1e6;
  }
  return steps / used;
}

/** Steps per second of CPU time by size of the batch, whether tables of the finite model move the copies, and whether all spaces are finite. */
function measure(game: Game, seed: number, seconds: number): Run {
  const model = modelOf(game);
  const [alone, together] = SIZES.map((size) => {
    const batch = createBatch(game, model ? { size, seed: 0, model } : { size, seed: 0 });
    const script = scriptOf(game, size);
    batch.reset();
    play(batch, script, seconds);
    return Math.round(Math.max(...Array.from({ length: ROUNDS }, () => play(batch, script, seconds))));
  });
  const discrete = game.players.every(({ observation, action }) => cardinality(observation) < Infinity && cardinality(action) < Infinity);
  const values = { 'batch 1': alone!, 'batch 1024': together!, tables: Number(model !== undefined), discrete: Number(discrete) };
  return { arm: game.id, seed, values, words: { ...machine() } };
}

function places(runs: readonly Run[]): Places {
  const known = games.names('game').filter((id) => runs.some(({ arm }) => arm === id));
  const of = (id: string, measure: string): number => column(runs, id, measure)[0]!;
  const count = (value: number): string => Number(value.toPrecision(3)).toLocaleString('en-GB');
  const discrete = known.filter((id) => of(id, 'discrete') === 1);
  const slow = discrete.filter((id) => of(id, 'batch 1024') < GOAL).map((id) => `\`${id}\``);
  return {
    processor: said(runs, 'processor'),
    node: said(runs, 'node'),
    rounds: ROUNDS,
    seconds: SECONDS,
    games: table(
      'game | spaces | moved by | batch 1: | batch 1,024:',
      known.map((id) => [
        `\`${id}\``,
        of(id, 'discrete') === 1 ? 'discrete' : 'continuous',
        of(id, 'tables') === 1 ? 'tables' : 'rules',
        ...['batch 1', 'batch 1024'].map((size) => count(of(id, size))),
      ]),
    ),
    fast: discrete.length - slow.length,
    discrete: discrete.length,
    slow: slow.length === 0 ? '' : `; below are ${slow.join(', ')}`,
  };
}
