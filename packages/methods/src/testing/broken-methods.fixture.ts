import type { FollowerOracle, Game, Policy } from '@firstmover/core';
import { InputError, bindPart, childSeed, definePart, finiteModel, savable } from '@firstmover/core';
import { reinforceLeader } from '@firstmover/algorithms';
import { exactOracle } from '@firstmover/followers';
import type { KeptConditions, MethodDesign, MethodPart, MethodRun, StartOptions } from '../part/method-part.ts';
import { startRecipe } from '../part/start.ts';

const PARAMETERS = {
  ties: { kind: 'choice', options: ['weak', 'strong'], default: 'weak', about: 'how ties are broken' },
  steps: { kind: 'integer', min: 1, max: 4, default: 1, about: 'updates made at a time' },
} as const;

type Design = (settings: { readonly ties: string; readonly steps: number }) => MethodDesign;

/** A method made of a design. */
function method(name: string, create: Design, more: Partial<MethodPart> = {}): MethodPart {
  const part: MethodPart = definePart({
    kind: 'method',
    name,
    about: 'Learns against exact replies.',
    source: 'a planted bug',
    needs: ['one-follower'],
    parameters: { steps: PARAMETERS.steps },
    create: ({ steps }) => create({ ties: 'weak', steps }),
  });
  return { ...part, ...more };
}

const kept: KeptConditions = {
  queriesOnly: 'kept',
  queriesInTrajectory: 'kept',
  leaderCannotSeePhase: 'kept',
  queriesEarnNothing: 'kept',
  oracleRestarts: 'kept',
  consistentAnswers: 'kept',
};

/** A run of the honest recipe, so many updates at a time. */
function honestRun(game: Game, options: StartOptions, steps: number): MethodRun {
  if (game.players[0]!.action.kind !== 'discrete') throw new InputError(`${game.id} has boxes: expected discrete actions`);
  const inner = startRecipe({ equilibrium: 'exact', oracle: bindPart(exactOracle), leader: bindPart(reinforceLeader) }, game, options);
  return {
    save: () => inner.save(),
    restore: (state) => {
      inner.restore(state);
    },
    get phase() {
      return inner.phase;
    },
    get steps() {
      return inner.steps;
    },
    update() {
      for (let k = 1; k < steps; k++) inner.update();
      return inner.update();
    },
    leader: (mode) => inner.leader(mode),
    oracle: () => inner.oracle(),
  };
}

/** An own learner whose run is changed. */
function own(
  name: string,
  change: (run: MethodRun, game: Game, options: StartOptions) => Partial<MethodRun>,
  more: Partial<MethodPart> = {},
): MethodPart {
  return method(
    name,
    ({ steps }) => ({
      equilibrium: 'exact',
      conditions: kept,
      start(game, options) {
        const run = honestRun(game, options, steps);
        return Object.defineProperties({} as MethodRun, {
          ...Object.getOwnPropertyDescriptors(run),
          ...Object.getOwnPropertyDescriptors(change(run, game, options)),
        });
      },
    }),
    more,
  );
}

/** Methods that keep every rule. */
export const honestMethods: readonly MethodPart[] = [
  own('honest', () => ({})),
  method('honest-recipe', () => ({ equilibrium: 'exact', oracle: bindPart(exactOracle), leader: bindPart(reinforceLeader) }), {
    parameters: {},
    create: (_settings, leader = bindPart(reinforceLeader)) => ({ equilibrium: 'exact', oracle: bindPart(exactOracle), leader }),
  }),
];

const outside = { runs: 0 };
const wild: Policy = { act: () => 99 };

