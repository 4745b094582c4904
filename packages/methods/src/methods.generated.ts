// Written by tools/generate-methods.mjs: do not edit.
import { bilevelActorCritic } from './bilevel-actor-critic/bilevel-actor-critic.ts';
import { concurrent } from './concurrent/concurrent.ts';
import { contextual } from './contextual/contextual.ts';
import { exact } from './exact/exact.ts';
import { implicitGradient } from './implicit-gradient/implicit-gradient.ts';
import { innerOuter } from './inner-outer/inner-outer.ts';
import { recurrent } from './recurrent/recurrent.ts';
import { stackelbergPomdp } from './stackelberg-pomdp/stackelberg-pomdp.ts';
import { stackelbergPomdpQ } from './stackelberg-pomdp-q/stackelberg-pomdp-q.ts';
import { tabularQ } from './tabular-q/tabular-q.ts';
import type { Method } from './method/method.ts';

export { bilevelActorCritic } from './bilevel-actor-critic/bilevel-actor-critic.ts';
export type { BilevelActorCriticOptions } from './bilevel-actor-critic/bilevel-actor-critic.ts';
export { concurrent } from './concurrent/concurrent.ts';
export type { ConcurrentOptions } from './concurrent/concurrent.ts';
export { contextual } from './contextual/contextual.ts';
export type { ContextualMethodOptions } from './contextual/contextual.ts';
export { exact } from './exact/exact.ts';
export type { ExactMethodOptions } from './exact/exact.ts';
export { implicitGradient } from './implicit-gradient/implicit-gradient.ts';
export type { ImplicitGradientOptions } from './implicit-gradient/implicit-gradient.ts';
export { innerOuter } from './inner-outer/inner-outer.ts';
export type { InnerOuterOptions } from './inner-outer/inner-outer.ts';
export { recurrent } from './recurrent/recurrent.ts';
export type { RecurrentMethodOptions } from './recurrent/recurrent.ts';
export { stackelbergPomdp } from './stackelberg-pomdp/stackelberg-pomdp.ts';
export type { StackelbergPomdpOptions } from './stackelberg-pomdp/stackelberg-pomdp.ts';
export { stackelbergPomdpQ } from './stackelberg-pomdp-q/stackelberg-pomdp-q.ts';
export { tabularQ } from './tabular-q/tabular-q.ts';
export type { TabularQMethodOptions } from './tabular-q/tabular-q.ts';

/** All methods with their default settings. */
export const methods: readonly Method[] = [
  bilevelActorCritic(),
  concurrent(),
  contextual(),
  exact(),
  implicitGradient(),
  innerOuter(),
  recurrent(),
  stackelbergPomdp(),
  stackelbergPomdpQ(),
  tabularQ(),
];
