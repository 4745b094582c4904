import type { PayoffMatrices } from './game.ts';

/** A published game with the leader's values; rows are the leader. */
export interface PublicGame {
  /** What it is and where it is from. */
  readonly name: string;
  /** The payoffs. */
  readonly game: PayoffMatrices;
  /** The value of mixed commitment with strong ties. */
  readonly strong: number;
  /** The value of pure commitment with strong ties. */
  readonly pure?: number;
  /** The supremum of mixed commitment with weak ties, where it differs. */
  readonly weak?: number;
  /** An optimal mixture, where one is published. */
  readonly commitment?: readonly number[];
  /** The reply to it. */
  readonly response?: number;
}

/** Reads `leader,follower` cells separated by spaces, rows separated by `/`. */
export function parseGame(text: string): PayoffMatrices {
  const cells = text.split('/').map((row) =>
    row
      .trim()
      .split(/\s+/)
      .map((cell) => cell.split(',').map(Number)),
  );
  return {
    leaderPayoff: cells.map((row) => row.map((cell) => cell[0]!)),
    followerPayoff: cells.map((row) => row.map((cell) => cell[1]!)),
  };
}

function zeroSum(leaderPayoff: readonly (readonly number[])[]): PayoffMatrices {
  return { leaderPayoff, followerPayoff: leaderPayoff.map((row) => row.map((payoff) => -payoff)) };
}

