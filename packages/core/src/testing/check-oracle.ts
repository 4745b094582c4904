import type { FiniteModel } from '../model/finite-model.ts';
import { finiteModel } from '../model/finite-model.ts';
import { RefusedError, show } from '../errors/errors.ts';
import type { Game, GameDefinition } from '../game/game.ts';
import { soleLeader } from '../game/game.ts';
import type { FollowerOracle } from '../oracle/oracle.ts';
import type { OraclePart, Pretraining } from '../oracle/pretraining.ts';
import { bindPart } from '../part/part.ts';
import { unmetNeeds } from '../part/needs.ts';
import type { Policy } from '../policy/policy.ts';
import { packState } from '../saved-state/pack.ts';
import type { Value } from '../spaces/spaces.ts';
import { contains } from '../spaces/spaces.ts';
import { checkContinuation } from './check-continuation.ts';
import type { Finding, Rules } from './examination.ts';
import { Violation, examination, expectThat, refusalOf, requireKept } from './examination.ts';
import { oracleGames } from './oracle-games.ts';
import type { Played } from './oracle-runs.ts';
import { LIMIT, checkPolicies, runOf, stepsOf } from './oracle-runs.ts';
import type { PartRule } from './part-rules.ts';
import { PART_RULES, checkPartRules, deepFreeze, otherValues } from './part-rules.ts';
import { trapped } from './trap.ts';

const OWN = {
  game: 'some game is served; one that lacks what it needs is refused in one line',
  range: 'every value in the range of a setting is served, or refused in one line',
  mutation: 'settings, game and answers are left as they are',
  'hidden randomness': 'no clock and no random numbers but those of its stream',
  queries: 'it asks what the leader can see, as often as it says, and comes to an end',
  rewards: 'it reports what the leader earns while it asks if and only if it says so',
  memory: 'what it shows of its memory lies in the space that it declares',
  carry: 'it carries something over if and only if it says so, and goes on from it',
  policies: 'one policy per follower, with actions of the space and probabilities that sum to 1',
  deterministic: 'the same stream and the same answers give the same queries and the same response',
  restart: 'a run that is given nothing carried over is as that of a fresh oracle',
  interleaved: 'runs that take turns do not disturb each other',
  'own memory': 'followers with a memory are made anew in each run',
  frozen: 'the oracle of a follower in training does not change when training goes on',
  continuation: 'a follower in training, saved and restored, continues bit for bit',
  'same seed': 'a follower in training is the same for the same seed',
  end: 'training ends within its budget, and says so',
  effect: 'every setting changes what is asked, answered or trained, within its range',
} as const;

/** The name of one of {@link ORACLE_RULES}. */
export type OracleRule = PartRule | keyof typeof OWN;

/** What an oracle is checked for, in the order in which it is reported. */
export const ORACLE_RULES: { readonly [rule in OracleRule]: string } = { ...PART_RULES, ...OWN };

/** How an oracle is checked. */
export interface CheckOracleOptions {
  /** Settings that differ from their defaults: those that must be given, and those with which it is quick (default none). */
  readonly settings?: { readonly [name: string]: unknown };
  /** The games that it is made for (default four small ones); those that lack what it needs must be refused. */
  readonly games?: readonly GameDefinition[];
  /** The budget of pre-training, in environment steps (default 400); null for one that counts otherwise, and is trained to its own end. */
  readonly pretrainingSteps?: number | null;
  /** Values to try of settings for which the kit has none (default none). */
  readonly values?: { readonly [setting: string]: readonly unknown[] };
  /** Settings that may be without effect in these games (default none). */
  readonly withoutEffect?: readonly string[];
}

/**
 * Checks that an oracle keeps the rules that the leader problem relies on, and throws if it does not.
 *
 * @param part - the oracle
 * @throws InputError that lists every rule broken, each with its first violation
 */
export function checkOracle(part: OraclePart, options: CheckOracleOptions = {}): void {
  requireKept(`oracle ${part.name}`, examineOracle(part, options));
}

/** Makes the oracle, or the follower in training. */
type Make = (more?: object, seed?: number) => FollowerOracle | Pretraining;

/** A game that is served. */
interface Served {
  readonly game: Game;
  readonly make: Make;
}

/**
 * Checks an oracle as {@link checkOracle} does, and says what became of every rule.
 *
 * @param part - the oracle
 */
export function examineOracle(part: OraclePart, options: CheckOracleOptions = {}): Finding<OracleRule>[] {
  const { settings = {}, games = oracleGames } = options;
  const rules = examination(ORACLE_RULES);
  checkPartRules(part, settings, rules as Rules<PartRule>);
  if (!rules.sound()) return rules.findings();
  const served: Served[] = [];
  const reasons: string[] = [];
  for (const definition of games) {
    const game = deepFreeze({ ...definition.create() });
    const model = modelOf(game);
    const make = makerOf(part, options, game, model);
    rules.check('game', () => {
      let oracle: FollowerOracle | Pretraining | undefined;
      const reason = refusalOf(() => {
        oracle = make();
        // What is computed may be refused only when it is asked for.
        if ('respond' in oracle) tryRun(oracle, rules);
      });
      if (reason !== undefined) reasons.push(reason);
      const lacks = unmetNeeds(part, game, model);
      expectThat(
        lacks.length === 0 || reason !== undefined,
        () => `${game.id} lacks ${lacks.join(', ')}, which it says it needs, and is served`,
      );
      if (reason === undefined) served.push({ game, make });
    });
  }
  if (served.length === 0) rules.check('game', () => expectThat(false, () => `it refuses every game: ${show(reasons[0])}`));
  for (const each of served) {
    checkTraining(each, rules);
    rules.check('mutation', () => {
      checkRuns(each, () => oracleOf(each.make(), options, rules), rules);
    });
  }
  if (rules.sound() && served.length > 0) checkSettings(part, options, served, rules);
  return rules.findings();
}

