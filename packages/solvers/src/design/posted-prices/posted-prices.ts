import type { Answer, OptionsOf } from '@firstmover/core';
import { InputError, RefusedError, resolveOptions, show } from '@firstmover/core';
import type { LinearConstraint } from '@firstmover/programmes';
import { solveLinearProgram } from '@firstmover/programmes';
import { partitions } from '../menu/menu.ts';
import type { Offer, PriceBuyer } from './posted-prices-check.ts';
import { evaluatePostedPrices, messagesUsed, placeOf, typeProfiles } from './posted-prices-check.ts';
import type { PricePlan } from './price-plans.ts';
import { byLoss, pricePlans } from './price-plans.ts';

/**
 * A sequential posted-price mechanism with messages. Its value is the expected welfare minus the expected highest value, 0 at best; the commitment is the offers in order for every profile
 * of messages, the last buyer's changing first (the next is made when one is refused; with two buyers the offers after messages m and n are `commitment[m * used[1] + n]`), and the
 * reply the message of each type of each buyer, a pure Bayes-Nash equilibrium chosen for the designer.
 */
export interface PostedPrices extends Answer<readonly (readonly Offer[])[], readonly (readonly number[])[]> {
  /** Offers in order. */
  readonly commitmentClass: 'prices';
  /** How many messages each buyer uses. */
  readonly used: readonly number[];
  /** How many combinations of offers were tried. */
  readonly examined: number;
}

/** The options of {@link bestPostedPrices}. */
export const POSTED_PRICES_PARAMETERS = {
  messages: { kind: 'integer', min: 1, about: 'how many messages each buyer can send; 1 is a mechanism without' },
} as const;

/** Which mechanisms. */
export type PostedPricesOptions = OptionsOf<typeof POSTED_PRICES_PARAMETERS>;

/** The most combinations of offers that are tried. */
export const OFFER_LIMIT = 200_000;

/** By how much a price must exceed the value of who is to refuse it, of the largest value. */
const CLEARANCE = 1e-7;
/** The most combinations per way to send messages, pass after pass: good mechanisms are common, hopeless ways too. */
const PASSES = [30, 300, 3000, Infinity];

/**
 * The sequential posted-price mechanism of least welfare loss for buyers with independent values who send messages first (Brero et al.,
 * arXiv 2210.03852). The best pure Bayes-Nash equilibrium is chosen for the designer. For every way in which types can share messages and
 * every combination of plans (who is asked in which order, who buys), in the order of their loss, a linear programme looks for prices at
 * which nobody gains by another message. The answer is verified by playing it out.
 *
 * @param buyers - at least one; types multiply, so that four buyers of three types are about the most
 * @param options - how many messages there are
 * @throws InputError for buyers that are malformed; RefusedError when more than {@link OFFER_LIMIT} combinations, or more than a million plans, have to be tried
 */
export function bestPostedPrices(buyers: readonly PriceBuyer[], options: PostedPricesOptions): PostedPrices {
  const { messages } = resolveOptions(POSTED_PRICES_PARAMETERS, options, 'bestPostedPrices');
  if (buyers.length === 0) throw new InputError('buyers is []: expected at least one buyer');
  buyers.forEach(checkBuyer);
  const ways = waysToSpeak(buyers, messages).map((messageOf) => ({ messageOf, tried: 0, done: false }));
  let best: Pick<PostedPrices, 'leaderValue' | 'reply' | 'used' | 'commitment'> | undefined;
  let examined = 0;
  const highest = Math.max(...buyers.flatMap(({ values }) => values));
  for (const cap of PASSES) {
    for (const way of ways) {
      if (way.done) continue;
      const { messageOf } = way;
      const plans = pricePlans(buyers, messageOf);
      let count = 0;
      way.done = true;
      for (const combination of byLoss(plans)) {
        const loss = combination.reduce((sum, plan) => sum + plan.loss, 0);
        if (loss >= (best ? -best.leaderValue : Infinity) - 1e-12) break;
        if (count++ < way.tried) continue;
        if (count > cap) {
          way.done = false;
          break;
        }
        way.tried = count;
        if (++examined > OFFER_LIMIT)
          throw new RefusedError(`more than ${OFFER_LIMIT} combinations of offers have to be tried: too many; use fewer types or messages`);
        const offers = priceOffers(buyers, messageOf, combination, highest);
        if (!offers) continue;
        const { welfareLoss, gain } = evaluatePostedPrices(buyers, messageOf, offers);
        if (gain > 1e-9 * highest || (best && welfareLoss <= best.leaderValue)) continue;
        best = { leaderValue: welfareLoss, reply: messageOf, used: messagesUsed(messageOf), commitment: offers };
        break;
      }
      if (best && best.leaderValue > -1e-12) return answerOf(best, examined);
    }
  }
  return answerOf(best!, examined);
}

