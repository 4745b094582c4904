// Slips in plain JavaScript: what was given instead of what was expected is recognised by its shape, at construction, and the one line says how to get from one
// to the other.
import { InputError, show } from '../errors/errors.ts';

/** The things that are taken for one another. */
type Thing = 'definition' | 'game' | 'model' | 'part' | 'oracle' | 'problem' | 'learner' | 'policy' | 'function' | 'nothing' | 'other';

type Loose = { readonly [name: string]: unknown };

/** What a value is, by its shape. */
function recognise(value: unknown): Thing {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object') return 'other';
  const { kind, create, states, game, players, step, respond, oracle, reset, size, update, act } = value as Loose;
  if (typeof create === 'function') return kind === 'game' ? 'definition' : 'part';
  if (Array.isArray(states) && game !== undefined) return 'model';
  if (Array.isArray(players) && typeof step === 'function') return 'game';
  if (typeof respond === 'function') return 'oracle';
  if (typeof reset === 'function' && typeof step === 'function' && typeof size === 'number') return 'problem';
  if (typeof update === 'function' || typeof oracle === 'function') return 'learner';
  return typeof act === 'function' ? 'policy' : 'other';
}

/** What was given, in words: `the game definition matrix/Escape-v1`. */
function describe(value: unknown): string {
  const thing = recognise(value);
  const { id, name, kind, game } = Object(value ?? {}) as Loose;
  const called = (what: string, by: unknown): string => (typeof by === 'string' && by !== '' ? `the ${what} ${by}` : `a ${what}`);
  switch (thing) {
    case 'definition':
      return called('game definition', id);
    case 'game':
      return called('game', id);
    case 'model':
      return called('finite model of', Object(game ?? {})['id']);
    case 'part':
      return called(typeof kind === 'string' ? `${kind} part` : 'part', name);
    case 'oracle':
      return called('oracle', name);
    case 'problem':
      return "a learner's problem";
    case 'learner':
      return called('learner', name);
    case 'policy':
      return 'a policy';
    case 'function':
      return called('function', name);
    case 'nothing':
      return 'nothing';
    case 'other':
      return show(value);
  }
}

/** What to do with what was given. */
const REMEDIES: { readonly [expected: string]: { readonly [given in Thing]?: string } & { readonly other: string } } = {
  'a game': {
    definition: 'call its create() first',
    model: 'give its game, model.game',
    function: 'call it first',
    oracle: 'give its game, oracle.game',
    other: 'make one with defineGame({ ... }).create(), or import one and call its create()',
  },
  'a finite model': {
    definition: 'call finiteModel(definition.create()) first',
    game: 'call finiteModel(game) first',
    oracle: 'call finiteModel(oracle.game) first',
    other: 'make one with finiteModel(game)',
  },
  'a game or its finite model': {
    definition: 'call its create() first',
    other: 'make one with finiteModel(game)',
  },
  'an oracle': {
    definition: 'make one from its game, as in exactFollower(finiteModel(definition.create()))',
    game: 'make one from it, as in exactFollower(finiteModel(game))',
    model: 'make one from it, as in exactFollower(model)',
    part: 'bind its settings and make it: bindPart(part, settings).create(game, seed)',
    function: 'call it first, as in exactFollower(model)',
    learner: 'give its oracle(), once it is trained',
    other: 'make one, as in exactFollower(model)',
  },
  'a problem for a learner': {
    definition: 'make one: leaderProblem(oracle, { copies: 16 }) with an oracle of its game',
    game: 'make one: leaderProblem(oracle, { copies: 16 }) with an oracle of this game',
    model: 'make one: leaderProblem(oracle, { copies: 16, model }) with an oracle of its game',
    oracle: 'make one from it: leaderProblem(oracle, { copies: 16 })',
    other: 'make one: leaderProblem(oracle, { copies: 16 })',
  },
  'a policy': {
    learner: 'give its policy()',
    function: 'call it first',
    other: 'make one with tablePolicy(probabilities, shape) or deterministicPolicy(choices, actions)',
  },
  'a part': {
    function: 'give the part that makes it, as in exactOracle for exactFollower',
    definition: 'games need no binding: call their create(parameters)',
    other: 'import one, or look one up in a registry',
  },
};

const THINGS: { readonly [expected: string]: readonly Thing[] } = {
  'a game': ['game'],
  'a finite model': ['model'],
  'a game or its finite model': ['game', 'model'],
  'an oracle': ['oracle'],
  'a problem for a learner': ['problem'],
  'a policy': ['policy'],
  'a part': ['part'],
};

/** What {@link expectThing} can expect. */
export type Expected =
  'a game' | 'a finite model' | 'a game or its finite model' | 'an oracle' | 'a problem for a learner' | 'a policy' | 'a part';

/**
 * Refuses what is something else than expected, at construction: `finiteModel got the game definition a/B-v1: expected a game; call its create() first`.
 *
 * @param value - what was given
 * @param expected - what it should be
 * @param owner - who was given it, for the message
 * @throws InputError saying what was given, what was expected, and how to get there
 */
export function expectThing(value: unknown, expected: Expected, owner: string): void {
  const thing = recognise(value);
  if (THINGS[expected]!.includes(thing)) return;
  const remedies = REMEDIES[expected]!;
  throw new InputError(`${owner} got ${describe(value)}: expected ${expected}; ${remedies[thing] ?? remedies.other}`);
}

/**
 * Refuses options that are no record.
 *
 * @param options - what was given
 * @param owner - who was given them
 * @param needed - an example of the least that is needed; left out where everything has a default
 * @throws InputError saying what to give
 */
export function expectOptions(options: unknown, owner: string, needed?: string): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return;
  throw new InputError(
    `the options of ${owner} are ${options === undefined ? 'missing' : describe(options)}: expected a record${needed === undefined ? '' : `, at least ${needed}`}`,
  );
}
