/** The steps to the right, down, left and up, as changes of row and column. */
const STEPS = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
] as const;

/**
 * The cells of the view, as steps ahead and to the right of the agent. In order: beside it, then one and two steps ahead, from left to
 * right.
 */
export const VIEW: readonly (readonly [ahead: number, right: number])[] = [
  [0, -1],
  [0, 1],
  [1, -1],
  [1, 0],
  [1, 1],
  [2, -1],
  [2, 0],
  [2, 1],
];

/** Where in the view the cell ahead is. */
export const AHEAD = 3;

/** Where the agent is and what it faces. */
export interface Pose {
  /** The row, from above. */
  readonly row: number;
  /** The column, from the left. */
  readonly column: number;
  /** 0 right, 1 down, 2 left, 3 up. */
  readonly direction: number;
}

/** The cells in view, by index in a square of `side` by `side`; -1 for those of the outer wall. */
export function viewOf({ row, column, direction }: Pose, side: number): number[] {
  const [down, across] = STEPS[direction]!;
  return VIEW.map(([ahead, right]) => {
    const r = row + ahead * down + right * across;
    const c = column + ahead * across - right * down;
    return r >= 0 && r < side && c >= 0 && c < side ? r * side + c : -1;
  });
}

/** The number of steps from the first cell to the last one, around the walls; undefined where there is no way. */
export function shortestPath(walls: readonly number[], side: number): number | undefined {
  const goal = side * side - 1;
  const distance = new Map([[0, 0]]);
  if (walls[0] === 1) return undefined;
  for (const [cell, steps] of distance) {
    if (cell === goal) return steps;
    const [row, column] = [Math.floor(cell / side), cell % side];
    for (const [down, across] of STEPS) {
      const [r, c] = [row + down, column + across];
      const next = r * side + c;
      if (r >= 0 && r < side && c >= 0 && c < side && walls[next] === 0 && !distance.has(next)) distance.set(next, steps + 1);
    }
  }
  return undefined;
}
