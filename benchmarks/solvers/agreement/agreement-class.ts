import type { Random } from '@firstmover/core';

/** A class of problems with two methods; one file each in this folder. */
export interface AgreementClass {
  /** Its name, that of documents of `firstmover exact` where there are such. */
  readonly name: string;
  /** What is compared, in words. */
  readonly methods: string;
  /** What the games are like. */
  readonly games: string;
  /** How far the values may be apart, in units of the payoff range. */
  readonly tolerance: number;
  /**
   * Draws a game and solves it twice.
   *
   * @returns the difference of the values in units of the payoff range; 1 for a value above a certified bound
   * @throws RefusedError where a method refuses the game
   */
  compare(random: Random): number | Promise<number>;
}