function answerOf(found: Pick<PostedPrices, 'leaderValue' | 'reply' | 'used' | 'commitment'>, examined: number): PostedPrices {
  return {
    commitmentClass: 'prices',
    followerClass: null,
    ties: 'strong',
    upperBound: found.leaderValue,
    followerValue: null,
    optimalReplies: null,
    attained: true,
    unique: null,
    evidence: { kind: 'optimal', by: 'floating' },
    ...found,
    examined,
  };
}

/**
 * Every way in which the types of each buyer can share its messages.
 *
 * @throws RefusedError beyond {@link OFFER_LIMIT}
 */
export function waysToSpeak(buyers: readonly PriceBuyer[], messages: number): readonly PostedPrices['reply'][] {
  let ways: (readonly number[])[][] = [[]];
  for (const { values } of buyers) {
    const own = partitions(values.length, messages);
    if (ways.length * own.length > OFFER_LIMIT)
      throw new RefusedError(
        `the types can share messages in more than ${OFFER_LIMIT} ways: too many; use fewer buyers, types or messages`,
      );
    ways = ways.flatMap((head) => own.map((way) => [...head, way]));
  }
  return ways;
}

/** Prices for a combination of plans at which nobody gains by another message, by one linear programme; undefined where there are none. */
function priceOffers(
  buyers: readonly PriceBuyer[],
  messageOf: PostedPrices['reply'],
  combination: readonly PricePlan[],
  highest: number,
): Offer[][] | undefined {
  // Variables: the price for each buyer at each profile of messages, then by how much prices clear the values below.
  const count = buyers.length;
  const width = count * combination.length + 1;
  const used = messagesUsed(messageOf);
  const constraints: LinearConstraint[] = [];
  const row = (): number[] => new Array<number>(width).fill(0);
  combination.forEach(({ from }, place) => {
    buyers.forEach(({ values }, buyer) => {
      const at = row();
      at[count * place + buyer] = 1;
      const k = from[buyer]!;
      constraints.push({ coefficients: at, relation: '<=', bound: k < values.length ? values[k]! : 2 * highest + 1 });
      if (k > 0) constraints.push({ coefficients: at.with(width - 1, -1), relation: '>=', bound: values[k - 1]! });
    });
  });
  constraints.push({ coefficients: row().with(width - 1, 1), relation: '<=', bound: highest });
  const profiles = typeProfiles(buyers);
  /** Adds what a type expects from a message: coefficients of prices, and a constant. */
  const expects = (buyer: number, type: number, message: number, sign: number, into: number[]): number => {
    let constant = 0;
    for (const { types, weights } of profiles) {
      if (types[buyer] !== type) continue;
      const place = placeOf(types.map((other, k) => (k === buyer ? message : messageOf[k]![other]!)), used); // prettier-ignore
      const { order, from } = combination[place]!;
      if (order.find((other) => types[other]! >= from[other]!) !== buyer) continue;
      const weight = weights.reduce((all, share, other) => (other === buyer ? all : all * share), sign);
      constant += weight * buyers[buyer]!.values[type]!;
      into[count * place + buyer]! -= weight;
    }
    return constant;
  };
  buyers.forEach(({ values }, buyer) => {
    values.forEach((_value, type) => {
      const message = messageOf[buyer]![type]!;
      for (let other = 0; other < used[buyer]!; other++) {
        if (other === message) continue;
        const coefficients = row();
        const constant = expects(buyer, type, message, 1, coefficients) + expects(buyer, type, other, -1, coefficients);
        constraints.push({ coefficients, relation: '>=', bound: -constant });
      }
    });
  });
  const outcome = solveLinearProgram({ objective: row().with(width - 1, 1), constraints });
  if (outcome.status !== 'optimal' || outcome.solution[width - 1]! < CLEARANCE * highest) return undefined;
  return combination.map(({ order }, place) => order.map((buyer) => ({ buyer, price: outcome.solution[count * place + buyer]! })));
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
