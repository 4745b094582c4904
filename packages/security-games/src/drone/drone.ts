import type { Drawing, GameDefinition, Space, Value } from '@firstmover/core';
import { box, defineContinuousGame, defineRules, discrete, drawGrid, multiDiscrete } from '@firstmover/core';

/** The playable cells are 1 to SIDE in both directions, inside a wall. */
const SIDE = 20;
const START = { x: 1, y: 10 } as const;
const LAUNCH_X = 14;
const LAUNCH_ROWS = [3, 8, 13, 18] as const;
const DRONES = 4;
/** Where the middle of a drone can be. Its body of 3 x 3 cells keeps off the walls, and off the goal in the last column. */
const MIDDLE = { low: 2, highX: SIDE - 2, highY: SIDE - 1 } as const;
/** What the sighted intruder sees in a cell. */
const VIEW = { free: 0, outside: 1, drone: 2, wall: 3 } as const;

/** The middle of a drone: the number of a cell, COLUMNS * row + column. */
type Drone = number;
const COLUMNS = SIDE + 2;
const cellOf = (x: number, y: number): Drone => COLUMNS * y + x;
const columnOf = (drone: Drone): number => drone % COLUMNS;
const rowOf = (drone: Drone): number => Math.floor(drone / COLUMNS);

interface State {
  /** The intruder. */
  readonly x: number;
  readonly y: number;
  /** The cells of their middles, from the oldest to the newest. */
  readonly drones: readonly Drone[];
  /** The last launch: a point from 1, or a row; 0 before the first. */
  readonly launched: number;
  /** 1 once the intruder has stood on a drone. */
  readonly caught: number;
}

/** Which launch point is nearest: all have the same column. */
function nearestPoint(y: number): number {
  return y < 6 ? 0 : y < 11 ? 1 : y < 16 ? 2 : 3;
}

/** Whether a cell is part of the body of any drone. */
function covered(drones: readonly Drone[], column: number, row: number): boolean {
  for (const drone of drones) {
    const right = columnOf(drone) - column;
    const below = rowOf(drone) - row;
    if (right >= -1 && right <= 1 && below >= -1 && below <= 1) return true;
  }
  return false;
}

/** One cell in a direction that chance takes among those that keep the body where it may be; none ever blocks all. */
function moved(drone: Drone, uniform: number): Drone {
  const x = columnOf(drone);
  const y = rowOf(drone);
  const left = x > MIDDLE.low ? 1 : 0;
  const right = x < MIDDLE.highX ? 1 : 0;
  const above = y > MIDDLE.low ? 1 : 0;
  const below = y < MIDDLE.highY ? 1 : 0;
  let k = Math.floor(uniform * (left + right + above + below));
  if (left === 1 && k-- === 0) return drone - 1;
  if (right === 1 && k-- === 0) return drone + 1;
  if (above === 1 && k-- === 0) return drone - COLUMNS;
  return drone + COLUMNS;
}

/** Which launch points have a drone near, as the bits of a number. */
function occupied(drones: readonly Drone[]): number {
  let bits = 0;
  for (const drone of drones) bits |= 1 << nearestPoint(rowOf(drone));
  return bits;
}

/** The places of the drones plus one, in order of columns and rows, filled up with zeros. */
function places(drones: readonly Drone[]): number[] {
  const sorted = [...drones].sort((a, b) => columnOf(a) - columnOf(b) || a - b);
  return Array.from({ length: 2 * DRONES }, (_unused, i) => {
    const drone = sorted[i >> 1];
    return drone === undefined ? 0 : 1 + (i % 2 === 0 ? columnOf(drone) : rowOf(drone));
  });
}

/** The cells around the intruder, row by row; `wall` is the border, `outside` what is beyond it. */
function view({ x, y, drones }: State): number[] {
  return Array.from({ length: 9 }, (_unused, i) => {
    const column = x - 1 + (i % 3);
    const row = y - 1 + Math.floor(i / 3);
    if (column < 0 || row < 0 || column > SIDE + 1 || row > SIDE + 1) return VIEW.outside;
    if (column < 1 || row < 1 || column > SIDE || row > SIDE) return VIEW.wall;
    return covered(drones, column, row) ? VIEW.drone : VIEW.free;
  });
}

