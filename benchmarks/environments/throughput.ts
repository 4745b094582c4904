// Steps per second of every registered environment on one core, at batch 1 and batch 1,024, played at random. Writes docs/benchmarks/environments.{json,md}.
// Words after it select games by a part of their ids: only their rows are measured anew.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Batch, Column, FiniteModel, Game } from '@firstmover/core';
import { RefusedError, cardinality, columnOf, createBatch, finiteModel, flatten, randomStream, sample, width } from '@firstmover/core';
import { createGames } from 'firstmover';

const SIZES = [1, 1024] as const;
/** How long one measurement takes, and how many there are, of which the fastest counts. */
const SECONDS = 0.1;
const ROUNDS = 3;
/** Different joint actions per copy, played in turns. */
const SCRIPT = 32;
const GOAL = 1_000_000;

interface Row {
  readonly id: string;
  /** What moves the copies: the tables of the finite model, or the rules. */
  readonly engine: 'tables' | 'rules';
  /** Whether all players have finitely many actions and observations. */
  readonly discrete: boolean;
  /** Steps per second of CPU time, by size of the batch. */
  readonly stepsPerSecond: readonly number[];
}

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

function measure(game: Game): Row {
  const model = modelOf(game);
  const stepsPerSecond = SIZES.map((size) => {
    const batch = createBatch(game, model ? { size, seed: 0, model } : { size, seed: 0 });
    const script = scriptOf(game, size);
    batch.reset();
    play(batch, script, SECONDS);
    return Math.round(Math.max(...Array.from({ length: ROUNDS }, () => play(batch, script, SECONDS))));
  });
  const discrete = game.players.every(({ observation, action }) => cardinality(observation) < Infinity && cardinality(action) < Infinity);
  return { id: game.id, engine: model ? 'tables' : 'rules', discrete, stepsPerSecond };
}

function markdown(rows: readonly Row[]): string {
  const count = (value: number): string => Number(value.toPrecision(3)).toLocaleString('en-GB');
  const line = ({ id, engine, discrete, stepsPerSecond }: Row): string =>
    `| \`${id}\` | ${discrete ? 'discrete' : 'continuous'} | ${engine} | ${stepsPerSecond.map(count).join(' | ')} |`;
  const discrete = rows.filter((row) => row.discrete);
  const slow = discrete.filter(({ stepsPerSecond }) => stepsPerSecond[1]! < GOAL);
  return `# How fast environments step

Made by \`npm run throughput\` in \`benchmarks\`; the numbers behind it are in \`environments.json\`.

Environment steps per second of CPU time on one core (${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}), default parameters, random actions
that were drawn before, the fastest of ${ROUNDS} measurements of ${SECONDS} s after one to warm up. A step of a batch of 1,024 is 1,024 steps. Starting episodes is in the time, but
is not counted as steps: a game of one step starts as often as it steps. *Tables*: copies move through the finite model; *rules*: by the definition of the game. *Continuous*: some action or
observation is a vector of real numbers, as where the commitment is a mixture; it is read and checked at each step.

| game | spaces | moved by | batch 1 | batch 1,024 |
| --- | --- | --- | ---: | ---: |
${rows.map(line).join('\n')}

${discrete.length - slow.length} of ${discrete.length} discrete games make a million steps per second or more at batch 1,024${slow.length === 0 ? '' : `; below are ${slow.map(({ id }) => `\`${id}\``).join(', ')}`}.
`;
}

const games = createGames();
const wanted = process.argv.slice(2);
const folder = new URL('../../docs/benchmarks/', import.meta.url);
const file = new URL('environments.json', folder);
const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Row[]) : [];
const rows: Row[] = [];
for (const id of games.names('game')) {
  const before = known.find((row) => row.id === id);
  if (wanted.length > 0 && !wanted.some((word) => id.includes(word))) {
    if (before) rows.push(before);
    continue;
  }
  const row = measure(games.find('game', id).create());
  rows.push(row);
  process.stderr.write(`${row.id}: ${row.engine}, ${row.stepsPerSecond.join(' and ')}\n`);
}
mkdirSync(folder, { recursive: true });
writeFileSync(file, `${JSON.stringify(rows, null, 1)}\n`);
writeFileSync(new URL('environments.md', folder), markdown(rows));
