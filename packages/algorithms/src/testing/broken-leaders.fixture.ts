import type { LeaderProblem, Metrics, Parameter, Savable, TablePolicy } from '@firstmover/core';
import { InputError, definePart, randomStream, savable, savedCount, tablePolicy } from '@firstmover/core';
import type { Learner } from '@firstmover/experience';
import { commonLearner, observationCount } from '@firstmover/experience';
import type { LeaderPart } from '../part/leader-part.ts';
import type { LeaderRule } from './check-leader.ts';

/** What an honest leader is made of, for faults to change. */
interface Insides {
  readonly problem: LeaderProblem;
  readonly table: Float64Array;
  readonly actions: number;
  /** How many updates were made. */
  count(): number;
  save(): ReturnType<Savable['save']>;
  restore: Savable['restore'];
}

type Fault = (learner: Learner, insides: Insides) => Partial<Learner>;

const RATE = { rate: { kind: 'number', min: 0, max: 1, default: 0.5, about: 'how far the table moves towards what paid' } } as const;

/** Keeps a table of probabilities, which move towards the first action of every episode that paid more than the last. */
function making(fault: Fault, draw = (seed: number): number => seed): LeaderPart['create'] {
  return (settings, problem, seed) => {
    const { rate } = settings as { readonly rate: number };
    const observations = observationCount(problem.observation, 'this leader');
    if (problem.action.kind !== 'discrete') throw new InputError('this leader needs discrete actions');
    const actions = problem.action.n;
    const table = new Float64Array(observations * actions).fill(1 / actions);
    const stream = randomStream(draw(seed), 'broken/actions');
    const chosen = new Int32Array(problem.size);
    let updates = 0;
    const parts = {
      table,
      updates: savedCount(
        () => updates,
        (count) => (updates = count),
      ),
    };
    const common = commonLearner('broken', problem, { rate, seed }, parts);
    const learner: Learner = {
      ...common,
      policy: (): TablePolicy => tablePolicy(table.slice(), { observations, actions }),
      update(): Metrics {
        const random = stream.at(updates, 0);
        const row = random.integer(observations);
        const action = random.integer(actions);
        updates++;
        problem.reset();
        let total = 0;
        for (let step = 0; step < 5; step++) {
          for (let copy = 0; copy < problem.size; copy++)
            chosen[copy] = problem.observations[copy] === row ? action : Math.min(actions - 1, Math.floor(3 * random.uniform()));
          problem.step(chosen);
          for (let copy = 0; copy < problem.size; copy++) total += problem.rewards[copy]!;
        }
        const share = rate * Math.min(1, Math.abs(total) / (5 * problem.size));
        for (let k = 0; k < actions; k++) table[row * actions + k]! += share * ((k === action ? 1 : 0) - table[row * actions + k]!);
        return { return: total / problem.size };
      },
    };
    const insides: Insides = { problem, table, actions, count: () => updates, save: common.save, restore: common.restore };
    return { ...learner, ...fault(learner, insides) };
  };
}

function broken(create: LeaderPart['create'], more: Partial<LeaderPart> = {}): LeaderPart {
  const spec = { kind: 'leader', name: 'broken', about: 'Is broken.', source: 'this test', needs: ['discrete-actions'], create } as const;
  const part: LeaderPart = definePart({ ...spec, parameters: RATE });
  return { ...part, ...more };
}

const honest = making(() => ({}));

/** A leader without a fault. */
export const honestLeader: LeaderPart = broken(honest);

let made = 0;

