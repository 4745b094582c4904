import type { ContextualNetworkOptions } from '@firstmover/followers';
import { attentiveOptions } from '../../packages/followers/src/contextual-network/checkpoints.fixture.ts';

/** The probability of slipping past a place in the stochastic game. */
export const SLIP = 0.25;

/** A follower on a game. */
export interface Setting {
  /** Its name on the command line. */
  readonly name: string;
  /** Places, as many as queries. */
  readonly places: number;
  readonly slip: number;
  /** What the page calls its encoder. */
  readonly encoder: string;
  /** Steps of pre-training. */
  readonly budget: number;
  readonly seeds: number;
  readonly options: ContextualNetworkOptions;
}

/** What the page calls a game. */
export const kindOf = (slip: number): string => (slip > 0 ? 'stochastic' : 'deterministic');

const BUDGETS: { readonly [places: number]: number } = { 5: 400_000, 50: 800_000, 500: 800_000 };

function setting(places: number, slip: number, encoder: string, seeds: number, options: ContextualNetworkOptions): Setting {
  const name = `${places}-${kindOf(slip)}-${encoder.replaceAll(/[^a-z]+/g, '-')}`;
  return { name, places, slip, encoder, budget: BUDGETS[places]!, seeds, options };
}

/** Of the attentive follower, everything but what it is told about places. */
function untold(places: number, kind: 'mlp' | 'set' | 'attention'): ContextualNetworkOptions {
  const { leaders, copies, learning } = attentiveOptions(places);
  return { leaders: leaders!, copies: copies!, learning: learning!, encoder: { kind } };
}

/** The attentive follower, in both games with 5, 50 and 500 places. */
export const attentive: readonly Setting[] = [0, SLIP].flatMap((slip) =>
  [5, 50, 500].map((places) => setting(places, slip, 'attention', 3, attentiveOptions(places))),
);

/** The same follower with other encoders. */
export const others: readonly Setting[] = [
  setting(5, 0, 'mlp', 1, untold(5, 'mlp')),
  setting(5, 0, 'set', 1, untold(5, 'set')),
  setting(5, 0, 'attention, learned keys', 1, untold(5, 'attention')),
  setting(50, 0, 'mlp', 1, untold(50, 'mlp')),
];
