import type { Drawing, GameDefinition } from '@firstmover/core';
import { box, defineGame, defineRules, discrete, drawGrid, multiDiscrete, svgText } from '@firstmover/core';
import type { Pose } from './maze.ts';
import { AHEAD, VIEW, shortestPath, viewOf } from './maze.ts';
import { mazeDesignOptimum } from './optimum.ts';

interface Maze extends Pose {
  /** The cells within the outer wall, row by row: 1 for walls. */
  readonly walls: readonly number[];
  readonly step: number;
}

/** As many numbers as there are choices, 1 at the one that holds, if any does. */
function oneHot(count: number, index: number): number[] {
  return Array.from({ length: count }, (_unused, i) => (i === index ? 1 : 0));
}

function drawMaze({ walls, row, column, direction, step }: Maze, side: number): Drawing {
  const cells: string[] = walls.map((wall) => (wall === 1 ? '#' : '.'));
  cells[side * side - 1] = 'G';
  cells[row * side + column] = '>v<^'[direction]!;
  const rows = Array.from({ length: side }, (_unused, r) => `#${cells.slice(r * side, (r + 1) * side).join('')}#`);
  const outer = '#'.repeat(side + 2);
  const agent = { cell: 'follower' as const };
  const grid = drawGrid([outer, ...rows, outer], {
    '#': { cell: 'leader' },
    G: { cell: 'good' },
    '>': { ...agent, label: '→' },
    v: { ...agent, label: '↓' },
    '<': { ...agent, label: '←' },
    '^': { ...agent, label: '↑' },
  });
  const words = `step ${step}, shortest way ${shortestPath(walls, side) ?? 'none'}`;
  const height = (grid.height ?? 0) + 12;
  return { svg: grid.svg + svgText(0, height - 2, words), height, text: `${grid.text}\n${words}` };
}

/**
 * `benchmark/MazeDesign-v1`: an agent looks for the goal of a maze while a designer sets and removes the walls that the agent has in
 * view. The designer has committed to what it builds where. It wants a long way through the final maze, and the agent to get there.
 */
export const mazeDesign: GameDefinition = defineGame({
  id: 'benchmark/MazeDesign-v1',
  parameters: { size: { kind: 'integer', min: 4, max: 9, default: 7, about: 'the height and width of the maze with its outer wall' } },
  rules: ({ size }) => {
    const side = size - 2;
    const goal = side * side - 1;
    const limit = 4 * size * size;
    const bits = (state: Maze): number[] => viewOf(state, side).map((cell) => (cell < 0 ? 1 : state.walls[cell]!));
    return defineRules({
      players: [
        {
          name: 'designer',
          role: 'leader',
          observation: box(0, 1, [side * side + 4 + VIEW.length]),
          action: multiDiscrete(new Array<number>(VIEW.length).fill(2)),
        },
        {
          name: 'agent',
          role: 'follower',
          observation: box(0, 1, [VIEW.length + 4 + VIEW.length]),
          action: discrete(3, ['left', 'right', 'forward']),
        },
      ],
      initial: (): Maze => ({ walls: new Array<number>(side * side).fill(0), row: 0, column: 0, direction: 0, step: 0 }),
      step: (state: Maze, [pattern, move]) => {
        const view = viewOf(state, side);
        const ahead = view[AHEAD]!;
        const moves = move === 2 && ahead >= 0 && state.walls[ahead] === 0;
        const here = moves ? ahead : state.row * side + state.column;
        const direction = move === 2 ? state.direction : (state.direction + (move === 1 ? 1 : 3)) % 4;
        const walls = state.walls.slice();
        view.forEach((cell, i) => {
          if (cell >= 0 && cell !== goal && cell !== here) walls[cell] = (pattern as readonly number[])[i]!;
        });
        const step = state.step + 1;
        const arrived = here === goal;
        const terminated = arrived || step === limit;
        const length = terminated ? (shortestPath(walls, side) ?? -size * size) : 0;
        return {
          state: { walls, row: Math.floor(here / side), column: here % side, direction, step },
          rewards: [length - (terminated && !arrived ? 2 * size : 0), arrived ? 1 - (0.9 * step) / limit : 0],
          terminated,
        };
      },
      observe: (state: Maze, player) =>
        player === 0
          ? [...oneHot(side * side, state.row * side + state.column), ...oneHot(4, state.direction), ...bits(state)]
          : [...oneHot(VIEW.length, viewOf(state, side).indexOf(goal)), ...oneHot(4, state.direction), ...bits(state)],
      draw: (state: Maze) => drawMaze(state, side),
    });
  },
  descriptor: ({ size }) => ({
    summary: 'A designer builds a maze in front of an agent that looks for its goal, to make the way long.',
    rewardBounds: [-size * size - 2 * size, (size - 2) * (size - 2) - 1],
    horizon: 4 * size * size,
    optima: (['strong', 'weak'] as const).flatMap((ties) =>
      (['stationary', 'rational'] as const).map((followerClass) => ({
        leaderReturn: mazeDesignOptimum(size).leaderReturn,
        commitment: 'pure' as const,
        followerClass,
        ties,
        source: 'the longest way without short cuts, always built as soon as it is in view (mazeDesignOptimum, proof on the page)',
      })),
    ),
    source: 'firstmover, after the maze design of Gerstgrasser & Parkes (ICML 2023), whose released rules are incomplete',
  }),
});
