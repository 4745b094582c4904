import { InputError, RefusedError, show } from '@firstmover/core';
import { solveLinearProgram } from '../linear-program/linear-program.ts';
import type { LinearConstraint } from '../linear-program/program.ts';
import { partitions } from './menu.ts';
import { evaluatePostedPrices, type Offer, type PriceBuyer } from './posted-prices-check.ts';

/** A sequential posted-price mechanism for two buyers with messages. */
export interface PostedPrices {
  /** Expected welfare minus the expected highest value: what the mechanism loses, 0 at best. */
  readonly welfareLoss: number;
  /** The message of each type of each buyer, a pure Bayes-Nash equilibrium. */
  readonly messageOf: readonly (readonly number[])[];
  /** For every pair of messages, [message of buyer 0][message of buyer 1], the offers in order; the second is made when the first is refused. */
  readonly offers: readonly (readonly (readonly Offer[])[])[];
  /** How many combinations of offers were tried. */
  readonly examined: number;
}

/** The most combinations of offers that are tried. */
export const OFFER_LIMIT = 200_000;

/** By how much a price must exceed the value of who is to refuse it, of the largest value. */
const CLEARANCE = 1e-7;
/** The most combinations per way to send messages, pass after pass: good mechanisms are common, hopeless ways too. */
const PASSES = [30, 300, 3000, Infinity];

/** What the offers to a pair of messages do: who is asked first, and from which type on each buyer takes the item. */
interface Plan {
  readonly first: 0 | 1;
  /** Per buyer, the lowest type that buys when asked; the number of types when none does. */
  readonly from: readonly [number, number];
  readonly loss: number;
}

/**
 * The sequential posted-price mechanism of least welfare loss for two buyers with independent values who send messages first (Brero et al., arXiv 2210.03852), the best pure Bayes-Nash equilibrium being chosen for the designer: for every way in which
 * types can share messages and every combination of plans (who is asked first, who buys), in the order of their loss, a linear programme looks for
 * prices at which nobody gains by another message. The answer is verified by playing it out.
 *
 * @param buyers - two
 * @param options - `messages` that each buyer can send; 1 is a mechanism without
 * @throws InputError for buyers that are malformed; RefusedError when more than {@link OFFER_LIMIT} combinations have to be tried
 */
export function bestPostedPrices(buyers: readonly [PriceBuyer, PriceBuyer], { messages }: { readonly messages: number }): PostedPrices {
  if (!Number.isInteger(messages) || messages < 1)
    throw new InputError(`messages ${show(messages)}: expected a whole number of at least 1`);
  buyers.forEach(checkBuyer);
  const ways = partitions(buyers[0].values.length, messages).flatMap((own) =>
    partitions(buyers[1].values.length, messages).map((other) => ({ messageOf: [own, other] as const, tried: 0, done: false })),
  );
  let best: PostedPrices | undefined;
  let examined = 0;
  const highest = Math.max(...buyers[0].values, ...buyers[1].values);
  for (const cap of PASSES) {
    for (const way of ways) {
      if (way.done) continue;
      const { messageOf } = way;
      const plans = plansFor(buyers, messageOf);
      let count = 0;
      way.done = true;
      for (const combination of byLoss(plans)) {
        const loss = combination.reduce((sum, plan) => sum + plan.loss, 0);
        if (loss >= (best ? -best.welfareLoss : Infinity) - 1e-12) break;
        if (count++ < way.tried) continue;
        if (count > cap) {
          way.done = false;
          break;
        }
        way.tried = count;
        if (++examined > OFFER_LIMIT)
          throw new RefusedError(`more than ${OFFER_LIMIT} combinations of offers have to be tried: too many; use fewer types or messages`);
        const offers = priceOffers(buyers, messageOf, plans, combination, highest);
        if (!offers) continue;
        const { welfareLoss, gain } = evaluatePostedPrices(buyers, messageOf, offers);
        if (gain > 1e-9 * highest || (best && welfareLoss <= best.welfareLoss)) continue;
        best = { welfareLoss, messageOf, offers, examined };
        break;
      }
      if (best && best.welfareLoss > -1e-12) return { ...best, examined };
    }
  }
  return { ...best!, examined };
}

interface PlanTable {
  /** The number of messages in use, per buyer. */
  readonly used: readonly [number, number];
  /** Per pair of messages, the plans by increasing loss. */
  readonly plans: readonly (readonly Plan[])[];
}

function plansFor(buyers: readonly [PriceBuyer, PriceBuyer], messageOf: readonly [readonly number[], readonly number[]]): PlanTable {
  const used = messageOf.map((own) => Math.max(...own) + 1) as [number, number];
  const plans = Array.from({ length: used[0] * used[1] }, (_unused, pair) => {
    const sent = [Math.floor(pair / used[1]), pair % used[1]] as const;
    const all: Plan[] = [];
    for (const first of [0, 1] as const) {
      for (let a = 0; a <= buyers[0].values.length; a++) {
        for (let b = 0; b <= buyers[1].values.length; b++)
          all.push({ first, from: [a, b], loss: lossOf(buyers, messageOf, sent, first, [a, b]) });
      }
    }
    return all.sort((p, q) => p.loss - q.loss);
  });
  return { used, plans };
}