/** Games with published or independently computed values. */
export const publicGames: readonly PublicGame[] = [
  {
    name: 'Conitzer & Sandholm 2006, first example',
    game: parseGame('2,1 4,0 / 1,0 3,1'),
    pure: 3,
    strong: 7 / 2,
    commitment: [1 / 2, 1 / 2],
    response: 1,
  },
  {
    name: 'Conitzer & Sandholm 2006, second example',
    game: parseGame('2,0 0,2 0,5 / 1,0 0,-1 0,-4'),
    pure: 1,
    strong: 4 / 3,
    commitment: [1 / 3, 2 / 3],
    response: 0,
  },
  {
    name: 'Letchford et al. 2012, introduction',
    game: parseGame('1,1 3,0 / 0,0 2,1'),
    pure: 2,
    strong: 5 / 2,
    commitment: [1 / 2, 1 / 2],
    response: 1,
  },
  {
    name: 'Paruchuri et al. 2008, opening example',
    game: parseGame('2,1 4,0 / 1,0 3,2'),
    pure: 3,
    strong: 11 / 3,
    commitment: [2 / 3, 1 / 3],
    response: 1,
  },
  {
    name: 'Escape, Zhang et al. 2020',
    game: parseGame('15,15 10,10 0,0 / 10,10 10,10 0,0 / 0,0 0,0 30,30'),
    pure: 30,
    strong: 30,
    commitment: [0, 0, 1],
    response: 2,
  },
  {
    name: 'Maintain, Zhang et al. 2020',
    game: parseGame('20,15 0,0 0,0 / 30,0 10,5 0,0 / 0,0 0,0 5,10'),
    pure: 20,
    strong: 55 / 2,
    commitment: [1 / 4, 3 / 4, 0],
    response: 0,
  },
  { name: 'dominant column', game: parseGame('3,2 1,3 / 2,0 0,1'), pure: 1, strong: 1, commitment: [1, 0], response: 1 },
  { name: 'battle of the sexes', game: parseGame('2,1 0,0 / 0,0 1,2'), pure: 2, strong: 2, commitment: [1, 0], response: 0 },
  {
    name: 'imperfectly observed commitment, Bagwell 1995',
    game: parseGame('5,2 3,1 / 6,3 4,4'),
    pure: 5,
    strong: 11 / 2,
    commitment: [1 / 2, 1 / 2],
    response: 0,
  },
  {
    name: '6x6 with 75 equilibria, von Stengel 1997',
    game: parseGame(`9504,72336 -660,48081 19976,29216 -20526,14124 1776,1776 -8976,-8514 /
      -111771,-461736 31680,-300036 -130944,-178761 168124,-84436 -8514,-8976 52764,52764 /
      397584,1227336 -113850,774576 451176,451176 -586476,208626 29216,19976 -178761,-130944 /
      171204,-1718376 -45936,-1039236 208626,-586476 -263076,-263076 14124,-20526 -84436,168124 /
      1303104,1303104 -453420,737154 1227336,397584 -1718376,171204 72336,9504 -461736,-111771 /
      737154,-453420 -227040,-227040 774576,-113850 -1039236,-45936 48081,-660 -300036,31680`),
    strong: 1303104,
  },
  {
    name: '6x6 with 75 equilibria, small payoffs',
    game: parseGame(`-81,72 36,36 -126,17 126,-3 -36,-36 90,-153 / -180,-180 72,-81 -333,-30 297,20 -153,90 270,270 / 20,297 -3,126 42,42 -33,-33 17,-126 -30,-333 /
      -30,-333 17,-126 -33,-33 42,42 -3,126 20,297 / 270,270 -153,90 297,20 -333,-30 72,-81 -180,-180 / 90,-153 -36,-36 126,-3 -126,17 36,36 -81,72`),
    strong: 270,
  },
  { name: 'Shapley 1974, figure 2', game: parseGame('2,3 2,0 0,2 / 0,0 3,3 0,2 / 3,0 0,0 1,1'), strong: 3 },
  { name: 'Shapley 1974, figure 3', game: parseGame('0,0 3,2 0,3 / 2,3 2,2 0,0 / 3,0 0,0 1,1'), pure: 2, strong: 11 / 4 },
  {
    name: 'random 8x8 of the Gambit collection',
    game: parseGame(`1.131,1.210 4.452,4.549 4.225,5.277 7.566,4.655 1.335,1.734 2.537,2.417 2.164,5.349 3.803,2.685 /
      2.426,2.429 1.655,1.347 4.837,5.645 7.076,4.423 4.434,4.271 1.427,1.624 2.243,5.056 3.464,2.678 /
      2.326,2.422 2.747,2.243 1.478,2.544 1.759,2.705 4.120,4.976 4.542,4.572 1.473,4.580 1.323,4.792 /
      3.222,3.024 3.518,3.062 1.973,7.486 1.735,4.043 7.324,7.723 7.577,7.969 1.740,4.192 1.214,4.462 /
      1.223,1.358 4.564,4.326 4.483,5.764 7.247,4.943 1.428,1.521 2.675,2.238 2.236,5.174 3.974,2.793 /
      2.234,2.238 1.762,1.576 4.995,5.754 7.362,4.382 4.248,4.533 1.132,1.985 2.355,5.347 3.575,2.269 /
      5.255,5.334 5.634,5.675 4.383,1.436 4.642,1.897 5.231,5.458 5.369,5.395 2.798,1.403 2.778,1.646 /
      2.643,2.873 2.455,6.523 4.864,5.267 4.042,3.830 4.486,4.882 4.669,4.274 2.832,1.380 2.342,1.640`),
    strong: 7.577,
  },
  { name: '2x2 with a unique mixed equilibrium', game: parseGame('9,0 0,1 / 0,1 1,0'), pure: 0, strong: 9 / 2 },
  {
    name: "O'Neill 1987",
    game: zeroSum([
      [1, -1, -1, -1],
      [-1, -1, 1, 1],
      [-1, 1, -1, 1],
      [-1, 1, 1, -1],
    ]),
    pure: -1,
    strong: -1 / 5,
  },
  {
    name: 'zero-sum 4x4 that needs mixed dominance',
    game: zeroSum([
      [4, 1, 2, 3],
      [6, 5, 7, 2],
      [7, 2, 4, 1],
      [5, 7, 1, 6],
    ]),
    pure: 2,
    strong: 4,
  },
  {
    name: 'centipede with altruists',
    game: parseGame('0.811,0.274 0.868,0.502 1.4,0.35 / 0.564,1.566 3.148,1.072 3.68,0.92 / 1.02,1.68 2.16,6.24 12.8,3.2'),
    pure: 2.16,
    strong: 534 / 175,
  },
  { name: 'backward-bending logit branch', game: parseGame('6,7 6,7 / 7.32,6 1,4'), strong: 7.32 },
  {
    name: 'Harsanyi 1968, table 1',
    game: zeroSum([
      [7.6, 6.2, 8.8, 7.4],
      [8.8, 14.6, 13.6, 19.4],
      [7, 1, 9.1, 3.1],
      [8.2, 9.4, 13.9, 15.1],
    ]),
    strong: 8.8,
  },
  { name: 'Schotter, Weigelt & Wilson, figure 1', game: parseGame('4,3 4,3 / 0,0 6,2'), strong: 6 },
  { name: "prisoner's dilemma", game: parseGame('9,9 0,10 / 10,0 1,1'), strong: 1 },
  {
    name: 'no dominated strategies but a dominated equilibrium',
    game: parseGame('3,1 0,0 0,1 / 1.5,1 2,2 1.5,1 / 0,1 0,0 3,1'),
    strong: 3,
    weak: 2,
  },
];
