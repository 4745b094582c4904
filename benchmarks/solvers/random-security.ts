// Random security games with many ties: few values, generic ones, units from none to more than there are targets, and units with schedules.
import type { Random } from '@firstmover/core';
import type { SecurityGame } from '@firstmover/solvers';

const PAYOFFS: readonly ((random: Random) => number)[] = [
  (random) => random.integer(2),
  (random) => random.integer(5) - 2,
  (random) => random.integer(19) - 9,
  (random) => Math.floor(random.uniform() * 2e6 - 1e6) / 1e6,
];

/** A game of at most that many targets, half of the time with identical units, else with up to three units of up to three schedules each. */
export function randomSecurity(random: Random, most: number): SecurityGame {
  const targets = 1 + random.integer(most);
  const payoff = PAYOFFS[random.integer(PAYOFFS.length)]!;
  const pairs = (): (readonly [number, number])[] =>
    Array.from({ length: targets }, () => {
      const [a, b] = [payoff(random), payoff(random)];
      return [Math.min(a, b), Math.max(a, b)];
    });
  const [defender, attacker] = [pairs(), pairs()];
  const schedule = (): number[] => {
    const all = Array.from({ length: targets }, (_target, t) => t);
    return Array.from({ length: random.integer(Math.min(3, targets) + 1) }, () => all.splice(random.integer(all.length), 1)[0]!);
  };
  const several = <T>(make: () => T): T[] => Array.from({ length: random.integer(4) }, make);
  return {
    defenderCovered: defender.map(([, high]) => high),
    defenderUncovered: defender.map(([low]) => low),
    attackerCovered: attacker.map(([low]) => low),
    attackerUncovered: attacker.map(([, high]) => high),
    resources: random.integer(2) === 0 ? random.integer(targets + 2) : several(() => several(schedule)),
  };
}
