import type { Drawing, GameDefinition, Matrix } from '@firstmover/core';
import { InputError, defineContinuousGame, defineRules, discrete, drawGrid, show, svgText } from '@firstmover/core';

const ID = 'security/Wildlife-v1';
/** Up, down, left and right, as rows and columns. */
const MOVES = [
  [0, 0],
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;
const DIRECTIONS = ['up', 'down', 'left', 'right'] as const;
const WAYS = MOVES.length;
const SET_SNARE = WAYS;

/** A footprint: cell * 5 + the direction in which it leaves, from 1. */
type Print = number;

interface State {
  /** The cells of both, row by row. */
  readonly ranger: number;
  readonly poacher: number;
  /** The footprints that can still be seen, oldest first; 0 for a step without one. */
  readonly rangerTrail: readonly Print[];
  readonly poacherTrail: readonly Print[];
  /** The cells with a snare. */
  readonly snares: readonly number[];
  /** How many snares the poacher still carries. */
  readonly carried: number;
  /** The steps that are left. */
  readonly left: number;
}

/** Where the freshest footprint in a cell leads: 0 where there is none. */
function leads(trail: readonly Print[], cell: number): number {
  const first = cell * WAYS;
  for (let i = trail.length - 1; i >= 0; i--) if (trail[i]! > first && trail[i]! < first + WAYS) return trail[i]! - first;
  return 0;
}

/** The trail with one more step, of which the last `length` are kept. */
function longer(trail: readonly Print[], from: number, to: number, move: number, length: number): readonly Print[] {
  if (length === 0) return trail;
  const print = from === to ? 0 : from * WAYS + move;
  const kept = trail.slice(trail.length < length ? 0 : 1);
  kept.push(print);
  return kept;
}

function checkAnimals(animals: Matrix): void {
  if (animals.length * animals[0]!.length < 2 || animals.some((row) => row.some((chance) => chance < 0 || chance > 1)))
    throw new InputError(`animals of ${ID} is ${show(animals)}: expected the probabilities of at least two cells, from 0 to 1`);
}

function drawPark({ ranger, poacher, poacherTrail, snares }: State, rows: number, columns: number): Drawing {
  const marks = new Map<number, string>();
  for (const print of poacherTrail) if (print > 0) marks.set(Math.floor(print / WAYS), '^v<>'[(print % WAYS) - 1]!);
  for (const cell of snares) marks.set(cell, 's');
  marks.set(poacher, 'P');
  marks.set(ranger, ranger === poacher ? 'X' : 'R');
  const grid = drawGrid(
    Array.from({ length: rows }, (_row, row) =>
      Array.from({ length: columns }, (_cell, column) => marks.get(row * columns + column) ?? '.').join(''),
    ),
    { R: { disc: 'leader' }, P: { disc: 'follower' }, X: { cell: 'leader', disc: 'bad' }, s: { cell: 'bad', label: 's' } },
  );
  const height = grid.height ?? 0;
  return { ...grid, height: height + 12, svg: grid.svg + svgText(0, height + 10, `snares: ${snares.length}`) };
}

/**
 * `security/Wildlife-v1`: a ranger walks through a park, and a poacher sets snares in it; both leave footprints that the other can follow. After the green security
 * game with real-time information of Wang et al. (AAAI 2019).
 */
export const wildlife: GameDefinition = defineContinuousGame({
  id: ID,
  parameters: {
    animals: {
      kind: 'matrix',
      default: [
        [0.1, 0.1, 0.2, 0.1, 0.1],
        [0.1, 0.2, 0.3, 0.2, 0.1],
        [0.2, 0.3, 0.1, 0.3, 0.2],
        [0.1, 0.2, 0.3, 0.2, 0.1],
        [0.1, 0.1, 0.2, 0.1, 0.1],
      ],
      about: 'the park: for each cell the probability that a snare there catches an animal in a step',
    },
    rounds: { kind: 'integer', min: 1, max: 10_000, default: 25, about: 'steps of an episode' },
    trail: { kind: 'integer', min: 0, max: 1000, default: 8, about: 'for how many steps footprints can be seen; 0 for none' },
    snares: { kind: 'integer', min: 0, max: 100, default: 3, about: 'how many snares the poacher has' },
    arrest: { kind: 'number', min: 0, max: 1000, default: 2, about: 'what the poacher pays the ranger when it is met' },
    found: { kind: 'number', min: 0, max: 1000, default: 0.5, about: 'what it pays for a snare that the ranger finds' },
  },
  rules: ({ animals, rounds, trail, snares: most, arrest, found }) => {
    checkAnimals(animals);
    const [rows, columns] = [animals.length, animals[0]!.length];
    const cells = rows * columns;
    const chances = animals.flat();
    const post = Math.floor(rows / 2) * columns + Math.floor(columns / 2);
    const entries = [...new Set([0, columns - 1, cells - columns, cells - 1])].filter((cell) => cell !== post);
    /** Where each move leads from each cell: nowhere at the fence. */
    const next = Array.from({ length: cells * WAYS }, (_unused, i) => {
      const [down, right] = MOVES[i % WAYS]!;
      const cell = Math.floor(i / WAYS);
      const [row, column] = [Math.floor(cell / columns) + down, (cell % columns) + right];
      return row < 0 || column < 0 || row >= rows || column >= columns ? cell : row * columns + column;
    });
    return defineRules({
      players: [
        {
          name: 'ranger',
          role: 'leader',
          observation: discrete(cells * WAYS),
          action: discrete(WAYS, ['stay', ...DIRECTIONS]),
          hidden: ['poacher', 'snares', 'carried', 'left', 'rangerTrail'],
        },
        {
          name: 'poacher',
          role: 'follower',
          observation: discrete(cells * WAYS * (most + 1)),
          action: discrete(WAYS + 1, ['stay', ...DIRECTIONS, 'set a snare']),
          hidden: ['ranger', 'snares', 'left', 'poacherTrail'],
        },
      ],
      initial: (chance): State => ({
        ranger: post,
        poacher: entries[Math.floor(chance.uniform() * entries.length)]!,
        rangerTrail: [],
        poacherTrail: [],
        snares: [],
        carried: most,
        left: rounds,
      }),
      step(state: State, [walk, act]: readonly [number, number], chance) {
        const ranger = next[state.ranger * WAYS + walk]!;
        const sets = act === SET_SNARE && state.carried > 0 && !state.snares.includes(state.poacher);
        const move = act === SET_SNARE ? 0 : act;
        const poacher = next[state.poacher * WAYS + move]!;
        const set = sets ? [...state.snares, poacher] : state.snares;
        const removed = set.includes(ranger);
        const met = ranger === poacher;
        let gain = (removed ? 0 - found : 0) - (met ? arrest : 0);
        const snares: number[] = [];
        for (const cell of set) {
          if (cell === ranger) continue;
          if (!met && chance.uniform() < chances[cell]!) gain++;
          else snares.push(cell);
        }
        const left = state.left - 1;
        return {
          state: {
            ranger,
            poacher,
            rangerTrail: longer(state.rangerTrail, state.ranger, ranger, walk, trail),
            poacherTrail: longer(state.poacherTrail, state.poacher, poacher, move, trail),
            snares,
            carried: state.carried - (sets ? 1 : 0),
            left,
          },
          rewards: [0 - gain, gain],
          terminated: met || left === 0,
        };
      },
      observe: ({ ranger, poacher, rangerTrail, poacherTrail, carried }, player) =>
        player === 0 ? ranger * WAYS + leads(poacherTrail, ranger) : (poacher * WAYS + leads(rangerTrail, poacher)) * (most + 1) + carried,
      draw: (state) => drawPark(state, rows, columns),
    });
  },
  descriptor: ({ rounds, snares, arrest, found }) => ({
    summary: 'A ranger and a poacher who sets snares walk through a park and see the footprints that the other left.',
    utility: 'zero-sum',
    commitment: 'sampled',
    rewardBounds: [0 - Math.max(arrest + found, snares), Math.max(arrest + found, snares)],
    horizon: rounds,
    source: 'firstmover, after Wang et al., Deep Reinforcement Learning for Green Security Games with Real-Time Information (AAAI 2019)',
  }),
});
