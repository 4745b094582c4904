import { InputError } from '../errors/errors.ts';

/** What became of one rule. */
export interface Finding<TRule extends string = string> {
  /** The name of the rule. */
  readonly rule: TRule;
  /** What it says. */
  readonly about: string;
  /** Whether it is kept; skipped where it does not apply, or where what was found before makes it pointless. */
  readonly outcome: 'kept' | 'broken' | 'skipped';
  /** The first violation, or why it was skipped; empty for a rule that is kept. */
  readonly detail: string;
}

/** Rules by name, each with what it says. */
export interface Rules<TRule extends string> {
  /** What is found of them so far. */
  findings(): Finding<TRule>[];
  /** Notes a violation; of each rule only the first is kept. */
  report(rule: TRule, detail: string): void;
  /** Runs a check; what it throws is a violation of its rule. */
  check(rule: TRule, run: () => void): void;
  /** Says why a rule is not checked. */
  skip(rule: TRule, why: string): void;
  /** Whether nothing was violated so far. */
  sound(): boolean;
}

/**
 * An examination by rules.
 *
 * @param rules - what each says
 */
export function examination<TRule extends string>(rules: { readonly [rule in TRule]: string }): Rules<TRule> {
  const violations = new Map<TRule, string>();
  const skipped = new Map<TRule, string>();
  const report = (rule: TRule, detail: string): void => {
    if (!violations.has(rule)) violations.set(rule, detail);
  };
  return {
    report,
    check(rule, run) {
      try {
        run();
      } catch (error) {
        report(rule, error instanceof Violation ? error.message : `threw ${String(error)}`);
      }
    },
    skip: (rule, why) => void skipped.set(rule, why),
    sound: () => violations.size === 0,
    findings: () =>
      (Object.keys(rules) as TRule[]).map((rule) => {
        const violation = violations.get(rule);
        const outcome = violation === undefined ? (skipped.has(rule) ? 'skipped' : 'kept') : 'broken';
        return { rule, about: rules[rule], outcome, detail: violation ?? skipped.get(rule) ?? '' };
      }),
  };
}

/** Thrown where a rule is violated. */
export class Violation extends Error {}

/** Ends a check as violated unless something holds. */
export function expectThat(holds: boolean, detail: () => string): void {
  if (!holds) throw new Violation(detail());
}

/**
 * Throws what is broken, in one line.
 *
 * @param what - whose rules they are
 * @throws InputError that lists every rule broken, each with its first violation
 */
export function requireKept(what: string, findings: readonly Finding[]): void {
  const broken = findings.filter(({ outcome }) => outcome === 'broken');
  if (broken.length === 0) return;
  const listed = broken.map(({ rule, detail }) => `${rule}: ${detail}`).join('; ');
  throw new InputError(`${what} breaks ${broken.length} of its rules: ${listed}`.replaceAll(/\s+/g, ' '));
}

/**
 * The message of a refusal in one line.
 *
 * @param run - what may refuse
 * @returns undefined where nothing was refused
 * @throws anything but an InputError of one line
 */
export function refusalOf(run: () => void): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError && error.message !== '' && !/[\r\n]/.test(error.message)) return error.message;
    throw error;
  }
  return undefined;
}
