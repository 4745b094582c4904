import type { LeaderProblem, Metrics, Policy, Random, Space, TablePolicy } from '@firstmover/core';
import { bindPart, contains, packState, randomStream, sample, show } from '@firstmover/core';
import type { Finding, PartRule, Rules } from '@firstmover/core/testing';
import {
  PART_RULES,
  checkContinuation,
  checkPartRules,
  deepFreeze,
  examination,
  expectThat,
  otherValues,
  refusalOf,
  requireKept,
} from '@firstmover/core/testing';
import type { Learner, PolicyMode } from '@firstmover/experience';
import { mlpNetworkPart } from '@firstmover/networks';
import type { LeaderPart } from '../part/leader-part.ts';
import { COPIES } from '../part/leader-part.ts';
import { guardProblem } from './guard-problem.ts';
import type { MakeProblem } from './problems.ts';
import { toyProblems } from './problems.ts';

const OWN = {
  range: 'every value in the range of a setting is served, or refused in one line',
  problem: 'it learns on the problem that it is given; some kind of problem is served',
  mutation: 'settings that are given are left as they are, and so are the arrays of the problem',
  steps: 'every update takes steps of its problem',
  metrics: 'every update reports finite numbers by name, `return` among them',
  policy: 'policies take actions of the space, by probabilities that sum to 1',
  frozen: 'a policy does not change with later updates',
  snapshot: 'a saved state does not change with later updates',
  looking: 'saving, and asking for policies, disturb nothing',
  continuation: 'saved and restored it continues bit for bit, after any update',
  'same seed': 'the same seed gives the same numbers, whatever was made before',
  'other seed': 'another seed gives other numbers, where it draws any',
  effect: 'every setting changes what is learned, within its range',
} as const;

/** The name of one of {@link LEADER_RULES}. */
export type LeaderRule = PartRule | keyof typeof OWN;

/** What a leader is checked for, in the order in which it is reported. */
export const LEADER_RULES: { readonly [rule in LeaderRule]: string } = { ...PART_RULES, ...OWN };

/** How a leader is checked. */
export interface CheckLeaderOptions {
  /** Settings that differ from their defaults: those that must be given, and those with which few updates show what the others do (default none). */
  readonly settings?: { readonly [name: string]: unknown };
  /** How many updates are made (default 6). */
  readonly updates?: number;
  /** The problems that it is trained on (default one each with indexed, boxed and simplex actions); those that are refused in one line are passed over. */
  readonly problems?: readonly MakeProblem[];
  /** Values to try of settings for which the kit has none, such as parts (default a perceptron for `network`). */
  readonly values?: { readonly [setting: string]: readonly unknown[] };
  /** Settings that may be without effect in so few updates (default none). */
  readonly withoutEffect?: readonly string[];
  /** Whether it draws random numbers, so that its seed matters (default true). */
  readonly draws?: boolean;
}

/**
 * Checks that a leader keeps the rules that training, resuming and reports rely on, and throws if it does not.
 *
 * @param part - the leader
 * @throws InputError that lists every rule broken, each with its first violation
 */
export function checkLeader(part: LeaderPart, options: CheckLeaderOptions = {}): void {
  requireKept(`leader ${part.name}`, examineLeader(part, options));
}

/** Makes the leader on a problem, with a seed and settings. */
type Make = (seed?: number, more?: object) => Learner;

/**
 * Checks a leader as {@link checkLeader} does, and says what became of every rule.
 *
 * @param part - the leader
 */
