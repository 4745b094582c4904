import type {
  AttackerModel,
  QuantalSecuritySolution,
  SecurityGame,
  SecuritySolution,
  WeightedAllocation,
} from '@firstmover/solvers/security';
import { formatNumber, formatValue } from '../words/number.ts';
import { formatTable, indent } from '../words/table.ts';
import { SHOWN, listed } from '../words/words.ts';

/** The answer against an attacker that takes a best target. */
export interface RationalAnswer extends SecuritySolution {
  /** It takes a best target. */
  readonly attackerModel: null;
}

/** The answer against an attacker with bounded rationality. */
export interface QuantalAnswer extends QuantalSecuritySolution {
  /** How the attacker chooses. */
  readonly attackerModel: AttackerModel;
  /** Nothing hangs on ties: every target may be attacked. */
  readonly attackSet: null;
  /** Nothing hangs on ties. */
  readonly weakValue: null;
  /** Nothing hangs on ties. */
  readonly interior: null;
}

/** Longer coverages are not repeated in a sentence. */
const SHORT = 8;
const target = (t: number): string => `target ${t}`;

/** The commitment, and the target that a rational attacker takes. */
export function rationalLines(game: SecurityGame, answer: RationalAnswer): string[] {
  const { commitment, reply: attacked, attackSet, weakValue, optimalReplies, interior, attained, unique } = answer;
  const ties = attackSet.filter((t) => t !== attacked);
  const others = optimalReplies.filter((t) => t !== attacked);
  const isInside = interior?.every((c, t) => Math.abs(c - commitment[t]!) <= 1e-9);
  return [
    attained
      ? `The defender covers (${unique ? 'the only optimal coverage' : 'one of several optimal coverages'}):`
      : 'The limit of coverages that come close:',
    '',
    indent(coverageTable(game, commitment, 'attacked', (t) => (t === attacked ? 'attacked' : attackSet.includes(t) ? 'ties' : ''))),
    '',
    ...mixtureLines(game, answer.mixture),
    '',
    `The attacker takes ${target(attacked)}${attained ? '' : ' on the way to the limit'}.`,
    ...(ties.length > 0
      ? [`It likes as much: ${listed(ties.map(target))}; if it chose the worst for the defender, that would get ${formatValue(weakValue)}.`]
      : []),
    ...(others.length > 0 ? [`Attacked at other optima: ${listed(others.map(target))}.`] : []),
    ...(interior && commitment.length <= SHORT && !isInside
      ? [`A small step towards the coverage (${interior.map(formatNumber).join(', ')}) makes it the only best target.`]
      : []),
  ];
}

/** The commitment, and the chances of an attacker with bounded rationality. */
export function quantalLines(game: SecurityGame, answer: QuantalAnswer): string[] {
  const { commitment, reply: chances } = answer;
  return [
    'The defender covers:',
    '',
    indent(coverageTable(game, commitment, 'is attacked with', (t) => formatNumber(chances[t]!))),
    '',
    ...mixtureLines(game, answer.mixture),
    '',
    modelLine(answer.attackerModel),
  ];
}

function modelLine(model: AttackerModel): string {
  if (model.kind === 'qr')
    return `The attacker responds by quantal response: chances in proportion to exp(${model.lambda} x its expected payoff).`;
  return `The attacker responds by SUQR: chances in proportion to exp(${model.w1} x coverage + ${model.w2} x reward + ${model.w3} x penalty).`;
}

/** Per target: coverage, what an attack on it pays both, and a last column. */
function coverageTable(game: SecurityGame, commitment: readonly number[], head: string, last: (t: number) => string): string {
  const mean = (covered: readonly number[], uncovered: readonly number[], t: number): string =>
    formatNumber(commitment[t]! * covered[t]! + (1 - commitment[t]!) * uncovered[t]!);
  const kept = [...commitment.keys()].filter((t) => commitment.length <= SHOWN || commitment[t]! > 0);
  const rows = kept
    .slice(0, SHOWN)
    .map((t) => [
      target(t),
      formatNumber(commitment[t]!),
      mean(game.defenderCovered, game.defenderUncovered, t),
      mean(game.attackerCovered, game.attackerUncovered, t),
      last(t),
    ]);
  return [
    formatTable(['target', 'covered with', 'defender if attacked', 'attacker if it attacks', head], rows),
    ...(kept.length > SHOWN ? [`... and ${kept.length - SHOWN} more; --json has all`] : []),
    ...(kept.length < commitment.length ? ['all other targets are never covered'] : []),
  ].join('\n');
}

/** The allocations that the defender draws from. */
function mixtureLines({ resources }: SecurityGame, mixture: readonly WeightedAllocation[]): string[] {
  const rows = mixture
    .slice(0, SHOWN)
    .map(({ probability, targets, schedules }) => [
      formatNumber(probability),
      targets.length === 0 ? 'nothing' : listed(targets.map(String)),
      ...(schedules === null ? [] : [schedules.map((schedule) => (schedule === null ? 'home' : String(schedule))).join(', ')]),
    ]);
  const head = ['probability', 'targets covered at once', ...(typeof resources === 'number' ? [] : ['schedule of each unit'])];
  return [
    'It draws one allocation of its units, unseen by the attacker:',
    '',
    indent(formatTable(head, rows)),
    ...(mixture.length > SHOWN ? [indent(`... and ${mixture.length - SHOWN} more; --json has all`)] : []),
  ];
}