function lossOf(
  buyers: readonly [PriceBuyer, PriceBuyer],
  messageOf: readonly [readonly number[], readonly number[]],
  sent: readonly [number, number],
  first: 0 | 1,
  from: readonly [number, number],
): number {
  let loss = 0;
  buyers[0].values.forEach((v0, t0) => {
    buyers[1].values.forEach((v1, t1) => {
      if (messageOf[0][t0] !== sent[0] || messageOf[1][t1] !== sent[1]) return;
      const values = [v0, v1];
      const order = first === 0 ? [0, 1] : [1, 0];
      const taker = order.find((buyer) => [t0, t1][buyer]! >= from[buyer]!);
      loss += buyers[0].weights[t0]! * buyers[1].weights[t1]! * (Math.max(v0, v1) - (taker === undefined ? 0 : values[taker]!));
    });
  });
  return Math.abs(loss) < 1e-13 ? 0 : loss;
}

/** Combinations of one plan per pair of messages, by increasing loss: a best-first walk over positions in the sorted lists. */
function* byLoss({ plans }: PlanTable): Generator<Plan[]> {
  // Grouped by loss level, so that the walk holds few entries.
  const seen = new Set<string>();
  const lossAt = (positions: readonly number[]): number => positions.reduce((sum, position, pair) => sum + plans[pair]![position]!.loss, 0);
  const start = plans.map(() => 0);
  const open = new Map<number, number[][]>([[lossAt(start), [start]]]);
  seen.add(start.join());
  while (open.size > 0) {
    const loss = Math.min(...open.keys());
    const level = open.get(loss)!;
    const positions = level.pop()!;
    if (level.length === 0) open.delete(loss);
    yield positions.map((position, pair) => plans[pair]![position]!);
    for (let pair = 0; pair < plans.length; pair++) {
      const next = positions.with(pair, positions[pair]! + 1);
      if (next[pair]! >= plans[pair]!.length || seen.has(next.join())) continue;
      seen.add(next.join());
      const key = lossAt(next);
      const list = open.get(key);
      if (list) list.push(next);
      else open.set(key, [next]);
    }
  }
}

/** Prices for a combination of plans at which nobody gains by another message, by one linear programme; undefined where there are none. */
function priceOffers(
  buyers: readonly [PriceBuyer, PriceBuyer],
  messageOf: readonly [readonly number[], readonly number[]],
  { used }: PlanTable,
  combination: readonly Plan[],
  highest: number,
): Offer[][][] | undefined {
  // Variables: the price for each buyer at each pair of messages, then by how much prices clear the values below.
  const width = 2 * combination.length + 1;
  const constraints: LinearConstraint[] = [];
  const row = (): number[] => new Array<number>(width).fill(0);
  combination.forEach(({ from }, pair) => {
    buyers.forEach(({ values }, buyer) => {
      const at = row();
      at[2 * pair + buyer] = 1;
      const k = from[buyer]!;
      constraints.push({ coefficients: at, relation: '<=', bound: k < values.length ? values[k]! : 2 * highest + 1 });
      if (k > 0) constraints.push({ coefficients: at.with(width - 1, -1), relation: '>=', bound: values[k - 1]! });
    });
  });
  constraints.push({ coefficients: row().with(width - 1, 1), relation: '<=', bound: highest });
  // What a type expects from a message: coefficients of prices, and a constant.
  const expects = (buyer: 0 | 1, type: number, message: number, sign: number, into: number[]): number => {
    let constant = 0;
    const other = buyers[1 - buyer]!;
    other.weights.forEach((weight, otherType) => {
      const theirs = messageOf[1 - buyer]![otherType]!;
      const pair = buyer === 0 ? message * used[1] + theirs : theirs * used[1] + message;
      const { first, from } = combination[pair]!;
      const asked = first === buyer || otherType < from[1 - buyer]!;
      if (!asked || type < from[buyer]!) return;
      constant += sign * weight * buyers[buyer].values[type]!;
      into[2 * pair + buyer]! -= sign * weight;
    });
    return constant;
  };
  for (const buyer of [0, 1] as const) {
    buyers[buyer].values.forEach((_value, type) => {
      const message = messageOf[buyer][type]!;
      for (let other = 0; other < used[buyer]; other++) {
        if (other === message) continue;
        const coefficients = row();
        const constant = expects(buyer, type, message, 1, coefficients) + expects(buyer, type, other, -1, coefficients);
        constraints.push({ coefficients, relation: '>=', bound: -constant });
      }
    });
  }
  const outcome = solveLinearProgram({ objective: row().with(width - 1, 1), constraints });
  if (outcome.status !== 'optimal' || outcome.solution[width - 1]! < CLEARANCE * highest) return undefined;
  return Array.from({ length: used[0] }, (_row, m0) =>
    Array.from({ length: used[1] }, (_column, m1) => {
      const pair = m0 * used[1] + m1;
      const order = combination[pair]!.first === 0 ? [0, 1] : [1, 0];
      return order.map((buyer) => ({ buyer, price: outcome.solution[2 * pair + buyer]! }));
    }),
  );
}

function checkBuyer({ values, weights }: PriceBuyer, buyer: number): void {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (values.length === 0 || !values.every((value, k) => Number.isFinite(value) && value >= 0 && (k === 0 || value > values[k - 1]!))) {
    throw new InputError(`the values of buyer ${buyer} are ${show(values)}: expected increasing numbers of at least 0`);
  }
  if (weights.length !== values.length || !weights.every((weight) => weight >= 0) || !(Math.abs(total - 1) <= 1e-9)) {
    throw new InputError(`the weights of buyer ${buyer} are ${show(weights)}: expected ${values.length} of at least 0 that sum to 1`);
  }
}
