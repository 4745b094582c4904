import { join } from 'node:path';
import type { Game, Value } from '@firstmover/core';
import {
  columnOf,
  createBatch,
  createEnvironment,
  finiteModel,
  flatten,
  greedyChoices,
  leaderProblem,
  packState,
  randomStream,
  sample,
  unpackState,
  width,
} from '@firstmover/core';
import type { TablePolicy } from '@firstmover/core';
import { examineGame } from '@firstmover/core/testing';
import { tabularQ } from '@firstmover/algorithms';
import { tabularQFollower } from '@firstmover/followers';
import { afterAll, describe, expect, it } from 'vitest';
import type { PettingZooError } from '../process/pettingzoo-error.ts';
import { python } from '../process/python.fixture.ts';
import type { PettingZooGame, PettingZooGameOptions } from './pettingzoo-game.ts';
import { pettingZooGame } from './pettingzoo-game.ts';

const module = join(import.meta.dirname, 'environments.fixture.py');
const made: PettingZooGame[] = [];

function define(maker: string, leader: string, more: Partial<PettingZooGameOptions> = {}): PettingZooGame {
  const game = pettingZooGame({ id: `python/${maker}-v1`, module, function: maker, leader, python: python!, ...more });
  made.push(game);
  return game;
}
afterAll(() => {
  for (const game of made) game.close();
});

function trace(game: Game, seed: number, steps: number): unknown[] {
  const environment = createEnvironment(game, { seed });
  const random = randomStream(seed, 'actions');
  const lines: unknown[] = [environment.reset()];
  for (let step = 0; step < steps; step++) {
    if (environment.snapshot().done) lines.push(environment.reset());
    lines.push(environment.step(game.players.map(({ action }) => sample(action, random))));
  }
  return lines;
}

function caught(attempt: () => unknown): PettingZooError {
  try {
    attempt();
  } catch (error) {
    return error as PettingZooError;
  }
  throw new Error('nothing was thrown');
}