export function examineLeader(part: LeaderPart, options: CheckLeaderOptions = {}): Finding<LeaderRule>[] {
  const { settings = {}, updates = 6, problems = toyProblems, draws = true } = options;
  const rules = examination(LEADER_RULES);
  checkPartRules(part, settings, rules as Rules<PartRule>);
  if (!rules.sound()) return rules.findings();
  const makeOn =
    (problem: MakeProblem, guard = (made: LeaderProblem): LeaderProblem => made): Make =>
    (seed = 1, more = {}) => {
      const bound = bindPart(part, { ...settings, ...more });
      const { copies = COPIES } = bound.settings as { readonly copies?: number };
      return part.create(deepFreeze(bound.settings), guard(problem(copies, 5)), seed);
    };

  const served: MakeProblem[] = [];
  rules.check('mutation', () => {
    const reasons = problems.map((problem) => {
      const reason = refusalOf(() => void makeOn(problem)());
      if (reason === undefined) served.push(problem);
      return reason;
    });
    if (served.length === 0) rules.report('problem', `it refuses every problem: ${show(reasons[0])}`);
  });
  for (const problem of served) {
    checkUpdates(problem, makeOn, updates, rules);
    checkState(makeOn(problem), updates, rules);
    if (draws) {
      rules.check('other seed', () => {
        expectThat(trained(makeOn(problem)(1), updates) !== trained(makeOn(problem)(2), updates), () => 'seeds 1 and 2 learn the same');
      });
    }
  }
  if (!draws) rules.skip('other seed', 'it draws no random numbers');
  if (rules.sound() && served.length > 0) checkSettings(part, options, served.map((problem) => makeOn(problem)), updates, rules); // prettier-ignore
  return rules.findings();
}

/** Checks what an update does and reports, and the policies after it. */
function checkUpdates(
  problem: MakeProblem,
  makeOn: (problem: MakeProblem, guard: (made: LeaderProblem) => LeaderProblem) => Make,
  updates: number,
  rules: Rules<LeaderRule>,
): void {
  let environment: LeaderProblem | undefined;
  const guarded = makeOn(problem, (made) => (environment = guardProblem(made, (what) => rules.report('mutation', what))));
  let learner: Learner | undefined;
  rules.check('problem', () => {
    learner = guarded();
    expectThat(learner.environment === environment, () => 'its environment is not the problem that it was given');
  });
  for (let update = 1; learner && update <= updates; update++) {
    const before = environment!.steps;
    let metrics: Metrics = {};
    rules.check('metrics', () => {
      metrics = learner!.update();
      const bad = Object.entries(metrics).find(([, value]) => typeof value !== 'number' || !Number.isFinite(value));
      expectThat(bad === undefined, () => `update ${update} reports ${bad![0]} ${show(bad![1])}`);
      expectThat('return' in metrics, () => `update ${update} reports no return: found ${Object.keys(metrics).join(', ')}`);
    });
    rules.check('steps', () => {
      expectThat(environment!.steps > before, () => `update ${update} takes no step`);
    });
    rules.check('policy', () => {
      for (const mode of MODES) checkPolicy(learner!.policy(mode), environment!);
    });
  }
  // A last look at the arrays.
  if (learner) rules.check('mutation', () => void environment!.save());
}

const MODES: readonly (PolicyMode | undefined)[] = ['sampled', 'greedy', undefined];

/** Checks what a policy does. */
function checkPolicy(policy: Policy, { observation, action }: LeaderProblem): void {
  const random = randomStream(3, 'check leader').at(0, 0);
  for (const seen of observationsOf(observation, random)) {
    policy.reset?.();
    const chosen = policy.act(seen, random);
    expectThat(contains(action, chosen), () => `${show(chosen)} at ${show(seen)} lies outside the action space`);
  }
  const { kind, table, offset, observations, actions } = policy as TablePolicy;
  if (kind !== 'table') return;
  for (let row = offset; row < offset + observations; row++) {
    const probabilities = [...table.subarray(row * actions, (row + 1) * actions)];
    const sum = probabilities.reduce((total, probability) => total + probability, 0);
    expectThat(
      probabilities.every((probability) => probability >= 0) && Math.abs(sum - 1) <= 1e-6,
      () => `probabilities ${show(probabilities)}: expected numbers from 0 that sum to 1`,
    );
  }
}

function observationsOf(space: Space, random: Random): ReturnType<typeof sample>[] {
  if (space.kind === 'discrete') return Array.from({ length: space.n }, (_unused, index) => index);
  return Array.from({ length: 8 }, () => sample(space, random));
}

