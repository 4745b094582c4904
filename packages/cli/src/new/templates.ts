/** What can be begun with `firstmover new`. */
export type Kind = 'game' | 'algorithm' | 'oracle';

/**
 * The files of a new package, by path.
 *
 * @param kind - what it holds
 * @param name - its name, in lower case with hyphens
 * @param version - of firstmover
 */
export function filesOfNew(kind: Kind, name: string, version: string): Record<string, string> {
  const parts = name.split('-').map((part) => part[0]!.toUpperCase() + part.slice(1));
  const fill = (text: string): string =>
    text
      .replaceAll('__NAME__', name)
      .replaceAll('__PASCAL__', parts.join(''))
      .replaceAll(
        '__CAMEL__',
        parts.join('').replace(/^./, (letter) => letter.toLowerCase()),
      );
  const { source, test, page } = TEMPLATES[kind];
  const description = {
    name,
    version: '0.0.1',
    private: true,
    type: 'module',
    exports: `./dist/${name}.js`,
    scripts: {
      build: 'tsc',
      test: 'vitest run --dir src',
      ...(kind === 'game' ? { check: `npm run build && firstmover check ./dist/${name}.js` } : {}),
    },
    dependencies: { '@firstmover/core': `^${version}` },
    devDependencies: { firstmover: `^${version}`, typescript: '~6.0.3', vitest: '^4.1.12' },
  };
  const compiler = {
    compilerOptions: {
      target: 'es2023',
      module: 'nodenext',
      strict: true,
      declaration: true,
      skipLibCheck: true,
      types: [],
      rootDir: 'src',
      outDir: 'dist',
    },
    include: ['src'],
    exclude: ['src/**/*.test.ts'],
  };
  return {
    'package.json': `${JSON.stringify(description, null, 2)}\n`,
    'tsconfig.json': `${JSON.stringify(compiler, null, 2)}\n`,
    'README.md': fill(page),
    [`src/${name}.ts`]: fill(source),
    [`src/${name}.test.ts`]: fill(test),
  };
}

const GAME = `import { defineGame, discrete, drawBars } from '@firstmover/core';

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
  rules: ({ rounds, fine }) => ({
    players: [
      { name: 'inspector', role: 'leader', observation: discrete(1), action: discrete(2, ['trust', 'inspect']) },
      { name: 'worker', role: 'follower', observation: discrete(1), action: discrete(2, ['work', 'shirk']) },
    ],
    // Chance enters only through the last argument of initial and step: chance.pick(weights).
    initial: (): State => ({ round: 0 }),
    step: ({ round }, [inspect, shirk]: readonly [number, number]) => ({
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

const ORACLE = `import type { Game, FollowerOracle } from '@firstmover/core';
import { deterministicPolicy, finiteModel, InputError } from '@firstmover/core';

/**
 * A follower oracle for games of one step in which nobody sees anything: it asks the leader once, and answers with a best reply. Replace the generator by
 * your own: it yields the leader observations that it wants answered, receives the actions, and returns the policies of the followers.
 */
export function __CAMEL__(game: Game): FollowerOracle {
  const model = finiteModel(game);
  const [, replies = 0] = model.actionCounts;
  if (model.observationCounts.some((count) => count !== 1)) throw new InputError(game.id + ' has something to see: expected a game of one step');
  return {
    name: '__NAME__',
    game,
    followerClass: 'stationary',
    ties: 'unspecified',
    equilibrium: 'exact',
    queries: 1,
    earnsRewards: false,
    carriesOver: false,
    *respond() {
      const [lead] = yield { observations: [0], reward: 0 };
      const start = model.initial[0]!.state * model.jointActions + (lead as number) * replies;
      const worth = Array.from({ length: replies }, (_unused, reply) => model.rewards[1]![model.first[start + reply]!]!);
      return { policies: [deterministicPolicy([worth.indexOf(Math.max(...worth))], replies)], reward: 0 };
    },
  };
}
`;

const TRIVIAL_GAME = `const game = defineGame({
  id: 'my/Inspection-v1',
  rules: () => ({
    players: [
      { name: 'inspector', role: 'leader', observation: discrete(1), action: discrete(2) },
      { name: 'worker', role: 'follower', observation: discrete(1), action: discrete(2) },
    ],
    initial: () => ({}),
    step: (state, [inspect, shirk]: readonly [number, number]) => ({
      state,
      rewards: [-3 * shirk - inspect, shirk - 5 * inspect * shirk],
      terminated: true,
    }),
    observe: () => 0,
  }),
}).create();
`;

const ORACLE_TEST = `import { defineGame, discrete, leaderProblem } from '@firstmover/core';
import { expect, it } from 'vitest';
import { __CAMEL__ } from './__NAME__.js';

