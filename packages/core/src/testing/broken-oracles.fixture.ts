import type { FollowerOracle } from '../oracle/oracle.ts';
import type { OraclePart, Pretraining } from '../oracle/pretraining.ts';
import { definePart } from '../part/part.ts';
import type { Policy } from '../policy/policy.ts';
import { deterministicPolicy, policyFromRows } from '../policy/policy.ts';
import { savable, savedCount } from '../saved-state/savable.ts';
import { cardinality } from '../spaces/spaces.ts';
import type { Value } from '../spaces/spaces.ts';
import { followersOf, soleLeader } from '../game/game.ts';
import type { Game } from '../game/game.ts';
import { InputError } from '../errors/errors.ts';

interface Parts {
  readonly game: Game;
  readonly observations: readonly Value[];
  readonly seen: number;
  readonly actions: number;
}

function partsOf(game: Game): Parts {
  const leader = game.players[soleLeader(game)]!;
  const [follower, ...others] = followersOf(game).map((player) => game.players[player]!);
  if (!follower || others.length > 0) throw new InputError(`${game.id} has ${others.length + 1} followers: expected one`);
  if (leader.observation.kind !== 'discrete' || leader.action.kind !== 'discrete' || follower.action.kind !== 'discrete')
    throw new InputError(`${game.id} is not finite: expected discrete spaces`);
  return {
    game,
    observations: Array.from({ length: leader.observation.n }, (_unused, i) => i),
    seen: cardinality(follower.observation),
    actions: follower.action.n,
  };
}

/** An oracle that imitates: honest but for what a change of it plants. */
function imitator({ game, observations, seen, actions }: Parts, shift: number): FollowerOracle {
  return {
    name: 'imitator',
    game,
    followerClass: 'stationary',
    ties: 'unspecified',
    equilibrium: 'none',
    queries: observations.length,
    earnsRewards: false,
    carriesOver: false,
    *respond() {
      const answers = yield { observations };
      const plays = Array.from({ length: seen }, (_unused, i) => ((answers[i % observations.length] as number) + shift) % actions);
      return { policies: [deterministicPolicy(plays, actions)] };
    },
  };
}

const shift = { kind: 'integer', min: 0, max: 9, default: 0, about: 'how many actions further it goes' } as const;

/** Makes a part of a change of the honest oracle. */
function planted(name: string, change: (honest: FollowerOracle, parts: Parts, shift: number) => Partial<FollowerOracle>): OraclePart {
  return definePart({
    kind: 'oracle',
    name,
    about: 'Imitates the leader.',
    source: 'a planted bug',
    needs: ['one-follower'],
    parameters: { shift },
    create(settings, { game }) {
      const parts = partsOf(game);
      const honest = imitator(parts, settings.shift);
      return { ...honest, ...change(honest, parts, settings.shift) };
    },
  });
}

/** One that keeps every rule. */
export const honestOracle: OraclePart = planted('honest', () => ({}));

/** A training that counts to three: honest but for what a change plants. */
function trainee(name: string, change: (state: { count: number }, base: Pretraining, parts: Parts) => Partial<Pretraining>): OraclePart {
  return definePart({
    kind: 'oracle',
    name,
    about: 'Counts to three, then imitates.',
    source: 'a planted bug',
    needs: ['one-follower'],
    parameters: { shift },
    create(settings, { game }, seed): Pretraining {
      const parts = partsOf(game);
      const state = { count: 0 };
      const base: Pretraining = {
        ...savable('trainee', settings, { count: savedCount(() => state.count, (count) => (state.count = count)) }), // prettier-ignore
        get steps() {
          return state.count;
        },
        get done() {
          return state.count >= 3;
        },
        update: () => ({ return: (state.count = Math.min(3, state.count + 1)) + seed }),
        oracle: () => imitator(parts, settings.shift + state.count),
      };
      const changed = change(state, base, parts);
      return Object.defineProperties({} as Pretraining, {
        ...Object.getOwnPropertyDescriptors(base),
        ...Object.getOwnPropertyDescriptors(changed),
      });
    },
  });
}

/** One in training that keeps every rule. */
export const honestTrainee: OraclePart = trainee('honest-trainee', () => ({}));

/** Shared by runs that should know nothing of each other. */
const outside = { runs: 0 };

/** A policy with a memory: it counts what it has done. */
function counting(actions: number): Policy {
  let count = 0;
  return { act: () => count++ % actions, reset: () => void (count = 0) };
}

const plays = ({ seen, actions }: Parts, action: number): Policy =>
  deterministicPolicy(new Array<number>(seen).fill(action % actions), actions);