function drawField({ x, y, drones, caught }: State): Drawing {
  const rows = Array.from({ length: SIDE + 2 }, (_row, row) =>
    Array.from({ length: SIDE + 2 }, (_cell, column) => {
      if (column === x && row === y) return caught === 1 ? 'X' : 'I';
      if (column < 1 || row < 1 || column > SIDE || row > SIDE) return '#';
      if (covered(drones, column, row)) return 'd';
      return column === SIDE ? 'g' : '.';
    }).join(''),
  );
  return drawGrid(rows, {
    '#': { cell: 'faint' },
    I: { disc: 'follower' },
    X: { cell: 'leader', disc: 'bad' },
    d: { cell: 'leader' },
    g: { cell: 'good' },
  });
}

/**
 * `security/DroneGame-v1`: an intruder crosses a field of 20 columns, one a step, and a defender launches a drone in each step. The last
 * four drones fly at random. The drone security game of the framework's public code, by its rules.
 */
export const droneGame: GameDefinition = defineContinuousGame({
  id: 'security/DroneGame-v1',
  parameters: {
    launch: {
      kind: 'choice',
      options: ['points', 'anywhere'],
      default: 'points',
      about: 'points: from one of four, seeing which have a drone near; anywhere: from any row, a number from 0 to 1, seeing all drones',
    },
    intruder: {
      kind: 'choice',
      options: ['blind', 'sighted'],
      default: 'blind',
      about: 'what the intruder sees beside its place, what the defender sees, and the last launch; sighted: the 3 x 3 cells around it',
    },
  },
  rules: ({ launch, intruder }) => {
    const points = launch === 'points';
    const sighted = intruder === 'sighted';
    const cells: number[] = sighted ? new Array<number>(9).fill(4) : [];
    const seen: Space = points
      ? multiDiscrete([SIDE, SIDE, 2, 2, 2, 2, LAUNCH_ROWS.length + 1, ...cells])
      : box(0, SIDE + 1, [2 + 2 * DRONES + 1 + cells.length]);
    return defineRules({
      players: [
        {
          name: 'defender',
          role: 'leader',
          observation: points ? discrete(2 ** LAUNCH_ROWS.length) : box(0, SIDE + 1, [2 * DRONES]),
          action: points
            ? discrete(
                LAUNCH_ROWS.length,
                LAUNCH_ROWS.map((row) => `row ${row}`),
              )
            : box(0, 1, [1]),
          hidden: ['x', 'y', 'caught'],
        },
        {
          name: 'intruder',
          role: 'follower',
          observation: seen,
          action: discrete(3, ['ahead', 'ahead and up', 'ahead and down']),
          hidden: ['caught'],
        },
      ],
      initial: (): State => ({ ...START, drones: [], launched: 0, caught: 0 }),
      step(state: State, [launching, steering]: readonly [Value, Value], chance) {
        const { drones } = state;
        const flying: Drone[] = [];
        for (let i = drones.length === DRONES ? 1 : 0; i < drones.length; i++) flying.push(moved(drones[i]!, chance.uniform()));
        const row = points ? LAUNCH_ROWS[launching as number]! : Math.floor(17 * (launching as readonly number[])[0]!) + 2;
        flying.push(cellOf(LAUNCH_X, row));
        const x = state.x + 1;
        const shift = steering === 0 ? 0 : steering === 1 ? -1 : 1;
        const y = Math.max(1, Math.min(SIDE, state.y + shift));
        const hit = state.caught === 0 && covered(flying, x, y);
        return {
          state: { x, y, drones: flying, launched: points ? 1 + (launching as number) : row, caught: hit ? 1 : state.caught },
          rewards: hit ? [1, -1] : [0, 0],
          terminated: x === SIDE,
        };
      },
      observe(state: State, player) {
        const { x, y, drones, launched } = state;
        if (player === 0) return points ? occupied(drones) : places(drones);
        if (!points) return [x, y, ...places(drones), launched, ...(sighted ? view(state) : [])];
        const bits = occupied(drones);
        const known = [x - 1, y - 1, bits & 1, (bits >> 1) & 1, (bits >> 2) & 1, bits >> 3, launched];
        return sighted ? known.concat(view(state)) : known;
      },
      draw: drawField,
    });
  },
  descriptor: () => ({
    summary: 'An intruder crosses a field while a defender launches drones that fly at random.',
    utility: 'zero-sum',
    commitment: 'pure',
    rewardBounds: [-1, 1],
    horizon: SIDE - START.x,
    source: 'the drone security game of the public code of Oracles & Followers (Gerstgrasser & Parkes, ICML 2023)',
  }),
});
