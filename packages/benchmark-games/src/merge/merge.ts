import type { Drawing, GameDefinition } from '@firstmover/core';
import { defineGame, defineRules, discrete, drawGrid, svgText } from '@firstmover/core';

/** What a crash costs each car. */
const CRASH = 10;

/** What it costs to brake because the other car merged one step before. */
const BRAKE = 2;

/** What a step at full speed costs beside its time. */
const FUEL = 0.3;

/** How many cells a car may start behind or ahead of the other. */
const SPREAD = 1;

interface Road {
  /** How many cells the car on the highway has to go to the merging point; 0 once it is past. */
  readonly highway: number;
  /** The same for the car on the ramp. */
  readonly ramp: number;
  /** Whether a car got past in the last step. */
  readonly close: boolean;
  readonly step: number;
}

/**
 * The highway car's optimal return in `benchmark/Merge-v1`, the same for stationary and rational ramp cars and all ties. Over an even distance it is what full speed costs on an empty road, since the ramp car makes way for a
 * car that surely does not; over 3 and 5 cells, where full speed is too much for the last one, the value of an exact search over all commitments.
 *
 * @param distance - how many cells it is to the merging point
 * @returns the return; undefined where it is not known
 */
export function mergeOptimum(distance: number): number | undefined {
  if (distance % 2 === 0) return (-distance / 2) * (1 + FUEL);
  return distance === 3 ? -38 / 15 : distance === 5 ? -23 / 6 : undefined;
}

/** What the highway car makes out of the ramp car: behind it, level, ahead, or on the highway. */
const SIGHT = ['behind', 'level', 'ahead', 'merged'] as const;

function drawRoad({ highway, ramp, step }: Road, distance: number): Drawing {
  const length = distance + SPREAD;
  const lane = (left: number, car: string): string =>
    Array.from({ length: length + 2 }, (_unused, i) => (i === length - left + (left === 0 ? 1 : 0) ? car : i === length ? 'x' : '.')).join(
      '',
    );
  const grid = drawGrid([lane(highway, 'H'), lane(ramp, 'R')], {
    H: { cell: 'leader' },
    R: { cell: 'follower' },
    x: { cell: 'bad' },
    '.': { cell: 'soft' },
  });
  const height = (grid.height ?? 0) + 12;
  return { svg: grid.svg + svgText(0, height - 2, `step ${step}`), height, text: `${grid.text}\nstep ${step}` };
}

/**
 * `benchmark/Merge-v1`: a car on the highway commits to how it drives, and one on the on-ramp merges before or after it. Both want to get past the merging point soon, and not at the same time.
 */
export const merge: GameDefinition = defineGame({
  id: 'benchmark/Merge-v1',
  parameters: {
    distance: { kind: 'integer', min: 2, max: 8, default: 5, about: 'how many cells it is from the highway car to the merging point' },
  },
  rules: ({ distance }) => {
    const longest = distance + SPREAD;
    const horizon = 2 * longest;
    return defineRules({
      players: [
        {
          name: 'highway car',
          role: 'leader',
          observation: discrete((distance + 1) * SIGHT.length),
          action: discrete(2, ['slow', 'fast']),
        },
        {
          name: 'ramp car',
          role: 'follower',
          observation: discrete((distance + 1) * (longest + 1) * 2),
          action: discrete(3, ['stop', 'slow', 'fast']),
        },
      ],
      initial: (chance): Road => ({ highway: distance, ramp: distance - SPREAD + chance.pick([1, 1, 1]), close: false, step: 0 }),
      step: (road: Road, [lead, follow]: readonly [number, number]) => {
        const highway = Math.max(0, road.highway - 1 - lead);
        const ramp = Math.max(0, road.ramp - follow);
        const [arrives, merges] = [road.highway > 0 && highway === 0, road.ramp > 0 && ramp === 0];
        const cost = (before: number, speed: number, now: boolean): number =>
          before === 0 ? 0 : -1 - (speed === 2 ? FUEL : 0) - (now && road.close ? BRAKE : 0) - (arrives && merges ? CRASH : 0);
        const step = road.step + 1;
        return {
          state: { highway, ramp, close: arrives || merges, step },
          rewards: [cost(road.highway, 1 + lead, arrives), cost(road.ramp, follow, merges)],
          terminated: (highway === 0 && ramp === 0) || step === horizon,
        };
      },
      observe: ({ highway, ramp, close }: Road, player) => {
        if (player === 1) return (highway * (longest + 1) + ramp) * 2 + (close ? 1 : 0);
        return highway * SIGHT.length + (ramp === 0 ? 3 : 1 + Math.sign(highway - ramp));
      },
      draw: (road) => drawRoad(road, distance),
    });
  },
  descriptor: ({ distance }) => ({
    summary: 'A car on the highway commits to how it drives, and a car on the ramp merges before or after it.',
    rewardBounds: [-1 - FUEL - CRASH, 0],
    horizon: 2 * (distance + SPREAD),
    optima: (['strong', 'weak'] as const).flatMap((ties) =>
      (['stationary', 'rational'] as const).flatMap((followerClass) => {
        const leaderReturn = mergeOptimum(distance);
        const source =
          distance % 2 === 0 ? 'what full speed costs on an empty road' : 'exact search over all commitments (bestDeterministicCommitment)';
        return leaderReturn === undefined ? [] : [{ leaderReturn, commitment: 'pure' as const, followerClass, ties, source }];
      }),
    ),
    source: 'firstmover: the on-ramp merge as a finite game',
  }),
});
