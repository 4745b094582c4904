import { z } from 'zod';
import type { CheckpointsPart, Experiment, GameChoice, MetricsPart } from './experiment.ts';
import type { Shape } from './schema.ts';
import { integer } from './schema.ts';

// The frame of a config: what stands around games and parts, whose settings have schemas of their own.

const record = z.record(z.string(), z.unknown(), { error: 'a record' });
const named = z.union([z.string(), record], { error: 'a name, or a record with settings' }).optional();
const seed = z.number({ error: 'an integer' }).int({ error: 'an integer' });
const positive = (limit = 1e12): z.ZodType => {
  const error = 'an integer of at least 1';
  return z
    .number({ error })
    .int({ error })
    .min(1, { error })
    .max(limit, { error: `at most ${limit}` })
    .optional();
};

/** A whole experiment. */
export const experimentShape: Shape<Experiment> = {
  $schema: z.string({ error: 'the address of a JSON Schema' }).optional(),
  name: z.string({ error: 'a text' }).optional(),
  game: z.union([z.string(), record], { error: 'the id of a game, or a record with id or module' }),
  method: named,
  oracle: named,
  leader: named,
  conditions: record.optional(),
  problem: record.optional(),
  budget: record.optional(),
  evaluation: z.union([z.literal(false), record], { error: 'false, or a record with everyUpdates' }).optional(),
  checkpoints: record.optional(),
  metrics: record.optional(),
  seed: integer,
  seeds: z.array(seed, { error: 'a list of integers' }).min(1, { error: 'at least one seed' }).max(100_000).optional(),
};

/** The game in full. */
export const gameShape: Shape<GameChoice> = {
  id: z.string({ error: 'the id of a game' }).optional(),
  module: z.string({ error: 'a path' }).optional(),
  export: z.string({ error: 'a name' }).optional(),
  parameters: record.optional(),
};

/** Which updates leave a row. */
export const metricsShape: Shape<MetricsPart> = { everyUpdates: positive() };

const seconds = 'a number above 0, at most 1000000';

/** When a run is saved. */
export const checkpointsShape: Shape<CheckpointsPart> = {
  everySeconds: z.number({ error: seconds }).gt(0, { error: seconds }).max(1e6, { error: seconds }).optional(),
  everyUpdates: positive(),
  keep: positive(1000),
};