/** Broken methods: the rule that each breaks, and how. */
export const brokenMethods: readonly (readonly [rule: string, part: MethodPart])[] = [
  ['sentences', { ...honestMethods[0]!, name: 'no-sentence', about: 'no full stop' }],
  ['defaults', { ...honestMethods[0]!, name: 'bad-default', parameters: { steps: { ...PARAMETERS.steps, default: 9 } } }],
  [
    'settings',
    { ...honestMethods[0]!, name: 'must-be-told', parameters: { steps: { kind: 'integer', min: 1, max: 4, about: 'no default' } } },
  ],
  ['design', method('says-nothing', () => ({ equilibrium: '', oracle: bindPart(exactOracle), leader: bindPart(reinforceLeader) }))],
  ['design', method('no-part', () => ({ equilibrium: 'exact', oracle: exactOracle as never, leader: bindPart(reinforceLeader) }))],
  ['design', method('swaps-parts', () => ({ equilibrium: 'exact', oracle: bindPart(reinforceLeader) as never, leader: bindPart(exactOracle) as never }))], // prettier-ignore
  ['design', method('own-conditions', () => ({ equilibrium: 'exact', oracle: bindPart(exactOracle), leader: bindPart(reinforceLeader), conditions: { luck: true } as never }))], // prettier-ignore
  ['design', method('half-the-conditions', () => ({ equilibrium: 'exact', conditions: { queriesOnly: 'kept' } as never, start: (game, options) => honestRun(game, options, 1) }))], // prettier-ignore
  ['game', own('serves-nobody', (_run, { id }) => { throw new InputError(`not ${id}`); })], // prettier-ignore
  ['game', own('type-error', () => { throw new TypeError('undefined is not a function'); })], // prettier-ignore
  ['game', own('needs-more-than-it-needs', () => ({}), { needs: ['box-actions'] })],
  ['mutation', own('renames-the-game', (_run, game) => { (game as { id: string }).id = 'toy/Mine-v1'; return {}; })], // prettier-ignore
  ['metrics', own('not-a-number', (run) => ({ update: () => (run.update(), { return: NaN }) }))],
  ['steps', own('counts-nothing', () => ({ steps: { pretraining: 0, leader: 0 } }))],
  ['steps', own('counts-down', (run) => ({ get steps() { return { pretraining: 0, leader: -run.steps.leader }; } }))], // prettier-ignore
  ['phase', own('goes-back', (run) => ({ get phase() { return run.steps.leader > 40 && run.steps.leader < 60 ? ('pretraining' as const) : ('leader' as const); } }))], // prettier-ignore
  ['policy', own('illegal-policy', () => ({ leader: () => wild }))],
  ['oracle', own('oracle-of-another-game', (run) => ({ oracle: () => ({ ...run.oracle()!, game: { ...run.oracle()!.game, id: 'toy/Other-v1' } }) as FollowerOracle }))], // prettier-ignore
  ['continuation', own('forgets', () => savable('method run', {}, {}))],
  ['continuation', own('half-a-state', (run) => { let updates = 0; return { update: () => ({ ...run.update(), updates: ++updates }) }; })], // prettier-ignore
  ['same seed', own('by-luck', (run) => { const luck = outside.runs++; return { update: () => ({ ...run.update(), luck }) }; })], // prettier-ignore
  ['same seed', method('deaf-to-seeds', ({ steps }) => ({ equilibrium: 'exact', conditions: kept, start: (game, { model = finiteModel(game) }) => honestRun(game, { seed: childSeed(1, 'x'), model }, steps) }))], // prettier-ignore
  ['leader', method('keeps-its-own-leader', () => ({ equilibrium: 'exact', oracle: bindPart(exactOracle), leader: bindPart(reinforceLeader) }), { parameters: {} })], // prettier-ignore
  ['effect', method('ignores-its-setting', () => ({ equilibrium: 'exact', conditions: kept, start: (game, options) => honestRun(game, options, 1) }))], // prettier-ignore
  ['range', method('three-is-too-much', ({ steps }) => ({ equilibrium: 'exact', conditions: kept, start: (game, options) => { if (steps === 2) throw new TypeError('two'); return honestRun(game, options, steps); } }))], // prettier-ignore
];
