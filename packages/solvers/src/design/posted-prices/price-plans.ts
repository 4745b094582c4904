import { RefusedError } from '@firstmover/core';
import type { PriceBuyer } from './posted-prices-check.ts';
import { messagesUsed, placeOf, typeProfiles } from './posted-prices-check.ts';

/** What the offers to a profile of messages do: in which order buyers are asked, and from which type on each takes the item. */
export interface PricePlan {
  /** The buyers in the order in which they are asked; those that never buy come last. */
  readonly order: readonly number[];
  /** Per buyer, the lowest type that buys when asked; the number of types when none does. */
  readonly from: readonly number[];
  /** The welfare that is lost at the types that send these messages, times their probability. */
  readonly loss: number;
}

/** Per profile of messages, the last buyer's changing first, all plans by increasing loss. */
export type PricePlans = readonly (readonly PricePlan[])[];

/** The most plans that are listed, over all profiles of messages. */
const PLANS = 1_000_000;

/**
 * All plans for all profiles of messages.
 *
 * @param messageOf - the message of each type of each buyer
 * @throws RefusedError for too many
 */
export function pricePlans(buyers: readonly PriceBuyer[], messageOf: readonly (readonly number[])[]): PricePlans {
  const used = messagesUsed(messageOf);
  const places = used.reduce((product, count) => product * count, 1);
  const most = buyers.reduce((product, { values }, buyer) => product * (values.length + 1) * (buyer + 1), places);
  if (most > PLANS)
    throw new RefusedError(`${buyers.length} buyers have up to ${most} plans of who is asked and who buys: more than ${PLANS}; use fewer buyers, types or messages`); // prettier-ignore
  const senders = Array.from(
    { length: places },
    (): { types: readonly number[]; weight: number; values: number[]; highest: number }[] => [],
  );
  for (const { types, weights } of typeProfiles(buyers)) {
    const values = types.map((type, buyer) => buyers[buyer]!.values[type]!);
    const weight = weights.reduce((all, share) => all * share, 1);
    const place = placeOf(types.map((type, buyer) => messageOf[buyer]![type]!), used); // prettier-ignore
    senders[place]!.push({ types, weight, values, highest: Math.max(...values) });
  }
  const choices = thresholds(buyers).flatMap((from) => ordersFor(buyers, from).map((order) => ({ order, from })));
  return senders.map((profiles) =>
    choices
      .map(({ order, from }): PricePlan => {
        const loss = profiles.reduce((sum, { types, weight, values, highest }) => {
          const taker = order.find((buyer) => types[buyer]! >= from[buyer]!);
          return sum + weight * (highest - (taker === undefined ? 0 : values[taker]!));
        }, 0);
        return { order, from, loss: Math.abs(loss) < 1e-13 ? 0 : loss };
      })
      .sort((p, q) => p.loss - q.loss),
  );
}

/** All lists of the lowest types that buy. */
function thresholds(buyers: readonly PriceBuyer[]): number[][] {
  let all: number[][] = [[]];
  for (const { values } of buyers) all = all.flatMap((head) => Array.from({ length: values.length + 1 }, (_type, from) => [...head, from]));
  return all;
}

/** The orders that differ: those who never buy are asked last. */
function ordersFor(buyers: readonly PriceBuyer[], from: readonly number[]): number[][] {
  const all = [...buyers.keys()];
  const never = all.filter((buyer) => from[buyer] === buyers[buyer]!.values.length);
  const arrange = (rest: readonly number[]): number[][] =>
    rest.length === 0 ? [[]] : rest.flatMap((buyer) => arrange(rest.filter((other) => other !== buyer)).map((tail) => [buyer, ...tail]));
  return arrange(all.filter((buyer) => !never.includes(buyer))).map((order) => [...order, ...never]);
}

/** Combinations of one plan per profile of messages, by increasing loss: a best-first walk over positions in the sorted lists. */
export function* byLoss(plans: PricePlans): Generator<PricePlan[]> {
  // Grouped by loss level, so that the walk holds few entries.
  const seen = new Set<string>();
  const lossAt = (positions: readonly number[]): number =>
    positions.reduce((sum, position, place) => sum + plans[place]![position]!.loss, 0);
  const start = plans.map(() => 0);
  const open = new Map<number, number[][]>([[lossAt(start), [start]]]);
  seen.add(start.join());
  while (open.size > 0) {
    const loss = Math.min(...open.keys());
    const level = open.get(loss)!;
    const positions = level.pop()!;
    if (level.length === 0) open.delete(loss);
    yield positions.map((position, place) => plans[place]![position]!);
    for (let place = 0; place < plans.length; place++) {
      const next = positions.with(place, positions[place]! + 1);
      if (next[place]! >= plans[place]!.length || seen.has(next.join())) continue;
      seen.add(next.join());
      const key = lossAt(next);
      const list = open.get(key);
      if (list) list.push(next);
      else open.set(key, [next]);
    }
  }
}