${TRIVIAL_GAME}
it.each([
  [0, -3],
  [1, -1],
])('answers %d so that the leader earns %d', (action, reward) => {
  const problem = leaderProblem(__CAMEL__(game), { copies: 1 });
  problem.reset();
  let earned = 0;
  while (problem.terminated[0] === 0 && problem.truncated[0] === 0) {
    problem.step(Int32Array.of(action));
    earned += problem.rewards[0]!;
  }
  expect(earned).toBe(reward);
});
`;

const ALGORITHM = `import type { LeaderProblem } from '@firstmover/core';
import { cardinality, InputError, randomStream } from '@firstmover/core';

/**
 * Random search over tables of the leader: an action per observation, each played for one episode. Replace it by your own: a leader problem is any
 * single-agent problem, with observations, rewards and ends in typed arrays.
 *
 * @param problem - one copy, with finite observations and actions
 * @param options - how many tables are tried, and the seed
 */
export function __CAMEL__(
  problem: LeaderProblem,
  options: { readonly tables: number; readonly seed: number },
): { readonly table: number[]; readonly leaderReturn: number } {
  const [observations, actions] = [cardinality(problem.observation), cardinality(problem.action)];
  if (problem.size !== 1 || !Number.isFinite(observations * actions)) throw new InputError('expected one copy with finite observations and actions');
  const random = randomStream(options.seed, '__NAME__');
  let best = { table: [] as number[], leaderReturn: -Infinity };
  for (let tried = 0; tried < options.tables; tried++) {
    const table = Array.from({ length: observations }, () => random.integer(actions));
    let leaderReturn = 0;
    problem.reset();
    while (problem.terminated[0] === 0 && problem.truncated[0] === 0) {
      problem.step(Int32Array.of(table[problem.observations[0]!]!));
      leaderReturn += problem.rewards[0]!;
    }
    if (leaderReturn > best.leaderReturn) best = { table, leaderReturn };
  }
  return best;
}
`;

const ALGORITHM_TEST = `import { defineGame, deterministicPolicy, discrete, leaderProblem, type FollowerOracle } from '@firstmover/core';
import { expect, it } from 'vitest';
import { __CAMEL__ } from './__NAME__.js';

${TRIVIAL_GAME}
/** Who is inspected works, who is trusted shirks. */
const oracle: FollowerOracle = {
  name: 'best reply',
  game,
  followerClass: 'stationary',
  ties: 'unspecified',
  equilibrium: 'exact',
  queries: 1,
  earnsRewards: false,
  carriesOver: false,
  *respond() {
    const [inspect] = yield { observations: [0], reward: 0 };
    return { policies: [deterministicPolicy([inspect === 1 ? 0 : 1], 2)], reward: 0 };
  },
};

it('finds that inspecting pays', () => {
  expect(__CAMEL__(leaderProblem(oracle, { copies: 1 }), { tables: 20, seed: 1 })).toEqual({ table: [1], leaderReturn: -1 });
});
`;

const pageOf = (what: string): string => `# __NAME__

${what}

\`\`\`sh
npm install
npm test
npm run build
\`\`\`
`;

const TEMPLATES: { readonly [kind in Kind]: { readonly source: string; readonly test: string; readonly page: string } } = {
  game: { source: GAME, test: GAME_TEST, page: GAME_PAGE },
  oracle: {
    source: ORACLE,
    test: ORACLE_TEST,
    page: pageOf(
      'A follower oracle: how the followers respond, given only queries to the leader. `leaderProblem` of `@firstmover/core` takes it.',
    ),
  },
  algorithm: {
    source: ALGORITHM,
    test: ALGORITHM_TEST,
    page: pageOf('A single-agent algorithm for leader problems of `@firstmover/core`.'),
  },
};
