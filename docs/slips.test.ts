// What somebody gets who writes plain JavaScript, and calls something with a thing that it is not.
import { describe, expect, it } from 'vitest';
import * as algorithms from '@firstmover/algorithms';
import * as core from '@firstmover/core';
import * as followers from '@firstmover/followers';
import { iteratedPrisonersDilemma as definition } from '@firstmover/matrix-games';
import * as methods from '@firstmover/methods';
import * as pipeline from '@firstmover/pipeline';
import * as solvers from '@firstmover/solvers';

type Loose = (...given: unknown[]) => unknown;
const c = core as unknown as { readonly [name: string]: Loose };
const f = followers as unknown as { readonly [name: string]: Loose };
const s = solvers as unknown as { readonly [name: string]: Loose };
const m = methods as unknown as { readonly [name: string]: Loose };
const p = pipeline as unknown as { readonly [name: string]: (...given: unknown[]) => Promise<unknown> };

const a = algorithms as unknown as { readonly [name: string]: Loose };

const game = definition.create();
const model = core.finiteModel(game);
const oracle = followers.exactFollower(model);
const policy = core.deterministicPolicy([1, 0, 0, 1, 1], 2);
const id = 'matrix/IteratedPrisonersDilemma-v1';
const binding = 'bind its settings and make it: bindPart(part, settings).create(game, seed)';

