import type { LinearConstraint } from '@firstmover/programmes';
// The same optimum another way: per way to share messages one mixed-integer programme over plans and, for each plan, its prices times whether it is chosen.
import { solveWithHighs } from '@firstmover/programmes/highs';
import type { PriceBuyer } from './posted-prices-check.ts';
import { messagesUsed, placeOf, typeProfiles } from './posted-prices-check.ts';
import { waysToSpeak } from './posted-prices.ts';
import { pricePlans } from './price-plans.ts';

/** By how much a price exceeds the value of who is to refuse it, of the largest value. */
const CLEARANCE = 1e-5;

/** The least welfare loss, as the value of `bestPostedPrices`: 0 at best. */
export async function welfareLossByProgram(buyers: readonly PriceBuyer[], messages: number): Promise<number> {
  let best = -Infinity;
  for (const messageOf of waysToSpeak(buyers, messages)) best = Math.max(best, await lossOfWay(buyers, messageOf));
  return best;
}

async function lossOfWay(buyers: readonly PriceBuyer[], messageOf: readonly (readonly number[])[]): Promise<number> {
  const used = messagesUsed(messageOf);
  const highest = Math.max(...buyers.flatMap(({ values }) => values));
  const choices = pricePlans(buyers, messageOf);
  // Per plan a binary variable, then what each buyer is asked to pay times it.
  const size = 1 + buyers.length;
  const starts: number[] = [];
  let width = 0;
  for (const plans of choices) {
    starts.push(width);
    width += size * plans.length;
  }
  const row = (entries: readonly (readonly [number, number])[]): number[] => {
    const coefficients = new Array<number>(width).fill(0);
    for (const [column, coefficient] of entries) coefficients[column]! += coefficient;
    return coefficients;
  };
  const objective = row([]);
  const constraints: LinearConstraint[] = [];
  const integers: { column: number; upper: number }[] = [];
  choices.forEach((plans, place) => {
    constraints.push({ coefficients: row(plans.map((_plan, k) => [starts[place]! + size * k, 1])), relation: '=', bound: 1 });
    plans.forEach(({ from, loss }, k) => {
      const chosen = starts[place]! + size * k;
      objective[chosen] = -loss;
      integers.push({ column: chosen, upper: 1 });
      buyers.forEach(({ values }, buyer) => {
        const first = from[buyer]!;
        const low = first === 0 ? 0 : values[first - 1]! + CLEARANCE * highest;
        const high = values[first] ?? 0;
        if (first === values.length) return;
        constraints.push({ coefficients: row([[chosen + 1 + buyer, 1], [chosen, -low]]), relation: '>=', bound: 0 }); // prettier-ignore
        constraints.push({ coefficients: row([[chosen + 1 + buyer, 1], [chosen, -high]]), relation: '<=', bound: 0 }); // prettier-ignore
      });
    });
  });
  const profiles = typeProfiles(buyers);
  buyers.forEach(({ values }, buyer) => {
    values.forEach((value, type) => {
      const expects = (message: number, sign: number): (readonly [number, number])[] =>
        profiles
          .filter(({ types }) => types[buyer] === type)
          .flatMap(({ types, weights }) => {
            const place = placeOf(types.map((other, k) => (k === buyer ? message : messageOf[k]![other]!)), used); // prettier-ignore
            const weight = weights.reduce((all, share, other) => (other === buyer ? all : all * share), sign);
            return choices[place]!.flatMap(({ order, from }, k): (readonly [number, number])[] => {
              if (order.find((other) => types[other]! >= from[other]!) !== buyer) return [];
              const chosen = starts[place]! + size * k;
              return [
                [chosen, weight * value],
                [chosen + 1 + buyer, -weight],
              ];
            });
          });
      for (let other = 0; other < used[buyer]!; other++) {
        if (other === messageOf[buyer]![type]) continue;
        constraints.push({ coefficients: row([...expects(messageOf[buyer]![type]!, 1), ...expects(other, -1)]), relation: '>=', bound: 0 });
      }
    });
  });
  const outcome = await solveWithHighs({ objective, constraints, integers }, 60);
  return outcome.status === 'optimal' ? outcome.value : -Infinity;
}
