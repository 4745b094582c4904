import type { GameDefinition } from '@firstmover/core';
import { defineGame, randomStream, simplex } from '@firstmover/core';
import { unitCoverage, unitOptima } from '../security-game/security-game.ts';
import type { AttackerType } from '../security-game/targets.ts';
import { coverageRules, payoffBounds } from '../security-game/targets.ts';

/** What the parameters say about the hosts. */
interface Network {
  readonly targets: number;
  readonly detection: number;
  readonly hosts: number;
}

/** One attacker and its targets, drawn from a seed: what is inspected is found with probability `detection`. */
export function attackerOf({ targets, detection, hosts }: Network): AttackerType {
  const random = randomStream(hosts, 'security/Inspection-v1');
  return {
    weight: 1,
    targets: Array.from({ length: targets }, (_unused, target) => {
      random.at(target, 0);
      const [loot, loss, fine, bounty] = [1 + 9 * random.uniform(), 1 + 9 * random.uniform(), 1 + 4 * random.uniform(), random.uniform()];
      return {
        defenderUncovered: 0 - loss,
        defenderCovered: detection * bounty - (1 - detection) * loss,
        attackerUncovered: loot,
        attackerCovered: (1 - detection) * loot - detection * fine,
      };
    }),
  };
}

/**
 * `security/Inspection-v1`: inspectors look at containers of a port, or hosts of a network: many more than they can. An attacker who knows how
 * often each is inspected hides its goods, or its program, in one. Values are drawn from a seed.
 */
export const inspection: GameDefinition = defineGame({
  id: 'security/Inspection-v1',
  parameters: {
    targets: { kind: 'integer', min: 1, max: 100_000, default: 100, about: 'containers or hosts' },
    inspectors: { kind: 'integer', min: 0, max: 100_000, default: 10, about: 'how many of them are inspected at a time' },
    detection: { kind: 'number', min: 0, max: 1, default: 0.9, about: 'the probability that an inspection finds what is hidden' },
    hosts: { kind: 'integer', min: 0, max: 1_000_000, default: 0, about: 'the seed that the values of the targets are drawn from' },
  },
  rules: (parameters) =>
    coverageRules([attackerOf(parameters)], simplex(parameters.targets), (shares, target) =>
      unitCoverage(shares, target, parameters.inspectors),
    ),
  descriptor: (parameters) => {
    const attackers = [attackerOf(parameters)];
    return {
      summary: 'Inspectors look at some of many containers or hosts, and an attacker who knows how often hides in one.',
      commitment: 'mixed',
      rewardBounds: payoffBounds(attackers),
      horizon: 1,
      optima: unitOptima(attackers, parameters.inspectors),
      source: 'firstmover, after Kiekintveld et al., AAMAS 2009',
    };
  },
});
