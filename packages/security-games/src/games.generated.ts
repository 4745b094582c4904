// Written by tools/generate-games.ts: do not edit.
import type { GameDefinition } from '@firstmover/core';
import { droneGame } from './drone/drone.ts';
import { inspection } from './inspection/inspection.ts';
import { patrol } from './patrol/patrol.ts';
import { scheduledSecurityGame } from './security-game/scheduled-security-game.ts';
import { securityGame } from './security-game/security-game.ts';
import { wildlife } from './wildlife/wildlife.ts';

export { droneGame, inspection, patrol, scheduledSecurityGame, securityGame, wildlife };

/** All games of this package. */
export const securityGames: readonly GameDefinition[] = [droneGame, inspection, patrol, scheduledSecurityGame, securityGame, wildlife];