/** What a policy does at some observations: equal policies do the same. */
function actsOf(policy: Policy, { observation }: Learner['environment']): string {
  const random = randomStream(4, 'check leader').at(0, 0);
  const probabilities = (policy as TablePolicy).kind === 'table' ? [...(policy as TablePolicy).table] : [];
  policy.reset?.();
  return JSON.stringify([...observationsOf(observation, random).map((seen) => policy.act(seen, random)), ...probabilities]);
}

/** Checks that states are whole, and belong to nobody else. */
function checkState(make: Make, updates: number, rules: Rules<LeaderRule>): void {
  rules.check('same seed', () => {
    const [one, again] = [trained(make(), updates), trained(make(), updates)];
    expectThat(one === again, () => 'two runs with one seed differ');
  });
  rules.check('looking', () => {
    const [silent, watched] = [make(), make()];
    for (let update = 0; update < updates; update++) {
      silent.update();
      watched.update();
      for (const mode of MODES) actsOf(watched.policy(mode), watched.environment);
      watched.save();
    }
    expectThat(numbersOf(silent) === numbersOf(watched), () => 'a run that was looked at differs from one that was not');
  });
  rules.check('frozen', () => {
    const learner = make();
    learner.update();
    const policies = MODES.map((mode) => learner.policy(mode));
    const before = policies.map((policy) => actsOf(policy, learner.environment));
    for (let update = 1; update < updates; update++) learner.update();
    const after = policies.map((policy) => actsOf(policy, learner.environment));
    expectThat(JSON.stringify(before) === JSON.stringify(after), () => 'what it does changed');
  });
  rules.check('snapshot', () => {
    const learner = make();
    learner.update();
    const saved = packState(learner.save());
    const before = textOf(saved);
    for (let update = 1; update < updates; update++) learner.update();
    expectThat(textOf(saved) === before, () => 'what was saved changed');
  });
  rules.check('continuation', () => {
    const stops = [...new Set([0, 1, 2, Math.floor(updates / 2), updates - 1])].filter((stop) => stop < updates);
    const work = (): { target: Learner; advance: () => Metrics } => {
      const learner = make();
      return { target: learner, advance: () => learner.update() };
    };
    try {
      checkContinuation(work, updates, stops);
    } catch (error) {
      expectThat(false, () => (error as Error).message);
    }
  });
}

/** Checks the ranges and the effect of settings. */
function checkSettings(
  part: LeaderPart,
  { settings = {}, values = {}, withoutEffect = [] }: CheckLeaderOptions,
  makers: readonly Make[],
  updates: number,
  rules: Rules<LeaderRule>,
): void {
  const usual = makers.map((make) => trained(make(), updates));
  const without: string[] = [];
  for (const [setting, parameter] of Object.entries(part.parameters)) {
    const known = setting === 'network' ? [bindPart(mlpNetworkPart, { hidden: [4] })] : undefined;
    const others = values[setting] ?? known ?? otherValues(parameter, settings[setting] ?? parameter.default);
    let [changed, refused] = [false, 0];
    for (const [m, make] of makers.entries()) {
      for (const value of others) {
        // Where an effect is known, it is enough that the others are served.
        rules.check('range', () => {
          const reason = refusalOf(() => {
            const learner = make(1, { [setting]: value });
            if (changed) learner.update();
            else changed = trained(learner, updates) !== usual[m];
          });
          if (reason !== undefined) refused++;
        });
      }
      if (changed) break;
    }
    if (!changed && refused < others.length * makers.length && !withoutEffect.includes(setting)) without.push(setting);
  }
  if (without.length > 0) rules.report('effect', `no effect of ${without.join(', ')}`);
}

/** What a leader has learned and reported after some updates. */
function trained(learner: Learner, updates: number): string {
  const metrics = Array.from({ length: updates }, () => learner.update());
  return JSON.stringify(metrics) + numbersOf(learner);
}

/** What a leader remembers. */
function numbersOf(learner: Learner): string {
  return textOf(packState(learner.save()));
}

/** A state as text, without the settings that it was made with. */
function textOf({ json, arrays }: ReturnType<typeof packState>): string {
  const text = JSON.stringify(json, (key, value: unknown) => (key === 'settings' ? undefined : value));
  return text + [...arrays].map(([name, array]) => `${name} ${array.join()}`).join(';');
}
