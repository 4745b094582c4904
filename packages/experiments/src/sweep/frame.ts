import { z } from 'zod';
import type { Shape } from '../config/schema.ts';
import { integer, oneOf, real } from '../config/schema.ts';
import type { HalvingPart, SamplingPart, Sweep, ValueRange } from './sweep.ts';

const record = z.record(z.string(), z.unknown(), { error: 'a record' });

/** A whole sweep. */
export const sweepShape: Shape<Sweep> = {
  $schema: z.string({ error: 'the address of a JSON Schema' }).optional(),
  name: z.string({ error: 'a text' }),
  experiment: record,
  space: record,
  sampling: z.union([oneOf('grid', 'random', 'sobol'), record], { error: 'grid, random, sobol, or a record with sampler' }),
  halving: record.optional(),
};

/** How settings are drawn. */
export const samplingShape: Shape<SamplingPart> = {
  sampler: z.enum(['grid', 'random', 'sobol'], { error: 'grid, random or sobol' }),
  settings: integer,
  seed: integer,
};

/** Values between two ends. */
export const rangeShape: Shape<ValueRange> = {
  from: real,
  to: real,
  scale: oneOf('linear', 'log'),
  integer: z.boolean({ error: 'true or false' }).optional(),
  points: integer,
};

/** Successive halving. */
export const halvingShape: Shape<HalvingPart> = { budget: oneOf('updates', 'leaderSteps'), from: integer, to: integer, factor: integer };
