import type { Fraction } from './fraction.ts';
import { MINUS, ONE, ZERO, isEqual, minus, parse } from './fraction.ts';
import type { Affine } from './programme.ts';
import { affine, plus } from './programme.ts';
import type { Fields, Problem } from './problem.ts';
import { MOST_LISTED, list, sumToOne } from './problem.ts';

/** Targets of which an attacker takes one. Variable t is how likely identical units cover target t; of units with schedules, variable `t,u` is how likely they cover t and u. */
export function security(document: Fields): Problem {
  const [covered, uncovered, caught, free] = ['defenderCovered', 'defenderUncovered', 'attackerCovered', 'attackerUncovered'].map((name) =>
    list(document[name], name).map((payoff, t) => parse(payoff, `${name}[${t}]`)),
  ) as [Fraction[], Fraction[], Fraction[], Fraction[]];
  if ([uncovered, caught, free].some(({ length }) => length !== covered.length)) throw new Error('the payoffs are not of as many targets');
  const { resources } = document;
  const targets = covered.map((_payoff, t) => String(t));
  let sets = [''];
  for (const schedules of Array.isArray(resources) ? resources : []) {
    const options = ['', ...list(schedules, 'the schedules of a unit').map((schedule) => list(schedule, 'a schedule').join())];
    const unions = sets.flatMap((set) => options.map((option) => targets.filter((t) => `${set},${option}`.split(',').includes(t)).join()));
    sets = [...new Set(unions)];
    if (sets.length > MOST_LISTED) throw new Error(`units cover more than ${MOST_LISTED} sets of targets: too many to list`);
  }
  const units = Array.isArray(resources) ? ZERO : parse(resources, 'resources');
  const variables = Array.isArray(resources) ? sets : isEqual(units, ZERO) ? [] : targets;
  const rows = Array.isArray(resources)
    ? [sumToOne(sets)]
    : [
        { name: 'units', side: affine(units, variables.map((t) => [t, MINUS])) }, // prettier-ignore
        ...variables.map((t) => ({ name: `most ${t}`, side: affine(ONE, [[t, MINUS]]) })),
      ];
  const paid = (target: string, without: Fraction, within: Fraction): Affine =>
    plus(affine(without), minus(within, without), affine(ZERO, variables.filter((set) => set.split(',').includes(target)).map((set) => [set, ONE]))); // prettier-ignore
  const replies = targets.map((name, t) => ({
    name,
    leader: paid(name, uncovered[t]!, covered[t]!),
    follower: paid(name, free[t]!, caught[t]!),
  }));
  return { rows, types: [{ probability: ONE, replies }], objective: affine(ZERO) };
}