describe.skipIf(python === undefined)('an environment in Python', { timeout: 120_000 }, () => {
  it('keeps every rule of a game, whatever its spaces and whoever leaves or comes late', () => {
    const game = define('Caravan', 'scout', { descriptor: { horizon: 12, rewardBounds: [-20, 20] } }).create();
    expect(game.players.map(({ name, role }) => [name, role])).toEqual([
      ['scout', 'leader'],
      ['guide', 'follower'],
      ['heir', 'follower'],
    ]);
    const broken = examineGame(game, { steps: 400 }).filter(({ outcome }) => outcome === 'broken');
    expect(broken).toEqual([]);
  });

  it('has the spaces of its agents', () => {
    const [scout, guide, heir] = define('Caravan', 'scout').create().players;
    expect(scout!.action).toEqual({ kind: 'discrete', n: 3 });
    expect(scout!.observation).toMatchObject({ kind: 'dict', entries: { observation: { low: -1, high: 1, shape: [2, 2] } } });
    expect(guide!.observation).toMatchObject({ kind: 'tuple', items: [{ n: 3 }, { counts: [2, 4] }] });
    expect(guide!.action).toMatchObject({
      items: [
        { low: -1, high: 1 },
        { low: 0, high: 3 },
      ],
    });
    expect(heir!.action).toEqual({ kind: 'multi-discrete', counts: [2, 3, 4, 5] });
    // Keys that are numbers stand in the order of JavaScript on both sides.
    expect(heir!.observation).toMatchObject({ entries: { 2: { high: 255 }, 10: { n: 12 } } });
  });

  it('repeats itself bit for bit from a seed, in another process too, and what it prints goes elsewhere', () => {
    const lines = trace(define('Caravan', 'scout').create(), 3, 60);
    const chatty = define('Caravan', 'scout', { arguments: { chatty: true } });
    expect(trace(chatty.create(), 3, 60)).toEqual(lines);
    chatty.close();
    expect(trace(chatty.create(), 3, 60)).toEqual(lines);
    expect(trace(chatty.create(), 4, 60)).not.toEqual(lines);
    expect(new Set(lines.map((line) => JSON.stringify(line))).size).toBeGreaterThan(60);
  });

  it('an agent that left earns nothing and sees what it saw last; one that has not come sees zeros', () => {
    const game = define('Caravan', 'scout').create();
    const lines = trace(game, 3, 200) as { readonly observations: readonly Value[]; readonly rewards?: readonly number[] }[];
    const starts = lines.filter(({ rewards }) => rewards === undefined);
    for (const { observations } of starts) expect(observations[2]).toEqual({ 2: [0, 0, 0], 10: 0 });
    const idle = lines.filter(({ rewards }, i) => rewards?.[1] === 0 && lines[i - 1]?.rewards !== undefined);
    expect(idle.length).toBeGreaterThan(5);
    for (const line of idle) expect(line.observations[1]).toEqual(lines[lines.indexOf(line) - 1]!.observations[1]);
  });

  it('is a batch that can be saved, also after its process was killed', () => {
    const definition = define('Caravan', 'scout');
    const game = definition.create();
    const make = (): ReturnType<typeof createBatch> => createBatch(game, { size: 40, seed: 5 });
    const random = randomStream(2, 'actions');
    const batch = make();
    batch.reset();
    const drawn = Array.from({ length: 6 }, () =>
      game.players.map(({ action }) => {
        const column = columnOf(action, 40);
        for (let copy = 0; copy < 40; copy++) flatten(action, sample(action, random), column, copy * width(action));
        return column;
      }),
    );
    for (const actions of drawn.slice(0, 3)) batch.step(actions);
    const { json, arrays } = packState(batch.save());
    definition.close();
    const restored = make();
    restored.restore(unpackState({ json: JSON.parse(JSON.stringify(json)) as unknown, arrays }));
    for (const actions of drawn.slice(3)) for (const each of [batch, restored]) each.step(actions);
    expect(packState(restored.save())).toEqual(packState(batch.save()));
  });

  it('takes parameters as keyword arguments', () => {
    const rounds = { kind: 'integer', min: 1, max: 9, default: 2, about: 'rounds' } as const;
    const definition = define('Commitment', 'row', { parameters: { rounds } });
    for (const count of [2, 5]) {
      const environment = createEnvironment(definition.create({ rounds: count }));
      environment.reset();
      for (let round = 1; round <= count; round++) expect(environment.step([1, 1]).terminated).toBe(round === count);
    }
    expect(() => finiteModel(definition.create())).toThrow('draws continuous chance');
  });

  it('is learned by a leader: row 1 earns 3, simultaneous play 2', () => {
    const game = define('Commitment', 'row').create();
    const problem = leaderProblem(tabularQFollower(game, { episodes: 20, exploration: { epsilon: 0.3 } }), { copies: 8, seed: 1 });
    const learner = tabularQ(problem, { seed: 1, learningRate: 0.1 });
    while (problem.steps < 6000) learner.update();
    expect(greedyChoices(learner.policy() as TablePolicy)).toEqual([1]);
  });

  it.each([
    ['raise', 'environment', /^python\/Broken-v1: step failed: KeyError: 'lost the map' \(environments\.fixture\.py, line \d+, in step\)$/],
    ['exit', 'ended', /^the process of python\/Broken-v1 ended during a step \(exit code 3\); it last said: the roof is on fire$/],
    ['sleep', 'timeout', /^the process of python\/Broken-v1 did not answer within 1.5 s during a step: it was ended$/],
    ['nan', 'api', /^python\/Broken-v1: agent column earns NaN: expected a finite number$/],
    ['shape', 'api', /^python\/Broken-v1: agent row sees an array of shape \(3,\), expected one number of Discrete\(1\)$/],
    ['range', 'api', /^python\/Broken-v1: agent row sees 7: expected a value of \{"kind":"discrete","n":1\}$/],
    ['no reward', 'api', /step gave no reward, termination or truncation for the living agent column/],
    ['no observation', 'api', /there is no observation for agent column/],
    ['leaves', 'api', /column left without being terminated or truncated/],
    ['stranger', 'api', /agents has nobody, which possible_agents has not/],
  ])('that goes wrong in a step (%s) is an error of reason %s, and can be played again', (how, reason, message) => {
    const game = define('Broken', 'row', { arguments: { how }, timeout: how === 'sleep' ? 1.5 : 60 }).create();
    const environment = createEnvironment(game);
    environment.reset();
    environment.step([0, 0]);
    const error = caught(() => environment.step([0, 0]));
    expect(error.message).toMatch(message);
    expect([error.name, error.reason]).toEqual(['PettingZooError', reason]);
    environment.reset();
    expect(environment.step([1, 1]).rewards).toEqual([3, 1]);
  });

  it.each<[string, Partial<PettingZooGameOptions>, string, RegExp]>([
    [
      'no Python',
      { python: 'no-such-python' },
      'no-python',
      /^python\/Commitment-v1: there is no program "no-such-python": expected the Python that has pettingzoo/,
    ],
    ['no folder', { directory: 'no-such-folder' }, 'no-python', /there is no folder ".*no-such-folder": expected/],
    [
      'no module',
      { module: 'no_such_module' },
      'no-environment',
      /"no_such_module" cannot be imported: ModuleNotFoundError: No module named 'no_such_module'/,
    ],
    ['no file', { module: './nowhere.py' }, 'no-environment', /cannot be imported: FileNotFoundError: there is no file .*nowhere\.py/],
    ['no function', { function: 'parallel' }, 'no-environment', /has no function "parallel": what it has: .*Commitment, Caravan/],
    [
      'wrong arguments',
      { arguments: { round: 2 } },
      'no-environment',
      /cannot make an environment: TypeError: .*unexpected keyword argument 'round'/,
    ],
    [
      'a failing constructor',
      { function: 'Broken', arguments: { how: 'make' } },
      'no-environment',
      /RuntimeError: no such map \(environments\.fixture\.py, line \d+/,
    ],
    ['turns', { function: 'turns' }, 'no-environment', /makes an environment of turns \(AEC\): expected a parallel one/],
    [
      'an unknown space',
      { function: 'Broken', arguments: { how: 'space' } },
      'no-environment',
      /agent row has a space that firstmover does not know: Text/,
    ],
    ['no environment', { module: 'json', function: 'dumps', arguments: { obj: 1 } }, 'no-environment', /makes a str without reset, step/],
  ])('that cannot be made (%s) is an error with its reason', (_what, more, reason, message) => {
    const error = caught(() => define('Commitment', 'row', more).create());
    expect(error.message).toMatch(message);
    expect([error.name, error.reason]).toEqual(['PettingZooError', reason]);
  });

  it('without a leader of that name is refused with near matches', () => {
    expect(() => define('Commitment', 'rows').create()).toThrow('unknown agent of python/Commitment-v1 "rows": did you mean row');
  });

  it('that is not seeded is found by the conformance kit, and by a replay', () => {
    const definition = define('Unseeded', 'row');
    const broken = examineGame(definition.create(), { steps: 60 }).filter(({ outcome }) => outcome === 'broken');
    expect(broken.map(({ rule }) => rule)).toContain('replay');
    const environment = createEnvironment(definition.create());
    environment.reset();
    const snapshot = environment.snapshot();
    environment.step([0, 0]);
    environment.restore(snapshot);
    const error = caught(() => environment.step([0, 0]));
    expect([error.reason, error.message]).toEqual([
      'replay',
      expect.stringContaining('expected all its randomness from the seed of reset'),
    ]);
  });
});
