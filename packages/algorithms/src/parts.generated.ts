// Written by tools/generate-parts.ts: do not edit.
import type { LeaderPart } from './part/leader-part.ts';
import { reinforceLeader } from './reinforce/part.ts';

export * from './reinforce/part.ts';

/** Every leader of this package. */
export const leaders: readonly LeaderPart[] = [reinforceLeader];
