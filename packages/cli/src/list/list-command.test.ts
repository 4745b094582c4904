import { describe, expect, it } from 'vitest';
import { createGames } from '../games/games.ts';
import { firstmover, jsonLines } from '../io/fake-io.fixture.ts';

describe('firstmover list', () => {
  it('shows every game with its summary, parameters and defaults', async () => {
    const { code, out, err } = await firstmover('list');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const id of createGames().names('game')) expect(out).toContain(`${id}\n  `);
    expect(out).toContain(
      "matrix/IteratedPrisonersDilemma-v1\n  The prisoner's dilemma, played 10 times with memory of the last round.\n" +
        '  steps=10  memory=joint  memoryLength=1  rewardOffset=-2.5\n',
    );
    expect(out).toContain(`${createGames().names('game').length} games;`);
  });

  it('shows one game in full, also without its version', async () => {
    const { code, out } = await firstmover('list', 'matrix/IteratedPrisonersDilemma');
    expect(code).toBe(0);
    expect(out).toContain('rewards     from -1.5 to 1.5 in one step, gamma 1');
    expect(out).toContain('acts: one of 2: 0 cooperate; 1 defect');
    expect(out).toContain('3 after cooperate, defect');
    expect(out).toMatch(/steps +10 +an integer from 1 to 1000 +how many rounds are played/);
    expect(out).toMatch(/6 {2}pure +stationary {2}strong\n/);
    expect(out).toMatch(/4 {2}pure +rational +weak\n/);
    expect(out).toContain('from: exhaustive search');
  });

  it('says so where no optimum is known, and shows payoffs as JSON', async () => {
    const { out } = await firstmover('list', 'matrix/Bimatrix-v1');
    expect(out).toContain('No optimum is listed for these parameters.');
    expect(out).toContain('[[1,3],[2,0]]');
    expect(out).toContain('rows of numbers');
  });

  it('prints one object per game with --json, and nothing else', async () => {
    const outcome = await firstmover('list', '--json');
    const games = jsonLines(outcome);
    expect(outcome.err).toBe('');
    expect(games.map((game) => game['id'])).toEqual(createGames().names('game'));
    expect((await firstmover('list', '--json')).out).toBe(outcome.out);
  });

  it('leaves out bounds that a parameter does not have', async () => {
    const outcome = await firstmover('list', 'matrix/IteratedPrisonersDilemma-v1', '--json');
    const [game] = jsonLines(outcome);
    expect(game?.['parameters']).toMatchObject({
      steps: { kind: 'integer', min: 1, max: 1000, default: 10 },
      rewardOffset: { kind: 'number', default: -2.5, about: "what is added to both players' payoffs in every round" },
    });
    expect((game?.['parameters'] as Record<string, object>)['rewardOffset']).not.toHaveProperty('min');
    expect(outcome.out).not.toContain('null');
    expect(game).toMatchObject({ utility: 'general-sum', gamma: 1, rewardBounds: [-1.5, 1.5] });
    expect(game?.['players']).toHaveLength(2);
    expect(game?.['optima']).toHaveLength(4);
  });

  it('lists the methods with what they keep of the theorem', async () => {
    const { code, out } = await firstmover('list', 'methods');
    expect(code).toBe(0);
    expect(out).toContain('contextual\n  A follower trained against random leaders');
    expect(out).toMatch(/^ {2}concurrent +yes yes yes NO  NO {2}yes$/m);
    expect(out).toMatch(/^ {2}contextual +yes yes yes yes yes yes$/m);
    const lines = jsonLines(await firstmover('list', 'methods', '--json'));
    expect(lines.map(({ name }) => name)).toContain('stackelberg-pomdp');
  });
});