/** Leaders with one fault each, and the rule that it breaks. */
export const brokenLeaders: readonly (readonly [fault: string, rule: LeaderRule, part: LeaderPart])[] = [
  ['a sentence of two lines', 'sentences', broken(honest, { about: 'Is\nbroken.' })],
  ['a setting without words', 'sentences', broken(honest, { parameters: { rate: { ...RATE.rate, about: '' } } })],
  ['a default outside its range', 'defaults', broken(honest, { parameters: { rate: { ...RATE.rate, default: 2 } } })],
  [
    'a list without the number of its entries',
    'settings',
    broken(honest, {
      parameters: { ...RATE, at: { kind: 'list', of: RATE.rate, unset: 'nowhere', about: 'where' } as unknown as Parameter },
    }),
  ],
  [
    'a value in range that crashes',
    'range',
    broken((settings, problem, seed) => {
      if (settings['rate'] === 0) throw new TypeError('cannot divide by nothing');
      return honest(settings, problem, seed);
    }),
  ],
  [
    'a refusal of two lines',
    'range',
    broken((settings, problem, seed) => {
      if (settings['rate'] === 1) throw new InputError('rate is 1:\nexpected less');
      return honest(settings, problem, seed);
    }),
  ],
  ['a problem of its own', 'problem', broken((settings, problem, seed) => honest(settings, { ...problem }, seed))],
  ['every problem refused', 'problem', broken(() => { throw new InputError('not today'); })], // prettier-ignore
  [
    'settings that are normalised in place',
    'mutation',
    broken((settings, problem, seed) => {
      (settings as { rate: number }).rate = Math.min(1, settings['rate'] as number);
      return honest(settings, problem, seed);
    }),
  ],
  [
    'rewards that are scaled in place',
    'mutation',
    broken(
      making((learner, { problem }) => ({
        update() {
          const metrics = learner.update();
          for (let copy = 0; copy < problem.size; copy++) problem.rewards[copy] = problem.rewards[copy]! / 10 - 1;
          return metrics;
        },
      })),
    ),
  ],
  [
    'an update that only thinks, every third time',
    'steps',
    broken(
      making((learner, { count }) => {
        let called = 0;
        return { update: () => (++called % 3 === 0 ? { return: count() } : learner.update()) };
      }),
    ),
  ],
  [
    'a mean over no episodes',
    'metrics',
    broken(making((learner, { count }) => ({ update: () => ({ ...learner.update(), mean: 0 / Math.max(0, count() - 3) }) }))),
  ],
  ['no return', 'metrics', broken(making((learner) => ({ update: () => ({ score: learner.update()['return']! }) })))],
  [
    'probabilities that are not normalised',
    'policy',
    broken(
      making((_learner, { table, actions }) => ({
        policy: (): TablePolicy =>
          tablePolicy(
            table.map((value) => value + 0.01),
            { observations: table.length / actions, actions },
          ),
      })),
    ),
  ],
  [
    'actions counted from one',
    'policy',
    broken(
      making((_learner, { table, actions }) => ({
        policy: () => ({
          act(seen) {
            const row = table.subarray((seen as number) * actions, ((seen as number) + 1) * actions);
            return 1 + row.lastIndexOf(Math.max(...row));
          },
        }),
      })),
    ),
  ],
  [
    'a policy that reads the table at work',
    'frozen',
    broken(
      making((_learner, { table, actions }) => ({
        policy: (): TablePolicy => tablePolicy(table, { observations: table.length / actions, actions }),
      })),
    ),
  ],
  [
    'a saved state that is the one at work',
    'snapshot',
    broken(
      making((_learner, { table, save }) => ({
        save() {
          const state = save() as { readonly kind: string; readonly parts: object };
          return { ...state, parts: { ...state.parts, table } } as ReturnType<Savable['save']>;
        },
      })),
    ),
  ],
  [
    'asking for the policy forgets a little',
    'looking',
    broken(
      making((learner, { table, actions }) => ({
        policy() {
          for (let i = 0; i < table.length; i++) table[i] = 0.99 * table[i]! + 0.01 / actions;
          return learner.policy();
        },
      })),
    ),
  ],
  [
    'a momentum that is not saved',
    'continuation',
    broken(
      making((learner, { table }) => {
        let momentum = 0;
        return {
          update() {
            const metrics = learner.update();
            momentum = 0.9 * momentum + metrics['return']!;
            table[0]! += 1e-6 * momentum;
            table[1]! -= 1e-6 * momentum;
            return { ...metrics, momentum };
          },
        };
      }),
    ),
  ],
  [
    'a restored table that is rounded',
    'continuation',
    broken(
      making((_learner, { table, restore }) => ({
        restore(state) {
          restore(state);
          for (let i = 0; i < table.length; i++) table[i] = Math.fround(table[i]!);
        },
      })),
    ),
  ],
  [
    'only what was learned is saved, not where the problem stands',
    'continuation',
    broken(
      making((_learner, { table }) => {
        const whole = savable('broken', {}, { table });
        return { save: () => whole.save(), restore: (state) => whole.restore(state) };
      }),
    ),
  ],
  // eslint-disable-next-line no-restricted-properties -- this is the fault
  ['numbers of the runtime', 'same seed', broken((settings, problem, seed) => making(() => ({}), () => Math.floor(1e9 * Math.random()))(settings, problem, seed))], // prettier-ignore
  ['a count of all leaders ever made', 'same seed', broken(making(() => ({}), (seed) => seed + made++))], // prettier-ignore
  ['one seed for all', 'other seed', broken(making(() => ({}), () => 7))], // prettier-ignore
  [
    'a setting that is read by nobody',
    'effect',
    broken(honest, { parameters: { ...RATE, momentum: { kind: 'number', min: 0, max: 1, default: 0.9, about: 'how much is kept' } } }),
  ],
  [
    'a switch that is on whatever is said',
    'effect',
    broken((settings, problem, seed) => honest({ ...settings, clever: settings['clever'] !== undefined }, problem, seed), {
      parameters: { ...RATE, clever: { kind: 'boolean', default: true, about: 'whether it is' } },
    }),
  ],
];
