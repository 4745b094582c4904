/** How hard the guards at a place may look: not at all, half, fully. A run is caught with probability 0, 1/2, 1. */
export const GUARD_LEVELS = 3;

/** The most strength that the smuggler has, which is what it starts with. */
export const FULL_STRENGTH = 3;

/** What a run takes; a rest gives 1 back. */
export const RUN_STRENGTH = 2;