/** A first run: what it violates is said by the rule meant for it, what it refuses is passed on. */
function tryRun(oracle: FollowerOracle, rules: Rules<OracleRule>): void {
  try {
    runOf(oracle, 0);
  } catch (error) {
    const rule = ruleOf(error);
    if (rule === undefined) throw error;
    rules.check(rule, () => {
      throw error;
    });
  }
}

function makerOf(
  part: OraclePart,
  { settings = {}, pretrainingSteps = 400 }: CheckOracleOptions,
  game: Game,
  model: FiniteModel | undefined,
): Make {
  const context = { game, ...(model ? { model } : {}) };
  let trains: boolean | undefined;
  return (more = {}, seed = 1) => {
    const bound = bindPart(part, { ...settings, ...more });
    const made = (budget: boolean): FollowerOracle | Pretraining =>
      part.create(deepFreeze(bound.settings), budget ? { ...context, pretrainingSteps: pretrainingSteps! } : context, seed);
    trains ??= !('respond' in made(false));
    return made(trains && pretrainingSteps !== null);
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

/** The oracle, trained where it has to be. */
function oracleOf(
  made: FollowerOracle | Pretraining,
  { pretrainingSteps = 400 }: CheckOracleOptions,
  rules?: Rules<OracleRule>,
): FollowerOracle {
  if ('respond' in made) return made;
  let updates = 0;
  for (; !made.done && updates < LIMIT; updates++) made.update();
  rules?.check('end', () => {
    expectThat(made.done, () => `after ${updates} updates it is not done`);
    // One update may be under way when the budget is reached.
    if (pretrainingSteps !== null)
      expectThat(made.steps <= 50 * pretrainingSteps, () => `it took ${made.steps} steps of a budget of ${pretrainingSteps}`);
  });
  return made.oracle();
}

/** Checks what runs do. */
function checkRuns({ game }: Served, fresh: () => FollowerOracle, rules: Rules<OracleRule>): void {
  const oracle = fresh();
  const leader = game.players[soleLeader(game)]!;
  let played: Played | undefined;
  rules.check('hidden randomness', () => {
    trapped(
      (name) => {
        rules.report('hidden randomness', `a run uses ${name}: expected the stream that it is given`);
      },
      () => {
        try {
          played = runOf(oracle, 0);
        } catch (error) {
          rules.check(ruleOf(error) ?? 'policies', () => {
            throw error;
          });
        }
      },
    );
  });
  if (!played) return;
  const { asked, response } = played as Played;
  rules.check('queries', () => {
    const observations = asked.flatMap((query) => [...(query as { readonly observations: readonly Value[] }).observations]);
    const strange = observations.find((seen) => !contains(leader.observation, seen));
    expectThat(strange === undefined, () => `it asks at ${show(strange)}, which the leader of ${game.id} cannot see`);
    const { queries } = oracle;
    expectThat(
      queries === 'adaptive' || queries === observations.length,
      () => `it says ${show(queries)} queries and asks ${observations.length}`,
    );
  });
  rules.check('rewards', () => {
    const earned = [...asked, response].some((turn) => ((turn as { readonly reward?: number }).reward ?? 0) !== 0);
    expectThat(oracle.earnsRewards || !earned, () => 'it reports rewards, though it says that queries earn none');
    const said = [...asked, response].some((turn) => (turn as { readonly reward?: number }).reward !== undefined);
    expectThat(!oracle.earnsRewards || said || asked.length === 0, () => 'it says that queries earn rewards and reports none');
  });
  rules.check('memory', () => {
    for (const turn of [...asked, response] as readonly { readonly memory?: Value }[]) {
      if (turn.memory === undefined) continue;
      expectThat(oracle.memory !== undefined, () => 'it shows a memory and declares no space for it');
      expectThat(contains(oracle.memory!, turn.memory), () => `its memory ${show(turn.memory)} lies outside of the space that it declares`);
    }
    expectThat(oracle.memory === undefined || response.memory !== undefined, () => 'it declares a memory and shows none');
  });
  rules.check('carry', () => {
    expectThat(oracle.carriesOver === (response.carry !== undefined), () =>
      oracle.carriesOver
        ? 'it says that it carries something over, and does not'
        : 'it carries something over, though it says that it does not',
    );
    if (oracle.carriesOver) {
      const on = (): string => {
        const first = runOf(fresh(), 0);
        const source = fresh();
        runOf(source, 0);
        return runOf(source, 1, first.response.carry).text;
      };
      expectThat(on() === on(), () => 'a run that goes on from what was carried over is not the same twice');
    }
  });
  rules.check('policies', () => {
    checkPolicies(game, response);
  });
  rules.check('deterministic', () => {
    expectThat(runOf(fresh(), 0).text === played!.text, () => `two runs in ${game.id} with the same answers differ`);
  });
  rules.check('restart', () => {
    const used = fresh();
    for (const which of [1, 2, 1]) runOf(used, which);
    expectThat(runOf(used, 0).text === runOf(fresh(), 0).text, () => `in ${game.id} a run depends on runs before it`);
  });
  rules.check('interleaved', () => {
    const shared = fresh();
    const runs = [stepsOf(shared, 0), stepsOf(shared, 1)];
    const texts = ['', ''];
    for (let open = true; open;) {
      open = false;
      runs.forEach((run, k) => {
        if (texts[k] !== '') return;
        const turn = run.next();
        if (turn.done === true) texts[k] = turn.value.text;
        else open = true;
      });
    }
    for (const which of [0, 1])
      expectThat(
        texts[which] === runOf(fresh(), which).text,
        () => `in ${game.id} a run that takes turns with another differs from one alone`,
      );
  });
  rules.check('own memory', () => {
    const [one, other] = [runOf(oracle, 0), runOf(oracle, 0)].map(({ response: { policies } }) => policies) as [
      readonly Policy[],
      readonly Policy[],
    ];
    const shared = one.find((policy) => policy.reset !== undefined && other.includes(policy));
    expectThat(shared === undefined, () => 'two runs share a policy that has a memory');
  });
}

/** The rule that an error of a run tells of; undefined where that is not known. */
function ruleOf(error: unknown): OracleRule | undefined {
  if (error instanceof Violation) return 'queries';
  return error instanceof TypeError && /read only|read-only|not extensible|Cannot (delete|define)/.test(error.message)
    ? 'mutation'
    : undefined;
}

/** Checks a follower in training. */
function checkTraining({ game, make }: Served, rules: Rules<OracleRule>): void {
  const first = make();
  if ('respond' in first) return;
  const training = (): Pretraining => make() as Pretraining;
  rules.check('continuation', () => {
    const stops = [0, 1, 2];
    try {
      checkContinuation(
        () => {
          const target = training();
          return { target, advance: () => [target.done, target.update(), target.steps] };
        },
        4,
        stops,
      );
    } catch (error) {
      expectThat(false, () => (error as Error).message);
    }
  });
  rules.check('same seed', () => {
    expectThat(stateOf(training()) === stateOf(training()), () => `two trainings in ${game.id} with one seed differ`);
  });
  rules.check('hidden randomness', () => {
    trapped(
      (name) => {
        rules.report('hidden randomness', `training uses ${name}: expected streams of its seed`);
      },
      () => void training().update(),
    );
  });
  rules.check('frozen', () => {
    const follower = training();
    follower.update();
    const frozen = follower.oracle();
    const before = runOf(frozen, 0).text;
    for (let update = 0; update < 4 && !follower.done; update++) follower.update();
    expectThat(runOf(frozen, 0).text === before, () => 'what it answers changed');
  });
}

function stateOf(follower: Pretraining): string {
  const metrics = [follower.update(), follower.update()];
  const { json, arrays } = packState(follower.save());
  return JSON.stringify([metrics, json]) + [...arrays].map(([name, array]) => `${name} ${array.join()}`).join(';');
}

/** Checks the ranges and the effect of settings. */
function checkSettings(part: OraclePart, options: CheckOracleOptions, served: readonly Served[], rules: Rules<OracleRule>): void {
  const { settings = {}, values = {}, withoutEffect = [] } = options;
  const whole = (made: FollowerOracle | Pretraining): string => {
    const trained: unknown[] = [];
    if (!('respond' in made)) {
      for (let updates = 0; !made.done && updates < LIMIT; updates++) trained.push(made.update());
      trained.push(made.steps);
    }
    const oracle = oracleOf(made, options);
    const said = [trained, oracle.followerClass, oracle.ties, oracle.queries];
    return [0, 1].map((which) => runOf(oracle, which).text).join() + JSON.stringify(said);
  };
  const usual = served.map(({ make }) => whole(make()));
  const without: string[] = [];
  for (const [setting, parameter] of Object.entries(part.parameters)) {
    const others = values[setting] ?? otherValues(parameter, settings[setting] ?? parameter.default);
    let [changed, refused] = [false, 0];
    for (const [s, { make }] of served.entries()) {
      for (const value of others) {
        rules.check('range', () => {
          const reason = refusalOf(() => {
            const made = make({ [setting]: value });
            if (!changed) changed = whole(made) !== usual[s];
          });
          if (reason !== undefined) refused++;
        });
      }
      if (changed) break;
    }
    if (!changed && refused < others.length * served.length && !withoutEffect.includes(setting)) without.push(setting);
  }
  if (without.length > 0) rules.report('effect', `no effect of ${without.join(', ')}`);
}
