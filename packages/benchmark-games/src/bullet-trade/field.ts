/** The height and width of a screen in pixels; row 0 is for what is counted. */
export const SCREEN = 12;

/** The row of the ship. */
export const SHIP_ROW: number = SCREEN - 1;

/** The rows of the invaders; there are three in each, two pixels apart. */
export const INVADER_ROWS: readonly [number, number] = [2, 4];

/** After how many rounds the invaders are where they were: 7 steps to the right, 7 back. */
export const PERIOD = 14;

const IN_ROW = 3;

/** What the ship does. */
export const MOVES = ['stay', 'left', 'right', 'fire'] as const;

/** One player's game. */
export interface Field {
  /** The column of the ship. */
  readonly ship: number;
  /** Bullets that it can fire. */
  readonly bullets: number;
  /** Shots in flight, as rows and columns. */
  readonly shots: readonly (readonly [row: number, column: number])[];
  /** Which invaders are left, row by row from the top. */
  readonly invaders: readonly boolean[];
}

/** A field before the first round. */
export function newField(): Field {
  return { ship: 5, bullets: 0, shots: [], invaders: new Array<boolean>(INVADER_ROWS.length * IN_ROW).fill(true) };
}

/** Where an invader is in a round, or was if it is shot. */
export function invaderAt(invader: number, round: number): readonly [row: number, column: number] {
  const phase = round % PERIOD;
  const offset = Math.min(phase, PERIOD - phase);
  return [INVADER_ROWS[Math.floor(invader / IN_ROW)]!, 2 * (invader % IN_ROW) + offset];
}

/**
 * Plays one round of the shooter. The ship acts, shots rise by one pixel, invaders move, and shots that share a pixel with an invader hit
 * it.
 *
 * @param field - before the round
 * @param move - an index of {@link MOVES}; firing without a bullet is staying
 * @param round - which round it is, from 0
 */
export function playRound(field: Field, move: number, round: number): { readonly field: Field; readonly hits: number } {
  const fires = move === 3 && field.bullets > 0;
  const ship = Math.max(0, Math.min(SCREEN - 1, field.ship + (move === 2 ? 1 : move === 1 ? -1 : 0)));
  const risen = field.shots.map(([row, column]) => [row - 1, column] as const).filter(([row]) => row > 0);
  const shots = fires ? [...risen, [SHIP_ROW - 1, ship] as const] : risen;
  const invaders = field.invaders.slice();
  const left = shots.filter(([row, column]) => {
    const hit = invaders.findIndex((alive, i) => alive && same(invaderAt(i, round + 1), [row, column]));
    if (hit >= 0) invaders[hit] = false;
    return hit < 0;
  });
  return { field: { ship, bullets: field.bullets - (fires ? 1 : 0), shots: left, invaders }, hits: shots.length - left.length };
}

function same(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
