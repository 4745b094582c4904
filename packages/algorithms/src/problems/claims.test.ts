import { describe, expect, it } from 'vitest';
import type { Space, VectorEnvironment } from '@firstmover/core';
import { InputError, box, columnOf, contains, dict, discrete, multiDiscrete, simplex, tuple, unflatten, width } from '@firstmover/core';
import type { Learner } from '@firstmover/experience';
import type { Network } from '@firstmover/networks';
import { headFor, linearNetwork, mlpNetwork, tableNetwork } from '@firstmover/networks';
import { a2c } from '../a2c/a2c.ts';
import { dqn } from '../dqn/dqn.ts';
import { cmaEs } from '../evolution/cma-es.ts';
import { openaiEs } from '../evolution/openai-es.ts';
import { ppo } from '../ppo/ppo.ts';
import { reinforce } from '../reinforce/reinforce.ts';
import { sac } from '../sac/sac.ts';
import { sarsa } from '../sarsa/sarsa.ts';
import { tabularQ } from '../tabular-q/tabular-q.ts';

const ACTIONS = {
  discrete: discrete(3),
  'multi-discrete': multiDiscrete([2, 3]),
  'bounded box': box(-2, 1, [2]),
  'unbounded box': box(-Infinity, Infinity, [2]),
  simplex: simplex(3),
  'several continuous parts': tuple([box(0, 1, [1]), simplex(2)]),
  'continuous and discrete parts': dict({ price: box(0, 1, [1]), offer: discrete(2) }),
} as const;
type Kind = keyof typeof ACTIONS;
const ALL = Object.keys(ACTIONS) as readonly Kind[];

/** Four copies of two steps that earn 1 each, whatever is done; actions that are not of the space are an error. */
function anything(observation: Space, action: Space): VectorEnvironment {
  const size = 4;
  const executed = columnOf(action, size);
  const terminated = new Uint8Array(size).fill(1);
  const ages = new Int32Array(size);
  let steps = 0;
  return {
    size,
    observation,
    action,
    observations: columnOf(observation, size),
    rewards: new Float64Array(size).fill(1),
    terminated,
    truncated: new Uint8Array(size),
    executed,
    learn: new Uint8Array(size).fill(1),
    get steps() {
      return steps;
    },
    reset(mask) {
      for (let copy = 0; copy < size; copy++) if (mask?.[copy] !== 0) ages[copy] = terminated[copy] = 0;
    },
    step(actions) {
      for (let copy = 0; copy < size; copy++) {
        if (terminated[copy] === 1) continue;
        if (!contains(action, unflatten(action, actions, copy * width(action)))) throw new Error(`${String(actions)} is no action`);
        steps++;
        terminated[copy] = ++ages[copy]! === 2 ? 1 : 0;
      }
      executed.set(actions);
    },
  };
}

interface Algorithm {
  /** The action spaces it takes. */
  readonly actions: readonly Kind[];
  /** Makes one with the given policy (or value) network, and others that fit. */
  make(environment: VectorEnvironment, network?: Network, extra?: object): Learner;
  /** How many outputs that network needs; undefined if it takes none. */
  outputs?(action: Space): number;
}

const parameters = (action: Space): number => headFor(action).parameters;
/** A value network for an environment. */
const values = ({ observation }: VectorEnvironment): Network => networks(observation, 1).at(-1)!;