describe('a slip in a call gets one line', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a definition for a game',
      () => c['finiteModel']!(definition),
      `finiteModel got the game definition ${id}: expected a game; call its create() first`,
    ],
    [
      'a model for a game',
      () => c['finiteModel']!(model),
      `finiteModel got the finite model of ${id}: expected a game; give its game, model.game`,
    ],
    [
      'nothing for a game',
      () => c['finiteModel']!(),
      'finiteModel got nothing: expected a game; make one with defineGame({ ... }).create(), or import one and call its create()',
    ],
    [
      'a definition for an environment',
      () => c['createEnvironment']!(definition),
      `createEnvironment got the game definition ${id}: expected a game; call its create() first`,
    ],
    [
      'an id for an environment',
      () => c['createEnvironment']!(id),
      `createEnvironment got "${id}": expected a game; make one with defineGame({ ... }).create(), or import one and call its create()`,
    ],
    [
      'no size for a batch',
      () => c['createBatch']!(game),
      'the options of createBatch are missing: expected a record, at least { size: 16 }',
    ],
    [
      'an oracle for an episode',
      () => c['playEpisode']!(oracle),
      'playEpisode got the oracle exact: expected a game; give its game, oracle.game',
    ],
    [
      'a game for an oracle',
      () => c['leaderProblem']!(game, { copies: 2 }),
      `leaderProblem got the game ${id}: expected an oracle; make one from it, as in exactFollower(finiteModel(game))`,
    ],
    [
      'a part for an oracle',
      () => c['leaderProblem']!(followers.exactOracle, { copies: 2 }),
      `leaderProblem got the oracle part exact: expected an oracle; ${binding}`,
    ],
    [
      'a function for an oracle',
      () => c['leaderProblem']!(followers.exactFollower, { copies: 2 }),
      'leaderProblem got the function exactFollower: expected an oracle; call it first, as in exactFollower(model)',
    ],
    [
      'a learner for an oracle',
      () => c['leaderProblem']!(followers.contextualFollower(game, { model }), { copies: 2 }),
      'leaderProblem got a learner: expected an oracle; give its oracle(), once it is trained',
    ],
    [
      'no options',
      () => c['leaderProblem']!(oracle),
      'the options of leaderProblem are missing: expected a record, at least { copies: 16 }',
    ],
    [
      'text for a number',
      () => c['leaderProblem']!(oracle, { copies: '16' }),
      'copies of the leader problem is "16": expected an integer of at least 1',
    ],
    [
      'an unknown option',
      () => c['leaderProblem']!(oracle, { copies: 2, copy: 2 }),
      'unknown option of leaderProblem "copy": did you mean copies or firstCopy?',
    ],
    [
      'a part that is asked to respond',
      () => c['respondTo']!(followers.exactOracle, policy),
      `respondTo got the oracle part exact: expected an oracle; ${binding}`,
    ],
    [
      'a list for a policy',
      () => c['respondTo']!(oracle, [1, 0]),
      'respondTo got [1,0]: expected a policy; make one with tablePolicy(probabilities, shape) or deterministicPolicy(choices, actions)',
    ],
    ['a name for a part', () => c['bindPart']!('ppo'), 'bindPart got "ppo": expected a part; import one, or look one up in a registry'],
    ['no spec', () => c['defineGame']!(), 'the options of defineGame are missing: expected a record, at least { id, rules }'],
    ['a number for parameters', () => (definition.create as unknown as Loose)(5), `the options of ${id}.create are 5: expected a record`],
    [
      'text for a parameter',
      () => definition.create({ steps: '5' }),
      `parameter steps of ${id} is "5": expected an integer from 1 to 1000`,
    ],
    ['a box without shape', () => c['box']!(0, 1), 'the shape of a box is undefined: expected a list of lengths, as in box(0, 1, [3])'],
    ['a box with a length', () => c['box']!(0, 1, 3), 'the shape of a box is 3: expected a list of lengths, as in box(0, 1, [3])'],
    [
      'spaces one by one',
      () => c['tuple']!(core.discrete(2), core.discrete(2)),
      'the items of a tuple space are {"kind":"discrete","n":2}: expected a list of spaces, as in tuple([discrete(2), discrete(3)])',
    ],
    ['text for a size', () => c['discrete']!('2'), 'the size of a discrete space is "2": expected an integer of at least 1'],
    [
      'a number for choices',
      () => c['deterministicPolicy']!(3, 2),
      'the choices of a deterministic policy are 3: expected a list, one action per observation',
    ],
    [
      'no actions',
      () => c['deterministicPolicy']!([0, 1]),
      'the number of actions of a deterministic policy is undefined: expected an integer of at least 1',
    ],
    [
      'a stream without name',
      () => c['randomStream']!(0),
      "the name of a random stream is undefined: expected text that says what it is for, as in randomStream(0, 'exploration')",
    ],
    [
      'a definition for a model',
      () => f['exactFollower']!(definition),
      `the exact oracle got the game definition ${id}: expected a game or its finite model; call its create() first`,
    ],
    [
      'nothing for a model',
      () => f['exactFollower']!(),
      'the exact oracle got nothing: expected a game or its finite model; make one with finiteModel(game)',
    ],
    [
      'a game for a model',
      () => s['bestDeterministicCommitment']!(game, { followerClass: 'stationary', ties: 'weak' }),
      `a solver got the game ${id}: expected a finite model; call finiteModel(game) first`,
    ],
    [
      'a question without options',
      () => s['bestDeterministicCommitment']!(model),
      'the options of a best response are missing: expected a record',
    ],
    [
      'matrices without options',
      () => s['solveBimatrix']!({ leaderPayoff: [[1]], followerPayoff: [[1]] }),
      'the options of solveBimatrix are missing: expected a record',
    ],
    [
      'a name for a method',
      () => m['startMethod']!('exact', game),
      'bindPart got "exact": expected a part; import one, or look one up in a registry',
    ],
    [
      'a definition for a method',
      () => m['startMethod']!(methods.exactMethod, definition),
      `startMethod got the game definition ${id}: expected a game; call its create() first`,
    ],
  ])('%s', (_what, call, message) => {
    expect(call).toThrow(core.InputError);
    expect(call).toThrow(new core.InputError(message));
  });

  it.each([
    'a2c',
    'cmaEs',
    'dqn',
    'exhaustiveSearch',
    'openaiEs',
    'ppo',
    'randomSearch',
    'recurrentPpo',
    'reinforce',
    'sac',
    'sarsa',
    'tabularQ',
  ])('an oracle for the problem of %s', (name) => {
    expect(() => a[name]!(oracle)).toThrow(
      new core.InputError(
        `${name} got the oracle exact: expected a problem for a learner; make one from it: leaderProblem(oracle, { copies: 16 })`,
      ),
    );
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['a definition', () => p['solve']!(definition), `solve got the game definition ${id}: expected a game; call its create() first`],
    [
      'an option that is an entry of another',
      () => p['solve']!(game, { leaderSteps: 5 }),
      'unknown option of solve "leaderSteps": what exists: method, oracle, leader, conditions, problem, budget, evaluation, seed, registry, onProgress, signal',
    ],
    [
      'a function for a name',
      () => p['solve']!(game, { oracle: followers.exactFollower }),
      'oracle is a function: expected its name, or a record with either name or module',
    ],
  ])('solve: %s', async (_what, call, message) => {
    await expect(call()).rejects.toThrow(new core.InputError(message));
  });
});
