import type { AttackerModel, SecurityGame } from '@firstmover/solvers';
import { solveQuantalSecurity, solveSecurity, validateAttackerModel, validateSecurityGame } from '@firstmover/solvers';
import type { DocumentKind, ExactProblem } from '../problem.ts';
import { rationalLines, quantalLines, type SecurityFields } from './report.ts';

const payoffs = ['defenderCovered', 'defenderUncovered', 'attackerCovered', 'attackerUncovered'] as const;

/** `{"kind": "security", payoffs per target, "resources": ..., "attackerModel": ...}`; the defender leads. */
export const securityDocument: DocumentKind = {
  kind: 'security',
  fields: [...payoffs, 'resources', 'attackerModel'],
  example:
    '{"kind":"security","defenderCovered":[1,2],"defenderUncovered":[-3,-1],"attackerCovered":[-1,-1],"attackerUncovered":[4,2],"resources":1}',
  read(field) {
    const game = validateSecurityGame({
      defenderCovered: field('defenderCovered'),
      defenderUncovered: field('defenderUncovered'),
      attackerCovered: field('attackerCovered'),
      attackerUncovered: field('attackerUncovered'),
      resources: field('resources'),
    });
    const model = field('attackerModel');
    return model === undefined ? rationalProblem(game) : quantalProblem(game, validateAttackerModel(model));
  },
};

/** Against an attacker that takes a best target. */
function rationalProblem(game: SecurityGame): ExactProblem {
  return {
    kind: 'security',
    description: 'a security game',
    params: null,
    commitments: ['mixed'],
    ties: ['strong', 'weak'],
    followers: [],
    answer({ ties }) {
      const solution = solveSecurity(game, { ties });
      const fields: SecurityFields = {
        leaderValue: solution.value,
        followerValue: solution.attackerValue,
        commitmentClass: 'mixed',
        commitment: solution.coverage,
        mixture: solution.mixture,
        response: solution.attacked,
        ties,
        followerClass: null,
        attackerModel: null,
        attained: solution.attained,
        attackSet: solution.attackSet,
        adverseValue: solution.adverseValue,
        allOptimalReplies: solution.allOptimalReplies,
        leaderStrategyUnique: solution.uniqueCoverage,
        interior: solution.interior,
      };
      return {
        fields,
        leaderMeaning: solution.attained
          ? 'the most that the defender gets with any mixture of allocations'
          : 'a supremum: mixtures of allocations come as close as you like, none reaches it',
        followerMeaning: 'what the attacker gets then',
        lines: rationalLines(game, fields),
      };
    },
  };
}

/** Against an attacker that chooses by quantal response or SUQR, for which ties make no difference. */
function quantalProblem(game: SecurityGame, model: AttackerModel): ExactProblem {
  return {
    kind: 'security',
    description: 'a security game with an attackerModel',
    params: null,
    commitments: ['mixed'],
    ties: [],
    followers: [],
    answer() {
      const solution = solveQuantalSecurity(game, model);
      const fields: SecurityFields = {
        leaderValue: solution.value,
        followerValue: solution.attackerValue,
        certifiedUpperBound: solution.certifiedUpperBound,
        commitmentClass: 'mixed',
        commitment: solution.coverage,
        mixture: solution.mixture,
        response: solution.attackProbabilities,
        ties: null,
        followerClass: null,
        attackerModel: model,
        attained: true,
        attackSet: null,
        adverseValue: null,
        allOptimalReplies: null,
        leaderStrategyUnique: null,
        interior: null,
      };
      return {
        fields,
        leaderMeaning: 'what the defender expects with the best mixture of allocations found',
        followerMeaning: 'what the attacker expects then',
        lines: quantalLines(game, fields),
      };
    },
  };
}
