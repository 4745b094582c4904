import type { Drawing, GameDefinition } from '@firstmover/core';
import { defineGame, defineRules, discrete, drawGrid, svgText } from '@firstmover/core';
import { checkpointsOptimum } from './optimum.ts';
import { FULL_STRENGTH, GUARD_LEVELS, RUN_STRENGTH } from './sizes.ts';

interface Place {
  readonly place: number;
  readonly strength: number;
}

/** The places around the smuggler, and how strong it is. */
function drawCheckpoints({ place, strength }: Place, places: number): Drawing {
  const first = Math.max(0, Math.min(place - 4, places - 9));
  const row = Array.from({ length: Math.min(9, places) }, (_unused, i) => (first + i === place ? 'S' : 'x')).join('');
  const grid = drawGrid([row], { S: { cell: 'soft', disc: 'follower' }, x: { cell: 'soft' } });
  const words = `place ${place}, strength ${strength}`;
  const height = grid.height ?? 0;
  return { svg: grid.svg + svgText(0, height + 12, words), height: height + 12, text: `${grid.text} ${words}` };
}

/**
 * `benchmark/Checkpoints-v1`: a smuggler passes `places` checkpoints in a row, and the leader commits to the guards at each. At a place the
 * smuggler rests, or runs its goods past: worth 1, less the probability of being caught and `fine` times it. Running takes two of at most three
 * units of strength, resting gives one back, so that where to run depends on the guards at several places to come. Guards cost, and so does
 * what gets past them.
 *
 * With probability `slip` a place is passed unseen: on average at least half of the places are met. The number of observations of the leader
 * grows with one parameter, the finite model linearly with it.
 */
export const checkpoints: GameDefinition = defineGame({
  id: 'benchmark/Checkpoints-v1',
  parameters: {
    places: { kind: 'integer', min: 1, max: 5000, default: 5, about: 'how many checkpoints there are, all of them leader observations' },
    slip: { kind: 'number', min: 0, max: 1, default: 0, about: 'the probability that the next checkpoint is not met' },
    guardCost: { kind: 'number', min: 0, max: 2, default: 0.4, about: 'what full guards at a place cost the leader' },
    fine: { kind: 'number', min: 0, max: 2, default: 0.5, about: 'what a smuggler who is caught pays' },
  },
  rules: ({ places, slip, guardCost, fine }) => {
    const level = discrete(GUARD_LEVELS, ['none', 'half', 'full']);
    return defineRules({
      players: [
        { name: 'guards', role: 'leader', observation: discrete(places), action: level },
        {
          name: 'smuggler',
          role: 'follower',
          observation: discrete(places * (FULL_STRENGTH + 1)),
          action: discrete(2, ['rest', 'run']),
        },
      ],
      initial: (): Place => ({ place: 0, strength: FULL_STRENGTH }),
      step: ({ place, strength }: Place, [guards, tries]: readonly [number, number], chance) => {
        const caught = guards / (GUARD_LEVELS - 1);
        // Without the strength to run, trying to is a rest.
        const runs = tries === 1 && strength >= RUN_STRENGTH;
        const left = runs ? strength - RUN_STRENGTH : Math.min(FULL_STRENGTH, strength + 1);
        const ahead = place + 1 + (slip > 0 && place + 1 < places ? chance.pick([1 - slip, slip]) : 0);
        const terminated = ahead >= places;
        return {
          state: { place: terminated ? place : ahead, strength: left },
          rewards: [0 - guardCost * caught - (runs ? 1 - caught : 0), runs ? 1 - caught - fine * caught : 0],
          terminated,
        };
      },
      observe: ({ place, strength }: Place, player) => (player === 0 ? place : place * (FULL_STRENGTH + 1) + strength),
      draw: (state) => drawCheckpoints(state, places),
    });
  },
  descriptor: ({ places, slip, guardCost, fine }) => ({
    summary: 'A smuggler passes guarded checkpoints in a row and saves its strength for the least guarded ones.',
    rewardBounds: [-Math.max(1, guardCost, fine), 1],
    // The smuggler sees its whole state, so that remembering more does not help it.
    optima:
      slip > 0
        ? []
        : (['strong', 'weak'] as const).flatMap((ties) => {
            const { leaderReturn } = checkpointsOptimum({ places, guardCost, fine, ties });
            return (['stationary', 'rational'] as const).map((followerClass) => ({
              leaderReturn,
              commitment: 'pure' as const,
              followerClass,
              ties,
              source: 'backward induction over what the places to come are worth to both players, by strength (checkpointsOptimum)',
            }));
          }),
    source: 'firstmover: a benchmark for followers that learn from long lists of answers',
  }),
});
