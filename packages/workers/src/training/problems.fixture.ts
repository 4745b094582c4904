// Bundled by the test: what its threads import.
import type { VectorEnvironment } from '@firstmover/core';
import { cartPole } from '@firstmover/algorithms';
import type { Shard } from '../environment/parallel-environment.ts';

/** CartPole, a shard of its copies. */
export default function cartPoleShard(given: { readonly maxSteps: number }, { first, size, seed }: Shard): VectorEnvironment {
  return cartPole({ ...given, copies: size, seed, firstCopy: first });
}
