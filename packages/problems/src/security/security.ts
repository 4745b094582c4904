import type { Fraction } from '@firstmover/programmes';
import type { AttackerModel, SecurityGame } from '@firstmover/solvers/security';
import {
  inDoubles,
  readSecurityGame,
  solveQuantalSecurity,
  solveSecurity,
  validateAttackerModel,
  validateSecurityGame,
} from '@firstmover/solvers/security';
import type { Problem, ProblemKind } from '../problem/problem.ts';
import { defineProblem } from '../problem/problem.ts';
import type { QuantalAnswer, RationalAnswer } from './words.ts';
import { quantalLines, rationalLines } from './words.ts';

/** Targets, units that cover them, and an attacker; the defender leads. */
export const securityKind: ProblemKind = defineProblem({
  name: 'security',
  about: 'A defender covers targets with units, an attacker who sees how likely each is covered takes one.',
  source: 'Kiekintveld et al., Computing optimal randomized resource allocations for massive security games, AAMAS 2009',
  document: {
    fields: {
      defenderCovered: 'what the defender gets where a covered target is attacked, per target',
      defenderUncovered: 'the same for uncovered targets, at most as much',
      attackerCovered: 'what the attacker gets at a covered target',
      attackerUncovered: 'the same for uncovered targets, at least as much',
      resources:
        'how many units cover one target each, or for each unit the schedules (lists of targets) that it can take: [[[0,1],[2]],[[1,2]]]',
      attackerModel:
        'how the attacker chooses (default a best target): {"kind":"qr","lambda":0.76} or {"kind":"suqr","w1":-9.85,"w2":0.37,"w3":0.15}',
    },
    exact: true,
    example:
      '{"kind":"security","defenderCovered":[1,2],"defenderUncovered":[-3,-1],"attackerCovered":[-1,-1],"attackerUncovered":[4,2],"resources":1}',
    read(field) {
      const given = {
        defenderCovered: field('defenderCovered'),
        defenderUncovered: field('defenderUncovered'),
        attackerCovered: field('attackerCovered'),
        attackerUncovered: field('attackerUncovered'),
        resources: field('resources'),
      };
      const model = field('attackerModel');
      if (model === undefined) return rationalProblem(readSecurityGame(given));
      return quantalProblem(validateSecurityGame(inNumbers(given) as typeof given), validateAttackerModel(inNumbers(model)));
    },
  },
});

/** Texts of decimals as the nearest doubles, in which quantal responses are computed. */
function inNumbers(value: unknown): unknown {
  if (typeof value === 'string') return /^[+-]?[\d.]/.test(value) && Number.isFinite(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(inNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, inNumbers(entry)]));
}

/** Against an attacker that takes a best target. */
function rationalProblem(game: SecurityGame<Fraction>): Problem {
  return {
    kind: 'security',
    description: 'a security game',
    params: null,
    commitments: ['mixed'],
    ties: ['strong', 'weak'],
    followers: [],
    answer({ ties }) {
      const answer: RationalAnswer = { ...solveSecurity(game, { ties }), attackerModel: null };
      return {
        answer,
        leaderMeaning: answer.attained
          ? 'the most that the defender gets with any mixture of allocations'
          : 'a supremum: mixtures of allocations come as close as you like, none reaches it',
        followerMeaning: 'what the attacker gets then',
        lines: rationalLines(inDoubles(game), answer),
      };
    },
  };
}

/** Against an attacker that chooses by quantal response or SUQR, for which ties make no difference. */
function quantalProblem(game: SecurityGame, attackerModel: AttackerModel): Problem {
  return {
    kind: 'security',
    description: 'a security game with an attackerModel',
    params: null,
    commitments: ['mixed'],
    ties: [],
    followers: [],
    answer() {
      const solution = solveQuantalSecurity(game, attackerModel);
      const answer: QuantalAnswer = { ...solution, attackerModel, attackSet: null, weakValue: null, interior: null };
      return {
        answer,
        leaderMeaning: 'what the defender expects with the best mixture of allocations found',
        followerMeaning: 'what the attacker expects then',
        lines: quantalLines(game, answer),
      };
    },
  };
}