const ALGORITHMS: { readonly [name: string]: Algorithm } = {
  reinforce: { actions: ALL, outputs: parameters, make: (environment, network) => reinforce(environment, network && { network }) },
  a2c: {
    actions: ALL,
    outputs: parameters,
    make: (environment, network) => a2c(environment, network && { network, valueNetwork: values(environment) }),
  },
  ppo: {
    actions: ALL,
    outputs: parameters,
    make: (environment, network) => ppo(environment, network && { network, valueNetwork: values(environment) }),
  },
  'ppo, shared': {
    actions: ALL,
    outputs: (action) => parameters(action) + 1,
    make: (environment, network) => ppo(environment, { valueNetwork: 'shared', ...(network && { network }) }),
  },
  tabularQ: { actions: ['discrete'], make: (environment) => tabularQ(environment) },
  sarsa: { actions: ['discrete'], make: (environment) => sarsa(environment) },
  dqn: {
    actions: ['discrete'],
    outputs: () => 3,
    make: (environment, network) => dqn(environment, { learningStarts: 4, batchSize: 4, ...(network && { network }) }),
  },
  'dqn, duelling': {
    actions: ['discrete'],
    outputs: () => 4,
    make: (environment, network) => dqn(environment, { learningStarts: 4, batchSize: 4, duelling: true, ...(network && { network }) }),
  },
  sac: {
    actions: ['discrete', 'bounded box', 'unbounded box', 'simplex', 'several continuous parts'],
    outputs: parameters,
    make: (environment, actor) => sac(environment, { learningStarts: 4, batchSize: 4, steps: 4, ...(actor && { actor }) }),
  },
  openaiEs: { actions: ALL, outputs: parameters, make: (environment, network) => openaiEs(environment, network && { network }) },
  cmaEs: { actions: ALL, outputs: parameters, make: (environment, network) => cmaEs(environment, network && { network }) },
};

const INDEX = discrete(3);
const VECTOR = dict({ place: box(-1, 1, [2]), sign: discrete(3) });

/** Networks of every kind that read a space. */
function networks(observation: Space, outputs: number): readonly Network[] {
  const activation = 'tanh';
  if (observation.kind === 'discrete') {
    const { n: count } = observation;
    return [tableNetwork(count, outputs), mlpNetwork({ input: { kind: 'index', count }, hidden: [4], outputs, activation, seed: 1 })];
  }
  const input = { kind: 'vector', width: width(observation) } as const;
  return [linearNetwork(input.width, outputs), mlpNetwork({ input, hidden: [4], outputs, activation, seed: 1 })];
}

function learns(learner: Learner): void {
  for (let i = 0; i < 3; i++) {
    for (const value of Object.values(learner.update())) expect(value).toSatisfy(Number.isFinite);
  }
  expect(learner.environment.steps).toBeGreaterThan(0);
}

describe.each(Object.entries(ALGORITHMS))('%s takes what the table in the README says', (name, { actions, outputs, make }) => {
  it.each(ALL.filter((kind) => actions.includes(kind)))('learns with actions that are %s, on indices and on vectors', (kind) => {
    const action = ACTIONS[kind];
    learns(make(anything(INDEX, action)));
    if (!outputs) return;
    for (const observation of [INDEX, VECTOR]) {
      for (const network of networks(observation, outputs(action))) learns(make(anything(observation, action), network));
    }
  });

  it('refuses all other actions', () => {
    const others = ALL.filter((kind) => !actions.includes(kind));
    for (const kind of others) expect(() => make(anything(INDEX, ACTIONS[kind])), kind).toThrow(InputError);
    expect(() => make(anything(INDEX, box(0, Infinity, [1])))).toThrow(InputError);
  });

  it('refuses networks that do not fit, and vectors where it needs indices', () => {
    if (!outputs) return expect(() => make(anything(VECTOR, INDEX))).toThrow(InputError);
    const right = outputs(INDEX);
    for (const observation of [INDEX, VECTOR]) {
      for (const wrong of [right - 1, right + 1]) {
        for (const network of networks(observation, wrong))
          expect(() => make(anything(observation, INDEX), network)).toThrow(/has \d outputs: expected/);
      }
    }
    expect(() => make(anything(INDEX, INDEX), tableNetwork(4, right))).toThrow(InputError);
    expect(() => make(anything(INDEX, INDEX), linearNetwork(3, right))).toThrow(InputError);
    expect(() => make(anything(VECTOR, INDEX), linearNetwork(2, right))).toThrow(InputError);
    expect(() => make(anything(VECTOR, INDEX), tableNetwork(3, right))).toThrow(InputError);
  });

  const defaults = name.startsWith('dqn') || name === 'sac';
  it(defaults ? 'has a network of its own on vectors' : 'needs a network on vectors', () => {
    if (defaults) learns(make(anything(VECTOR, INDEX)));
    else expect(() => make(anything(VECTOR, INDEX))).toThrow(InputError);
  });
});
