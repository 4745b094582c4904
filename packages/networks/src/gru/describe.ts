import type { NetworkDescription } from '../network/description.ts';
import type { NetworkInput } from '../network/network.ts';

/** What a GRU's memory depends on. */
export interface GruShape {
  /** What it reads at a step. */
  readonly input: NetworkInput;
  /** The number of units. */
  readonly hidden: number;
  /** How many numbers it returns per step and row. */
  readonly outputs: number;
}

/** What a GRU of some shape is. */
export function describeGru({ input, hidden, outputs }: GruShape): NetworkDescription {
  const inputs = input.kind === 'index' ? input.count : input.width;
  const given = input.kind === 'index' ? { kind: input.kind, count: input.count } : { kind: input.kind, width: input.width };
  return {
    kind: 'gru',
    settings: { input: given, hidden, outputs },
    parts: [
      { name: 'input.weights', shape: [inputs, 3 * hidden] },
      { name: 'input.biases', shape: [3 * hidden] },
      { name: 'recurrent.weights', shape: [hidden, 3 * hidden] },
      { name: 'recurrent.biases', shape: [3 * hidden] },
      { name: 'head.weights', shape: [hidden, outputs] },
      { name: 'head.biases', shape: [outputs] },
    ],
  };
}
