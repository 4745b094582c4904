import type { AttackerModel, SecurityGame, WeightedAllocation } from '@firstmover/solvers';
import { formatNumber, formatValue } from '../../io/number.ts';
import { formatTable, indent } from '../../io/table.ts';
import type { AnswerFields } from '../problem.ts';
import { SHOWN, listed } from '../report.ts';

/** The answer to a security game; the defender leads. */
export interface SecurityFields extends AnswerFields {
  /** Mixtures of allocations. */
  readonly commitmentClass: 'mixed';
  /** The probability that each target is covered. */
  readonly commitment: readonly number[];
  /** What the defender draws from: the targets covered at once, the schedule that each unit takes, how often. */
  readonly mixture: readonly WeightedAllocation[];
  /** The target attacked; with an attacker model the probability of each. */
  readonly response: number | readonly number[];
  /** How the attacker chooses; null for one that takes a best target. */
  readonly attackerModel: AttackerModel | null;
  /** All targets that are best for the attacker; null with an attacker model. */
  readonly attackSet: readonly number[] | null;
  /** What the defender gets at `commitment` when ties go against it; null with an attacker model. */
  readonly adverseValue: number | null;
  /** A coverage towards which a small step makes the attacked target the only best one; null where there is none. */
  readonly interior: readonly number[] | null;
}

/** Longer coverages are not repeated in a sentence. */
const SHORT = 8;
const target = (t: number): string => `target ${t}`;

/** The commitment, and the target that a rational attacker takes. */
export function rationalLines(game: SecurityGame, fields: SecurityFields): string[] {
  const { commitment, attackSet, adverseValue, allOptimalReplies, interior, attained, leaderStrategyUnique } = fields;
  const attacked = fields.response as number;
  const ties = attackSet!.filter((t) => t !== attacked);
  const others = (allOptimalReplies as readonly number[]).filter((t) => t !== attacked);
  const isInside = interior?.every((c, t) => Math.abs(c - commitment[t]!) <= 1e-9);
  return [
    attained
      ? `The defender covers (${leaderStrategyUnique ? 'the only optimal coverage' : 'one of several optimal coverages'}):`
      : 'The limit of coverages that come close:',
    '',
    indent(coverageTable(game, fields, 'attacked', (t) => (t === attacked ? 'attacked' : attackSet!.includes(t) ? 'ties' : ''))),
    '',
    ...mixtureLines(game, fields),
    '',
    `The attacker takes ${target(attacked)}${attained ? '' : ' on the way to the limit'}.`,
    ...(ties.length > 0
      ? [
          `It likes as much: ${listed(ties.map(target))}; if it chose the worst for the defender, that would get ${formatValue(adverseValue!)}.`,
        ]
      : []),
    ...(others.length > 0 ? [`Attacked at other optima: ${listed(others.map(target))}.`] : []),
    ...(interior && commitment.length <= SHORT && !isInside
      ? [`A small step towards the coverage (${interior.map(formatNumber).join(', ')}) makes it the only best target.`]
      : []),
  ];
}

/** The commitment, and the chances of an attacker with bounded rationality. */
export function quantalLines(game: SecurityGame, fields: SecurityFields): string[] {
  const chances = fields.response as readonly number[];
  return [
    'The defender covers:',
    '',
    indent(coverageTable(game, fields, 'is attacked with', (t) => formatNumber(chances[t]!))),
    '',
    ...mixtureLines(game, fields),
    '',
    modelLine(fields.attackerModel!),
  ];
}

function modelLine(model: AttackerModel): string {
  if (model.kind === 'qr')
    return `The attacker responds by quantal response: chances in proportion to exp(${model.lambda} x its expected payoff).`;
  return `The attacker responds by SUQR: chances in proportion to exp(${model.w1} x coverage + ${model.w2} x reward + ${model.w3} x penalty).`;
}

/** Per target: coverage, what an attack on it pays both, and a last column. */
function coverageTable(game: SecurityGame, { commitment }: SecurityFields, head: string, last: (t: number) => string): string {
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
function mixtureLines({ resources }: SecurityGame, { mixture }: SecurityFields): string[] {
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
