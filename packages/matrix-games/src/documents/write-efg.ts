import type { ExtensiveForm, GameNode, PayoffPair } from '@firstmover/core';
import { flattenTree } from '@firstmover/core';

/**
 * Writes a game tree as a Gambit extensive game (`.efg`, version 2); player 1 leads. What {@link parseEfg} reads back is equal, number by number: a number is
 * written as a rational where one of small denominator has the same value, else in decimals.
 *
 * @param form - a game of one-line names
 * @throws InputError for a tree that does not fit
 */
export function writeEfg(form: ExtensiveForm): string {
  flattenTree(form);
  const lines = [`EFG 2 R ${quoted(form.title ?? '')} { "leader" "follower" }`, '""', ''];
  const numbers = { chance: 0, leader: 0, follower: 0, outcome: 0 };
  const sets = new Map<string, number>();
  const outcome = (payoffs: PayoffPair | undefined): string =>
    payoffs ? `${++numbers.outcome} "" { ${number(payoffs[0])}, ${number(payoffs[1])} }` : '0';
  const waiting: GameNode[] = [form.root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.kind === 'leaf') {
      lines.push(`t "" ${outcome(node.payoffs)}`);
      continue;
    }
    if (node.kind === 'chance') {
      const { probabilities } = node;
      const branches = node.actions.map((action, i) => `${quoted(action)} ${number(probabilities[i]!)}`).join(' ');
      lines.push(`c "" ${++numbers.chance} "" { ${branches} } ${outcome(node.payoffs)}`);
    } else {
      const { player, informationSet } = node;
      const key = `${player} ${informationSet}`;
      if (!sets.has(key)) sets.set(key, ++numbers[player]);
      const set = `${player === 'leader' ? 1 : 2} ${sets.get(key)} ${quoted(informationSet)}`;
      lines.push(`p "" ${set} { ${node.actions.map(quoted).join(' ')} } ${outcome(node.payoffs)}`);
    }
    for (let i = node.children.length - 1; i >= 0; i--) waiting.push(node.children[i]!);
  }
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

const LARGEST_DENOMINATOR = 10_000;

/** The first convergent that is the number itself, as a rational; else its shortest decimals. */
function number(value: number): string {
  let rest = Math.abs(value);
  let [numerator, numeratorBefore] = [1, 0];
  let [denominator, denominatorBefore] = [0, 1];
  while (Number.isFinite(rest)) {
    const whole = Math.floor(rest);
    [numerator, numeratorBefore] = [whole * numerator + numeratorBefore, numerator];
    [denominator, denominatorBefore] = [whole * denominator + denominatorBefore, denominator];
    if (denominator > LARGEST_DENOMINATOR || !Number.isSafeInteger(numerator)) break;
    if (numerator / denominator === Math.abs(value)) {
      const sign = value < 0 ? '-' : '';
      return denominator === 1 ? `${sign}${numerator}` : `${sign}${numerator}/${denominator}`;
    }
    rest = 1 / (rest - whole);
  }
  return String(value);
}
