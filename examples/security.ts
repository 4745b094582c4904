// Two units patrol four gates: how often each gate is covered, how the units are sent, and what is left against an attacker that errs.
import { ask, problems, readProblem } from '@firstmover/problems';
import { solveQuantalSecurity, solveSecurity } from '@firstmover/solvers';

const gates = {
  defenderCovered: [0, 0, 0, 0],
  defenderUncovered: [-8, -5, -3, -1],
  attackerCovered: [0, 0, 0, 0],
  attackerUncovered: [8, 5, 3, 1],
  resources: 2,
};
const document = JSON.stringify({ kind: 'security', title: 'Four gates', ...gates });
const { answer } = await ask('gates.json', readProblem(document, 'gates.json', problems), { ties: 'weak' });
console.log(answer.leaderValue.toFixed(4), answer.attained, answer.evidence.kind); // => -1.5190 true optimal

const { commitment, mixture } = solveSecurity(gates, { ties: 'weak' });
console.log(commitment.map((share) => share.toFixed(3))); // => [ '0.810', '0.696', '0.494', '0.000' ]
console.log(mixture.every(({ targets }) => targets.length <= 2)); // => true

const erring = solveQuantalSecurity(gates, { kind: 'qr', lambda: 0.76 });
console.log(erring.leaderValue < answer.leaderValue + 1, erring.upperBound >= erring.leaderValue); // => true true
