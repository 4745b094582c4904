import { createEnvironment, randomStream } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { wildlife } from './wildlife.ts';

const STAY = 0;
const [UP, DOWN, LEFT, RIGHT] = [1, 2, 3, 4];
const SET = 5;
/** Three cells in a row: the ranger starts in the middle. */
const ROW = { animals: [[1, 0, 0]], snares: 2 };

/** An environment of which the poacher entered on the left. */
function enteredLeft(parameters: { readonly [name: string]: unknown }): ReturnType<typeof createEnvironment> {
  const environment = createEnvironment(wildlife.create(parameters), { seed: 0 });
  while ((environment.reset().observations[1] as number) !== 2);
  return environment;
}

describe('the rules', () => {
  it('let the poacher enter at each corner alike, and the ranger start in the middle', () => {
    const environment = createEnvironment(wildlife.create(), { seed: 7 });
    const counts = new Map<number, number>();
    for (let episode = 0; episode < 4000; episode++) {
      const [ranger, poacher] = environment.reset().observations as [number, number];
      expect(ranger).toBe(12 * 5);
      counts.set(poacher, (counts.get(poacher) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([0, 4, 20, 24].map((cell) => cell * 5 * 4 + 3));
    for (const count of counts.values()) expect(Math.abs(count / 4000 - 0.25)).toBeLessThan(0.028);
  });

  it('pay for animals once per snare, and for snares that are found', () => {
    const environment = enteredLeft(ROW);
    // It sets a snare where an animal is caught at once.
    expect(environment.step([RIGHT, SET]).rewards).toEqual([-1, 1]);
    expect(environment.step([STAY, STAY]).rewards).toEqual([0, 0]);
    // The second one catches too; there is no third.
    expect(environment.step([STAY, SET]).rewards).toEqual([-1, 1]);
    expect(environment.step([STAY, SET]).rewards).toEqual([0, 0]);
    const other = enteredLeft({ animals: [[0, 0, 0, 0, 0]], found: 0.25, snares: 2 });
    other.step([RIGHT, RIGHT]);
    other.step([STAY, SET]);
    other.step([STAY, LEFT]);
    expect(other.step([LEFT, STAY]).rewards).toEqual([0, 0]);
    expect(other.step([LEFT, STAY]).rewards).toEqual([0.25, -0.25]);
    expect(other.step([STAY, STAY]).rewards).toEqual([0, 0]);
  });

  it('end when they meet, but not when they pass each other', () => {
    const environment = enteredLeft({ ...ROW, arrest: 3 });
    expect(environment.step([LEFT, RIGHT])).toMatchObject({ rewards: [0, 0], terminated: false });
    expect(environment.step([RIGHT, STAY])).toMatchObject({ rewards: [3, -3], terminated: true });
    const long = enteredLeft({ ...ROW, rounds: 4 });
    expect([0, 1, 2, 3].map(() => long.step([STAY, STAY]).terminated)).toEqual([false, false, false, true]);
  });

  it('show where footprints lead, as long as they can be seen', () => {
    const environment = enteredLeft({ animals: [[0, 0, 0, 0, 0]], trail: 3, snares: 2 });
    const seen = (walk: number, act: number): number[] => environment.step([walk, act]).observations as number[];
    seen(RIGHT, RIGHT); // poacher in cell 1, ranger in cell 3
    seen(LEFT, LEFT); // ranger in cell 2, where it left to the right: its own
    expect(seen(LEFT, STAY)).toEqual([1 * 5 + LEFT, 2]);
    // The step to the left can be seen for one step more; the poacher follows nobody.
    expect(seen(STAY, STAY)).toEqual([1 * 5 + LEFT, 2]);
    expect(seen(STAY, STAY)).toEqual([1 * 5, 2]);
    const none = enteredLeft({ animals: [[0, 0, 0, 0, 0]], trail: 0, snares: 2 });
    none.step([STAY, RIGHT]);
    none.step([LEFT, LEFT]);
    expect(none.step([STAY, STAY]).observations).toEqual([1 * 5, 2]);
  });

  it('stop at the fence', () => {
    const environment = createEnvironment(wildlife.create(), { seed: 1 });
    const random = randomStream(0, 'walks').at(0, 0);
    for (let episode = 0; episode < 20; episode++) {
      environment.reset();
      let cell = 12;
      for (let over = false; !over;) {
        const walk = random.integer(5);
        const { observations, terminated } = environment.step([walk, random.integer(6)]);
        const [row, column] = [Math.floor(cell / 5), cell % 5];
        const blocked =
          (walk === UP && row === 0) || (walk === DOWN && row === 4) || (walk === LEFT && column === 0) || (walk === RIGHT && column === 4);
        if (!blocked) cell += [0, -5, 5, -1, 1][walk]!;
        expect(Math.floor((observations[0] as number) / 5)).toBe(cell);
        over = terminated;
      }
    }
  });
});

it.each([
  [{ animals: [[0.5]] }, 'expected the probabilities of at least two cells, from 0 to 1'],
  [{ animals: [[0.5, 2]] }, 'expected the probabilities of at least two cells, from 0 to 1'],
])('%j is refused', (parameters, message) => {
  expect(() => wildlife.create(parameters)).toThrow(message);
});

it.each([{}, { trail: 0, snares: 0 }, { animals: [[0, 1]], rounds: 3, trail: 1 }])('keeps the rules of a game: %j', (parameters) => {
  checkGame(wildlife.create(parameters), { steps: 1000 });
});
