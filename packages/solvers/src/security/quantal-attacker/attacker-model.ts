import { InputError, RefusedError, show, unknownName } from '@firstmover/core';
import { largest } from '@firstmover/programmes';
import type { SecurityGame } from '../security-game/game.ts';

/** How an attacker that does not always take a best target chooses: with probabilities in proportion to the exponential of what it feels. */
export type AttackerModel =
  | {
      /** Quantal response (McKelvey & Palfrey, 1995): lambda times the attacker's expected payoff. */
      readonly kind: 'qr';
      /** The precision, at least 0 per unit of payoff: 0 attacks at random, towards infinity only best targets. */
      readonly lambda: number;
    }
  | {
      /** Subjective utility quantal response (Nguyen et al., AAAI 2013): w1 coverage + w2 reward + w3 penalty. */
      readonly kind: 'suqr';
      /** Weight of the coverage, in practice negative. */
      readonly w1: number;
      /** Weight of the reward, `attackerUncovered`. */
      readonly w2: number;
      /** Weight of the penalty, `attackerCovered`. */
      readonly w3: number;
    };

/** What an attacker feels about a target covered with probability c: base + slope c. */
export interface Feelings {
  /** Per target, shifted so that at every coverage some target has at least 0. */
  readonly base: readonly number[];
  /** Per target. */
  readonly slope: readonly number[];
}

/** Exponents beyond this overflow. */
const LARGEST_EXPONENT = 600;

/**
 * Checks an attacker model.
 *
 * @throws InputError naming the field
 */
export function validateAttackerModel(model: unknown): AttackerModel {
  if (typeof model !== 'object' || model === null || Array.isArray(model))
    throw new InputError(`attackerModel is ${show(model)}: expected {"kind":"qr","lambda":1} or {"kind":"suqr","w1":-9,"w2":1,"w3":1}`);
  const { kind, ...rest } = model as { readonly kind?: unknown; readonly [name: string]: unknown };
  if (kind !== 'qr' && kind !== 'suqr') throw unknownName('attackerModel kind', String(kind), ['qr', 'suqr']);
  const names = kind === 'qr' ? ['lambda'] : ['w1', 'w2', 'w3'];
  for (const name of Object.keys(rest)) if (!names.includes(name)) throw unknownName(`field of attackerModel ${kind}`, name, names);
  for (const name of names) {
    const value = rest[name];
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new InputError(`attackerModel.${name} is ${show(value)}: expected a finite number`);
    if (kind === 'qr' && value < 0) throw new InputError(`attackerModel.lambda is ${value}: expected a number of at least 0`);
  }
  return model as AttackerModel;
}

/**
 * The exponents of a model in a game.
 *
 * @throws RefusedError when they would overflow
 */
export function feelingsOf({ attackerCovered, attackerUncovered }: SecurityGame, model: AttackerModel): Feelings {
  const base = attackerUncovered.map((reward, t) =>
    model.kind === 'qr' ? model.lambda * reward : model.w2 * reward + model.w3 * attackerCovered[t]!,
  );
  const slope = attackerUncovered.map((reward, t) => (model.kind === 'qr' ? model.lambda * (attackerCovered[t]! - reward) : model.w1));
  const floor = largest(base.map((b, t) => Math.min(b, b + slope[t]!)));
  const ceiling = largest(base.map((b, t) => Math.max(b, b + slope[t]!)));
  if (!(ceiling - floor <= LARGEST_EXPONENT))
    throw new RefusedError(
      `attackerModel: exponents differ by ${show(ceiling - floor)}, more than ${LARGEST_EXPONENT}: so precise an attacker is rational, leave attackerModel out`,
    );
  return { base: base.map((b) => b - floor), slope };
}
