import type { FiniteModel, Game, GameDefinition, Policy } from '@firstmover/core';
import {
  RefusedError,
  bindPart,
  checkedClass,
  contains,
  finiteModel,
  isBoundPart,
  packState,
  randomStream,
  sample,
  show,
  soleLeader,
  unmetNeeds,
} from '@firstmover/core';
import type { Finding, PartRule, Rules } from '@firstmover/core/testing';
import {
  PART_RULES,
  checkContinuation,
  checkPartRules,
  deepFreeze,
  examination,
  expectThat,
  oracleGames,
  otherValues,
  refusalOf,
  requireKept,
} from '@firstmover/core/testing';
import type { BoundLeader } from '@firstmover/algorithms';
import { randomLeader } from '@firstmover/algorithms';
import type { MethodPart, MethodRun, StartOptions } from '../part/method-part.ts';
import { THEOREM_CONDITIONS, keptConditions } from '../part/method-part.ts';
import { designOf, startMethod } from '../part/start.ts';

const OWN = {
  design: 'it names an oracle and a leader that are parts with settings, or has a start of its own and says which conditions it keeps',
  game: 'some game is served; one that lacks what it needs is refused in one line',
  range: 'every value in the range of a setting is served, or refused in one line',
  mutation: 'settings and game are left as they are',
  metrics: 'every update reports finite numbers by name',
  steps: 'updates take environment steps, which are counted and never fewer than before',
  phase: 'training begins with the followers, where they are trained, and does not go back to them',
  policy: 'the leader has a policy with actions of the game as soon as it learns',
  oracle: 'its followers are an oracle of the game, or there is none',
  continuation: 'saved and restored it continues bit for bit, after any update',
  'same seed': 'the same seed gives the same numbers, another seed others',
  leader: 'a leader that is handed over is used, or refused in one line where the method has its own',
  effect: 'every setting changes what is learned, within its range',
} as const;

/** The name of one of {@link METHOD_RULES}. */
export type MethodRule = PartRule | keyof typeof OWN;

/** What a method is checked for, in the order in which it is reported. */
export const METHOD_RULES: { readonly [rule in MethodRule]: string } = { ...PART_RULES, ...OWN };

/** How a method is checked. */
export interface CheckMethodOptions {
  /** Settings that differ from their defaults: those that must be given, and those with which it is quick (default none). */
  readonly settings?: { readonly [name: string]: unknown };
  /** The games that it is made for (default four small ones); those that lack what it needs must be refused. */
  readonly games?: readonly GameDefinition[];
  /** How many updates are made (default 6). */
  readonly updates?: number;
  /** The budget of pre-training, in environment steps, where there is any (default 300). */
  readonly pretrainingSteps?: number;
  /** Values to try of settings for which the kit has none (default none). */
  readonly values?: { readonly [setting: string]: readonly unknown[] };
  /** Settings that may be without effect in so few updates (default none). */
  readonly withoutEffect?: readonly string[];
  /** Whether it draws random numbers, so that its seed matters (default true). */
  readonly draws?: boolean;
}

/**
 * Checks that a method keeps the rules that training, resuming and reports rely on, and throws if it does not.
 *
 * @param part - the method
 * @throws InputError that lists every rule broken, each with its first violation
 */
export function checkMethod(part: MethodPart, options: CheckMethodOptions = {}): void {
  requireKept(`method ${part.name}`, examineMethod(part, options));
}

/** Starts the method on a game, with settings, a seed and a leader. */
type Start = (more?: object, seed?: number, leader?: BoundLeader) => MethodRun;

/**
 * Checks a method as {@link checkMethod} does, and says what became of every rule.
 *
 * @param part - the method
 */