/** Broken oracles: the rule that each breaks, and how. */
export const brokenOracles: readonly (readonly [rule: string, part: OraclePart])[] = [
  ['sentences', { ...honestOracle, name: 'no-sentence', about: 'no full stop' }],
  ['defaults', { ...honestOracle, name: 'bad-default', parameters: { shift: { ...shift, default: 99 } } }],
  [
    'settings',
    { ...honestOracle, name: 'must-be-told', parameters: { shift: { kind: 'integer', min: 0, max: 9, about: 'has no default' } } },
  ],
  ['game', planted('serves-nobody', (_honest, { game }) => { throw new InputError(`not ${game.id}`); })], // prettier-ignore
  ['game', planted('two-lines', (_honest, { game }) => { if (game.players[0]!.observation.kind === 'discrete') throw new InputError(`not\n${game.id}`); return {}; })], // prettier-ignore
  ['game', { ...honestOracle, name: 'needs-more-than-it-needs', needs: ['one-follower', 'box-actions'] }],
  ['game', planted('type-error', () => { throw new TypeError('undefined is not a function'); })], // prettier-ignore
  ['mutation', planted('sorts-answers', (_honest, parts) => ({
    *respond() {
      const answers = yield { observations: parts.observations };
      (answers as number[])[0] = 0;
      return { policies: [plays(parts, answers[0] as number)] };
    },
  }))], // prettier-ignore
  ['mutation', planted('renames-the-game', (_honest, parts) => ({
    *respond() {
      const answers = yield { observations: parts.observations };
      (parts.game as { id: string }).id = 'toy/Mine-v1';
      return { policies: [plays(parts, answers[0] as number)] };
    },
  }))], // prettier-ignore
  ['hidden randomness', planted('dice', (_honest, parts) => ({
    *respond() {
      yield { observations: parts.observations };
      return { policies: [plays(parts, globalThis.Math['random']() < 2 ? 0 : 1)] };
    },
  }))], // prettier-ignore
  ['hidden randomness', planted('clock', (_honest, parts) => ({
    *respond() {
      yield { observations: parts.observations };
      return { policies: [plays(parts, globalThis.performance.now() >= 0 ? 0 : 1)] };
    },
  }))], // prettier-ignore
  ['queries', planted('asks-elsewhere', (_honest, parts) => ({
    *respond() {
      yield { observations: [...parts.observations.slice(1), 77] };
      return { policies: [plays(parts, 0)] };
    },
  }))], // prettier-ignore
  ['queries', planted('miscounts', (honest) => ({ queries: (honest.queries as number) + 1 }))],
  ['queries', planted('never-ends', (_honest, parts) => ({
    queries: 'adaptive',
    *respond() {
      for (;;) yield { observations: parts.observations };
    },
  }))], // prettier-ignore
  ['rewards', planted('pays-in-secret', (_honest, parts) => ({
    *respond() {
      const answers = yield { observations: parts.observations };
      return { policies: [plays(parts, answers[0] as number)], reward: 1 };
    },
  }))], // prettier-ignore
  ['rewards', planted('promises-rewards', () => ({ earnsRewards: true }))],
  ['memory', planted('undeclared-memory', (_honest, parts) => ({
    *respond() {
      const answers = yield { observations: parts.observations, memory: [1] };
      return { policies: [plays(parts, answers[0] as number)] };
    },
  }))], // prettier-ignore
  ['memory', planted('memory-outside', (_honest, parts) => ({
    memory: { kind: 'box', shape: [1], low: 0, high: 1 },
    *respond() {
      const answers = yield { observations: parts.observations, memory: [3] };
      return { policies: [plays(parts, answers[0] as number)], memory: [3] };
    },
  }))], // prettier-ignore
  ['carry', planted('carries-in-secret', (_honest, parts) => ({
    *respond() {
      const answers = yield { observations: parts.observations };
      return { policies: [plays(parts, answers[0] as number)], carry: 1 };
    },
  }))], // prettier-ignore
  ['carry', planted('promises-to-carry', () => ({ carriesOver: true }))],
  ['policies', planted('two-policies', (_honest, parts) => ({
    *respond() {
      yield { observations: parts.observations };
      return { policies: [plays(parts, 0), plays(parts, 1)] };
    },
  }))], // prettier-ignore
  ['policies', planted('illegal-action', (_honest, parts) => ({
    *respond() {
      yield { observations: parts.observations };
      return { policies: [{ act: () => 2 }] };
    },
  }))], // prettier-ignore
  ['policies', planted('not-a-number', (_honest, { observations, seen, actions }) => ({
    *respond() {
      yield { observations };
      const policy = policyFromRows(Array.from({ length: seen }, () => new Array<number>(actions).fill(1 / actions)));
      policy.table.fill(NaN);
      return { policies: [{ ...policy, act: () => 0 }] };
    },
  }))], // prettier-ignore
  ['deterministic', planted('counts-all-runs', (_honest, parts) => ({
    *respond() {
      yield { observations: parts.observations };
      return { policies: [plays(parts, outside.runs++)] };
    },
  }))], // prettier-ignore
  ['restart', planted('remembers', (_honest, parts) => {
    let runs = 0;
    return {
      *respond() {
        yield { observations: parts.observations };
        return { policies: [plays(parts, Math.min(1, runs++))] };
      },
    };
  })], // prettier-ignore
  ['interleaved', planted('shares-answers', (_honest, parts) => {
    let last: readonly Value[] = [];
    return {
      queries: 2 * parts.observations.length,
      *respond() {
        last = yield { observations: parts.observations };
        yield { observations: parts.observations };
        return { policies: [plays(parts, last[0] as number)] };
      },
    };
  })], // prettier-ignore
  ['own memory', planted('one-policy-for-all', (_honest, { observations, actions }) => {
    const policy = counting(actions);
    return {
      *respond() {
        yield { observations };
        return { policies: [policy] };
      },
    };
  })], // prettier-ignore
  ['effect', planted('ignores-its-setting', (_honest, parts) => ({
    *respond() {
      const answers = yield { observations: parts.observations };
      return { policies: [plays(parts, answers[0] as number)] };
    },
  }))], // prettier-ignore
  ['continuation', trainee('loses-its-count', (_state, base) => ({ ...savable('trainee', {}, {}), steps: base.steps }))],
  ['same seed', trainee('learns-by-luck', (_state, base) => { const luck = outside.runs++; return { update: () => ({ ...base.update(), luck }) }; })], // prettier-ignore
  ['frozen', trainee('melts', (state, base, parts) => ({
    oracle: () => ({
      ...base.oracle(),
      *respond() {
        yield { observations: parts.observations };
        return { policies: [plays(parts, Math.min(1, state.count - 1))] };
      },
    }),
  }))], // prettier-ignore
  ['end', trainee('never-done', () => ({ done: false }))],
];
