import type { Template } from './template.ts';

const GAME = `import { defineGame, defineRules, discrete, drawBars } from '@firstmover/core';

interface State {
  /** How many rounds were played. */
  readonly round: number;
}

/** An inspector commits to trust or to inspect; a worker works or shirks. Replace the rules by your own, and change the version when you change them later. */
export const __CAMEL__ = defineGame({
  id: 'my/__PASCAL__-v1',
  parameters: {
    rounds: { kind: 'integer', min: 1, max: 100, default: 1, about: 'how many rounds are played' },
    fine: { kind: 'number', min: 0, max: 100, default: 5, about: 'what a worker who is caught pays' },
  },
  rules: ({ rounds, fine }) =>
    defineRules({
      players: [
        { name: 'inspector', role: 'leader', observation: discrete(1), action: discrete(2, ['trust', 'inspect']) },
        { name: 'worker', role: 'follower', observation: discrete(1), action: discrete(2, ['work', 'shirk']) },
      ],
      // Chance enters only through the last argument of initial and step: chance.pick(weights).
      initial: (): State => ({ round: 0 }),
      step: ({ round }, [inspect, shirk]) => ({
        state: { round: round + 1 },
        rewards: [-3 * shirk - inspect, shirk - fine * inspect * shirk],
        terminated: round + 1 === rounds,
      }),
      observe: () => 0,
      draw: ({ round }) => drawBars([{ label: 'rounds played', value: round }], rounds),
    }),
  descriptor: ({ rounds, fine }) => ({
    summary: 'An inspector commits, a worker responds.',
    rewardBounds: [-4, Math.max(1, fine - 1)].map((bound, i) => (i === 0 ? Math.min(-4, 1 - fine) : bound)) as [number, number],
    horizon: rounds,
    // Who is inspected works if the fine is above 1; who is trusted shirks.
    optima:
      fine > 1
        ? (['strong', 'weak'] as const).map((ties) => ({
            leaderReturn: -rounds,
            commitment: 'pure' as const,
            followerClass: 'stationary' as const,
            ties,
            source: 'inspecting costs 1 a round, trusting 3',
          }))
        : [],
    source: 'where your rules come from',
  }),
});
`;

const GAME_TEST = `import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { __CAMEL__ } from './__NAME__.js';

describe('my/__PASCAL__-v1', () => {
  it.each([{}, { rounds: 3 }, { fine: 0 }])('keeps the rules of a game with %j', (parameters) => {
    checkGame(__CAMEL__.create(parameters), { steps: 1000 });
  });

  it('is worth what its descriptor says', () => {
    expect(__CAMEL__.create({ rounds: 3 }).descriptor.optima[0]?.leaderReturn).toBe(-3);
  });
});
`;

const GAME_PAGE = `# my/__PASCAL__-v1

An inspector commits to trust or to inspect, in every round; a worker answers by working or shirking. Shirking costs the inspector 3 and is worth 1 to the worker; inspecting costs 1;
who shirks and is inspected pays \`fine\`.

\`\`\`sh
npm install
npm test                                              # the rules of a game, on the sources
npm run check                                         # the same, as a list
npx firstmover show ./dist/__NAME__.js                # an episode; --svg episode.svg for a picture
npx firstmover exact ./dist/__NAME__.js               # the best commitment, exactly
npx firstmover solve ./dist/__NAME__.js               # the best commitment, learned and verified
\`\`\`

The same commands read \`./src/__NAME__.ts\` as it is.
`;

/** A game. */
export const game: Template = { source: GAME, test: GAME_TEST, page: GAME_PAGE, packages: [] };
