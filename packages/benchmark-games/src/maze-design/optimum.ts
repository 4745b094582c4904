/** The best maze of a size: what the designer earns, and the walls. */
export interface BestMaze {
  /** The length of the only path through the maze. */
  readonly leaderReturn: number;
  /** The cells within the outer wall, row by row: 1 for walls. */
  readonly walls: readonly number[];
}

const found = new Map<number, BestMaze>();

/**
 * The optimum of `benchmark/MazeDesign-v1`: the longest path from corner to corner of the square within the outer wall that has no short
 * cut. That is the longest that can be the shortest way through a maze. Found by depth-first search over all such paths, once for each
 * size: a fifth of a second for size 9.
 *
 * @param size - the height and width of the maze with its outer wall
 */
export function mazeDesignOptimum(size: number): BestMaze {
  let best = found.get(size);
  if (!best) found.set(size, (best = search(size)));
  return best;
}

function search(size: number): BestMaze {
  const side = size - 2;
  const goal = side * side - 1;
  const neighbours = Array.from({ length: side * side }, (_unused, cell) => {
    const [row, column] = [Math.floor(cell / side), cell % side];
    const cells: number[] = [];
    if (column + 1 < side) cells.push(cell + 1);
    if (row + 1 < side) cells.push(cell + side);
    if (column > 0) cells.push(cell - 1);
    if (row > 0) cells.push(cell - side);
    return cells;
  });
  /** How many cells of the path each cell is next to. */
  const touched = new Uint8Array(side * side);
  const path = [0];
  let best: readonly number[] = [];
  const extend = (cell: number): void => {
    if (cell === goal) {
      if (path.length > best.length) best = path.slice();
      return;
    }
    for (const next of neighbours[cell]!) touched[next]!++;
    for (const next of neighbours[cell]!) {
      // The first step is to the right: mirrored paths are as long.
      if (touched[next] !== 1 || next === 0 || (cell === 0 && next !== 1)) continue;
      path.push(next);
      extend(next);
      path.pop();
    }
    for (const next of neighbours[cell]!) touched[next]!--;
  };
  extend(0);
  const free = new Set(best);
  return { leaderReturn: best.length - 1, walls: Array.from({ length: side * side }, (_unused, cell) => (free.has(cell) ? 0 : 1)) };
}
