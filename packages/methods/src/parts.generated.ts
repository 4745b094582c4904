// Written by tools/generate-parts.ts: do not edit.
import type { MethodPart } from './part/method-part.ts';
import { bilevelActorCriticMethod } from './bilevel-actor-critic/bilevel-actor-critic.ts';
import { concurrentMethod } from './concurrent/concurrent.ts';
import { contextualMethod } from './contextual/contextual.ts';
import { exactMethod } from './exact/exact.ts';
import { implicitGradientMethod } from './implicit-gradient/implicit-gradient.ts';
import { innerOuterMethod } from './inner-outer/inner-outer.ts';
import { recurrentMethod } from './recurrent/recurrent.ts';
import { stackelbergPomdpMethod, stackelbergPomdpQMethod } from './stackelberg-pomdp/stackelberg-pomdp.ts';
import { tabularQMethod } from './tabular-q/tabular-q.ts';

export * from './bilevel-actor-critic/bilevel-actor-critic.ts';
export * from './concurrent/concurrent.ts';
export * from './contextual/contextual.ts';
export * from './exact/exact.ts';
export * from './implicit-gradient/implicit-gradient.ts';
export * from './inner-outer/inner-outer.ts';
export * from './recurrent/recurrent.ts';
export * from './stackelberg-pomdp/stackelberg-pomdp.ts';
export * from './tabular-q/tabular-q.ts';

/** Every method of this package. */
export const methods: readonly MethodPart[] = [
  bilevelActorCriticMethod,
  concurrentMethod,
  contextualMethod,
  exactMethod,
  implicitGradientMethod,
  innerOuterMethod,
  recurrentMethod,
  stackelbergPomdpMethod,
  stackelbergPomdpQMethod,
  tabularQMethod,
];