export function examineMethod(part: MethodPart, options: CheckMethodOptions = {}): Finding<MethodRule>[] {
  const { settings = {}, games = oracleGames, updates = 6, draws = true } = options;
  const rules = examination(METHOD_RULES);
  checkPartRules(part, settings, rules as Rules<PartRule>);
  if (!rules.sound()) return rules.findings();
  rules.check('design', () => {
    checkDesign(part, settings);
  });
  if (!rules.sound()) return rules.findings();
  const served: { readonly game: Game; readonly start: Start }[] = [];
  const reasons: string[] = [];
  for (const definition of games) {
    const game = deepFreeze({ ...definition.create() });
    const model = modelOf(game);
    const start = starterOf(part, options, game, model);
    rules.check('game', () => {
      let reason: string | undefined;
      try {
        reason = refusalOf(() => void updated(start(), 2));
      } catch (error) {
        if (!(error instanceof TypeError) || !/read only|read-only|not extensible/.test(error.message)) throw error;
        rules.report('mutation', `it changes what it was given: ${error.message}`);
        return;
      }
      if (reason !== undefined) reasons.push(reason);
      const lacks = unmetNeeds(part, game, model);
      expectThat(
        lacks.length === 0 || reason !== undefined,
        () => `${game.id} lacks ${lacks.join(', ')}, which it says it needs, and is served`,
      );
      if (reason === undefined) served.push({ game, start });
    });
  }
  if (served.length === 0) rules.check('game', () => expectThat(false, () => `it refuses every game: ${show(reasons[0])}`)); // prettier-ignore
  for (const { game, start } of served) {
    checkRun(game, start, updates, rules);
    checkState(start, updates, draws, rules);
  }
  const [first] = served;
  if (first) rules.check('leader', () => checkLeaderOf(part, settings, first.start, updates)); // prettier-ignore
  if (rules.sound() && served.length > 0) checkSettings(part, options, served.map(({ start }) => start), updates, rules); // prettier-ignore
  return rules.findings();
}

function checkDesign(part: MethodPart, settings: { readonly [name: string]: unknown }): void {
  const design = designOf(bindPart(part, settings));
  expectThat(/\S/.test(design.equilibrium), () => `equilibrium is ${show(design.equilibrium)}: expected what a response is meant to be`);
  if ('start' in design) {
    const names = Object.keys(THEOREM_CONDITIONS);
    const missing = names.find(
      (name) => !['kept', 'dropped', 'does not apply'].includes((design.conditions as Record<string, string>)[name]!),
    );
    expectThat(missing === undefined, () => `it does not say whether it keeps ${missing!}`);
    return;
  }
  for (const kind of ['oracle', 'leader'] as const) {
    const bound: unknown = design[kind];
    expectThat(
      isBoundPart(bound) && bound.part.kind === kind,
      () => `its ${kind} is ${show(bound)}: expected a part with settings, by bindPart`,
    );
  }
  const names = Object.keys(THEOREM_CONDITIONS).filter((name) => name !== 'queriesOnly');
  const unknown = Object.keys(design.conditions ?? {}).find((name) => !names.includes(name));
  expectThat(unknown === undefined, () => `${unknown!} is no condition: expected ${names.join(', ')}`);
  keptConditions(design);
}

function starterOf(
  part: MethodPart,
  { settings = {}, pretrainingSteps = 300 }: CheckMethodOptions,
  game: Game,
  model: FiniteModel | undefined,
): Start {
  const known = model ? { model } : {};
  let trains: boolean | undefined;
  return (more = {}, seed = 1, leader) => {
    const bound = bindPart(part, { ...settings, ...more });
    deepFreeze(bound.settings);
    const start = (budget: object): MethodRun => {
      const options: StartOptions & { readonly leader?: BoundLeader } = { seed, ...known, ...budget, ...(leader ? { leader } : {}) };
      return startMethod(bound, game, options);
    };
    trains ??= start({}).phase === 'pretraining';
    return start(trains ? { pretrainingSteps } : {});
  };
}

