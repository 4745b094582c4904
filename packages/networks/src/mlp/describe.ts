import type { NetworkDescription } from '../network/description.ts';
import type { Shape } from './program.ts';

/** What an MLP of some shape is; the kernels are left out, because all reproducible ones compute the same. */
export function describeMlp({ input, widths, activation }: Shape): NetworkDescription {
  const layers = widths.slice(1).map((units, layer) => [
    { name: `layers.${layer}.weights`, shape: [widths[layer]!, units] },
    { name: `layers.${layer}.biases`, shape: [units] },
  ]);
  const given = input.kind === 'index' ? { kind: input.kind, count: input.count } : { kind: input.kind, width: input.width };
  return {
    kind: 'mlp',
    settings: { input: given, hidden: widths.slice(1, -1), outputs: widths.at(-1)!, activation },
    parts: layers.flat(),
  };
}
