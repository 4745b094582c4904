import type { Setting } from '@firstmover/core';
import type { ConstantPart, ParameterPart } from '@firstmover/networks';
import type { RowModel, Weights } from './model.ts';

/** Gives names that do not depend on what else was made before: see {@link createNamer}. */
export type Namer = (name: string) => string;

/**
 * TensorFlow.js numbers what nobody named over the whole process (`dense_Dense7`, `input3`). A namer numbers each of these from 1 in the order
 * in which it sees them (`dense_1`, `input_1`) and leaves other names as they are, so that two models made alike are named alike.
 */
export function createNamer(): Namer {
  const counts = new Map<string, number>();
  const known = new Map<string, string>();
  return (name) => {
    const stem = /^(.+)_[A-Z][A-Za-z0-9]*?\d+$/.exec(name)?.[1] ?? /^(sequential|model|input)_?\d+$/.exec(name)?.[1];
    if (stem === undefined) return name;
    const before = known.get(name);
    if (before !== undefined) return before;
    const count = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, count);
    known.set(name, `${stem}_${count}`);
    return `${stem}_${count}`;
  };
}

/** Describes a model without what its outputs do not depend on: how weights start and what training adds to the loss. */
export function describeModel({ model }: RowModel, namer: Namer): Setting {
  const { class_name: layer, config } = model.toJSON(null, false) as { readonly class_name: string; readonly config: unknown };
  return { layer, config: describeConfig(config, namer) };
}

/** A configuration of layers as plain JSON, in the terms of {@link describeModel}. */
export function describeConfig(config: unknown, namer: Namer): Setting {
  if (typeof config === 'string') return namer(config);
  if (typeof config === 'number' || typeof config === 'boolean') return config;
  if (typeof config !== 'object' || config === null) return null;
  if (Array.isArray(config)) return config.map((item) => describeConfig(item, namer));
  const kept = Object.entries(config).filter(
    ([key, value]) => value !== undefined && key !== 'trainable' && !/(initializer|regularizer|constraint)$/i.test(key),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, describeConfig(value, namer)]));
}

/** Names and shapes of weights, `layer/weight` each; names that come again get a number. */
export function describeWeights(weights: Weights, namer: Namer, prefix = ''): readonly ParameterPart[] {
  const counts = new Map<string, number>();
  return weights.map(({ originalName, shape }) => {
    const name = prefix + originalName.split('/').map(namer).join('/');
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { name: count === 1 ? name : `${name}#${count}`, shape: shape as number[] };
  });
}

/** The weights that are not trained, with their numbers. */
export function describeConstants(weights: Weights, namer: Namer, prefix = ''): readonly ConstantPart[] {
  return describeWeights(weights, namer, prefix).map((part, i) => ({ ...part, values: Float32Array.from(weights[i]!.read().dataSync()) }));
}