function modelOf(game: Game): FiniteModel | undefined {
  try {
    return finiteModel(game);
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
}

/** A run after so many updates of the leader; what is trained before it comes to its end. */
function updated(run: MethodRun, updates: number): MethodRun {
  for (let update = 0; run.phase === 'pretraining' && update < 100_000; update++) run.update();
  for (let update = 0; update < updates; update++) run.update();
  return run;
}

/** Checks what updates do and report. */
function checkRun(game: Game, start: Start, updates: number, rules: Rules<MethodRule>): void {
  const run = start();
  const player = game.players[soleLeader(game)]!;
  let before = run.steps;
  let led = run.phase === 'leader';
  for (let update = 1, leader = 0; leader < updates && update < 10_000; update++) {
    const { phase } = run;
    rules.check('phase', () => {
      expectThat(phase === 'leader' || !led, () => `it goes back to pre-training in update ${update}`);
    });
    led = phase === 'leader';
    rules.check('metrics', () => {
      const metrics = run.update();
      const bad = Object.entries(metrics).find(([, value]) => typeof value !== 'number' || !Number.isFinite(value));
      expectThat(bad === undefined, () => `update ${update} reports ${bad![0]} ${show(bad![1])}`);
    });
    const { steps } = run;
    rules.check('steps', () => {
      expectThat(steps[phase] >= before[phase], () => `update ${update} has ${steps[phase]} steps after ${before[phase]}`);
      if (phase === 'leader') expectThat(steps.leader > before.leader, () => `update ${update} of the leader takes no step`);
    });
    before = { ...steps };
    if (phase !== 'leader') continue;
    leader++;
    rules.check('policy', () => {
      for (const mode of ['sampled', 'greedy', undefined] as const) checkPolicy(run.leader(mode), player);
    });
  }
  rules.check('oracle', () => {
    const oracle = run.oracle();
    if (!oracle) return;
    expectThat(oracle.game.id === game.id, () => `its oracle plays ${oracle.game.id} instead of ${game.id}`);
    expectThat(typeof oracle.respond === 'function', () => 'its oracle does not respond');
    checkedClass(oracle.followerClass);
  });
}

function checkPolicy(policy: Policy, { observation, action }: Game['players'][number]): void {
  const random = randomStream(3, 'check method').at(0, 0);
  for (let i = 0; i < 8; i++) {
    const seen = sample(observation, random);
    policy.reset?.();
    const chosen = policy.act(seen, random);
    expectThat(contains(action, chosen), () => `${show(chosen)} at ${show(seen)} lies outside of the leader's actions`);
  }
}

/** What a run has learned and reported after some updates. */
function trained(run: MethodRun, updates: number): string {
  const metrics: unknown[] = [];
  for (let update = 0; run.phase === 'pretraining' && update < 100_000; update++) metrics.push(run.update());
  for (let update = 0; update < updates; update++) metrics.push(run.update());
  const { json, arrays } = packState(run.save());
  const text = JSON.stringify([metrics, run.steps, json], (key, value: unknown) => (key === 'settings' ? undefined : value));
  return text + [...arrays].map(([name, array]) => `${name} ${array.join()}`).join(';');
}

function checkState(start: Start, updates: number, draws: boolean, rules: Rules<MethodRule>): void {
  rules.check('same seed', () => {
    expectThat(trained(start(), updates) === trained(start(), updates), () => 'two runs with one seed differ');
    if (draws) expectThat(trained(start({}, 1), updates) !== trained(start({}, 2), updates), () => 'seeds 1 and 2 learn the same');
  });
  rules.check('continuation', () => {
    const work = (): { target: MethodRun; advance: () => unknown } => {
      const target = start();
      return { target, advance: () => [target.phase, target.update(), target.steps] };
    };
    const stops = [...new Set([0, 1, Math.floor(updates / 2), updates - 1])];
    try {
      checkContinuation(work, updates, stops);
    } catch (error) {
      expectThat(false, () => (error as Error).message);
    }
  });
}

/** Checks that a leader which is handed over is used. */
function checkLeaderOf(part: MethodPart, settings: object, start: Start, updates: number): void {
  const leader = bindPart(randomLeader);
  let design: ReturnType<typeof designOf> | undefined;
  const reason = refusalOf(() => void (design = designOf(bindPart(part, { ...settings }), leader)));
  if (reason !== undefined || !design) return;
  expectThat(!('start' in design) && design.leader === leader, () => 'a leader that is handed over is not used');
  const game = refusalOf(() => void trained(start({}, 1, leader), updates));
  if (game !== undefined) return;
  expectThat(trained(start({}, 1, leader), updates) !== trained(start(), updates), () => 'with another leader it learns the same');
}

/** Checks the ranges and the effect of settings. */
function checkSettings(
  part: MethodPart,
  options: CheckMethodOptions,
  starts: readonly Start[],
  updates: number,
  rules: Rules<MethodRule>,
): void {
  const { settings = {}, values = {}, withoutEffect = [] } = options;
  const usual = starts.map((start) => trained(start(), updates));
  const without: string[] = [];
  for (const [setting, parameter] of Object.entries(part.parameters)) {
    const others = values[setting] ?? otherValues(parameter, settings[setting] ?? parameter.default);
    let [changed, refused] = [false, 0];
    for (const [s, start] of starts.entries()) {
      for (const value of others) {
        rules.check('range', () => {
          const reason = refusalOf(() => {
            const run = start({ [setting]: value });
            if (!changed) changed = trained(run, updates) !== usual[s];
          });
          if (reason !== undefined) refused++;
        });
        if (changed) break;
      }
      if (changed) break;
    }
    if (!changed && refused < others.length * starts.length && !withoutEffect.includes(setting)) without.push(setting);
  }
  if (without.length > 0) rules.report('effect', `no effect of ${without.join(', ')}`);
}
