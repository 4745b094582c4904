import type { FiniteChance, Matrix, Rules } from '@firstmover/core';
import { InputError, discrete, drawBars, show } from '@firstmover/core';
import type { Player } from '@firstmover/core';

/** What the attack of one target pays, covered and not. */
export interface Target {
  /** What the defender gets when the target is attacked and covered. */
  readonly defenderCovered: number;
  /** What the defender gets when it is attacked and not covered: at most as much. */
  readonly defenderUncovered: number;
  /** What the attacker gets when it is covered. */
  readonly attackerCovered: number;
  /** What the attacker gets when it is not: at least as much. */
  readonly attackerUncovered: number;
}

/** A type of attacker. */
export interface AttackerType {
  /** In proportion to its probability. */
  readonly weight: number;
  /** What each target pays when this type attacks it. */
  readonly targets: readonly Target[];
}

/** Which attacker came. */
interface State {
  readonly type: number;
}

/**
 * Reads the attackers of a security game from its parameters.
 *
 * @param payoffs - one row per type and target, the targets of a type together: defender covered, defender uncovered, attacker covered, attacker uncovered
 * @param types - one row: the weights of the types
 * @param id - of the game, for messages
 * @throws InputError for rows of another length or number, weights below 0, or coverage that hurts the defender or helps the attacker
 */
export function readAttackers(payoffs: Matrix, types: Matrix, id: string): AttackerType[] {
  const [weights] = types as [readonly number[]];
  if (types.length !== 1 || weights.some((weight) => weight < 0) || weights.every((weight) => weight === 0))
    throw new InputError(`types of ${id} is ${show(types)}: expected one row of weights of at least 0, not all 0`);
  if (payoffs.length % weights.length !== 0)
    throw new InputError(`payoffs of ${id} has ${payoffs.length} rows: expected as many for each of the ${weights.length} types`);
  const rows = payoffs.map((row, i): Target => {
    const [defenderCovered, defenderUncovered, attackerCovered, attackerUncovered] = row as [number, number, number, number];
    if (row.length !== 4) throw new InputError(`row ${i} of payoffs of ${id} has ${row.length} entries: expected 4`);
    if (defenderCovered < defenderUncovered || attackerCovered > attackerUncovered)
      throw new InputError(`row ${i} of payoffs of ${id} is ${show(row)}: coverage must not hurt the defender nor help the attacker`);
    return { defenderCovered, defenderUncovered, attackerCovered, attackerUncovered };
  });
  const targets = rows.length / weights.length;
  return weights.map((weight, k) => ({ weight, targets: rows.slice(k * targets, (k + 1) * targets) }));
}

/**
 * The rules that all security games on targets share. An attacker of some type, who knows it, attacks one target, and both get what is
 * expected at the coverage that the defender committed to.
 *
 * @param attackers - their types, with the same targets
 * @param action - what the defender chooses
 * @param coverageOf - the probability that each target is covered
 */
export function coverageRules(
  attackers: readonly AttackerType[],
  action: Player['action'],
  coverageOf: (action: readonly number[], target: number) => number,
): Rules<State, FiniteChance> {
  const weights = attackers.map(({ weight }) => weight);
  const { length } = attackers[0]!.targets;
  const names = Array.from({ length }, (_unused, target) => `target ${target}`);
  return {
    players: [
      { name: 'defender', role: 'leader', observation: discrete(1, ['before']), action, hidden: ['type'] },
      {
        name: 'attacker',
        role: 'follower',
        observation: discrete(
          weights.length,
          weights.map((_weight, type) => `type ${type}`),
        ),
        action: discrete(length, names),
      },
    ],
    initial: (chance) => ({ type: chance.pick(weights) }),
    step(state, [committed, attacked]) {
      const target = attackers[state.type]!.targets[attacked as number]!;
      const coverage = coverageOf(committed as readonly number[], attacked as number);
      return {
        state,
        rewards: [
          mix(coverage, target.defenderCovered, target.defenderUncovered),
          mix(coverage, target.attackerCovered, target.attackerUncovered),
        ],
        terminated: true,
      };
    },
    observe: ({ type }, player) => (player === 0 ? 0 : type),
    draw: (_state, actions) => {
      const shown = names.slice(0, 16);
      return drawBars(
        shown.map((label, target) => ({
          label: actions?.[1] === target ? `${label}, attacked` : label,
          value: actions ? coverageOf(actions[0] as readonly number[], target) : 0,
          tone: actions?.[1] === target ? 'follower' : 'leader',
        })),
        1,
      );
    },
  };
}

/** The lowest and the highest of all payoffs. */
export function payoffBounds(attackers: readonly AttackerType[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { targets } of attackers) {
    for (const { defenderCovered, defenderUncovered, attackerCovered, attackerUncovered } of targets) {
      low = Math.min(low, defenderUncovered, attackerCovered);
      high = Math.max(high, defenderCovered, attackerUncovered);
    }
  }
  return [low, high];
}

/** Whether what one gets the other loses, everywhere. */
export function isZeroSum(attackers: readonly AttackerType[]): boolean {
  return attackers.every(({ targets }) =>
    targets.every(
      (target) => target.defenderCovered === 0 - target.attackerCovered && target.defenderUncovered === 0 - target.attackerUncovered,
    ),
  );
}

function mix(coverage: number, covered: number, uncovered: number): number {
  // Both ends exactly, and never outside them.
  return coverage >= 1 ? covered : uncovered + coverage * (covered - uncovered);
}
