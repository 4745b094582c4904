/** A buyer's possible values; it takes the item at any price up to its value. */
export interface PriceBuyer {
  /** The values, increasing. */
  readonly values: readonly number[];
  /** How likely each is. */
  readonly weights: readonly number[];
}

/** An offer of the item. */
export interface Offer {
  /** Who is asked. */
  readonly buyer: number;
  /** The price. */
  readonly price: number;
}

/**
 * Plays a posted-price mechanism out for all types and all messages: a buyer takes the item at a price up to its value.
 *
 * @param messageOf - the message of each type of each buyer
 * @param offers - for every pair of messages the offers in order
 * @returns the expected welfare minus the expected highest value, and the most that any type gains by another message
 */
export function evaluatePostedPrices(
  buyers: readonly [PriceBuyer, PriceBuyer],
  messageOf: readonly [readonly number[], readonly number[]],
  offers: readonly (readonly (readonly Offer[])[])[],
): { readonly welfareLoss: number; readonly gain: number } {
  const sale = (types: readonly [number, number], sent: readonly [number, number]): Offer | undefined =>
    offers[sent[0]]![sent[1]]!.find(({ buyer, price }) => buyers[buyer]!.values[types[buyer]!]! >= price - 1e-12 * Math.abs(price));
  let welfareLoss = 0;
  buyers[0].values.forEach((v0, t0) => {
    buyers[1].values.forEach((v1, t1) => {
      const sold = sale([t0, t1], [messageOf[0][t0]!, messageOf[1][t1]!]);
      const value = sold ? buyers[sold.buyer]!.values[[t0, t1][sold.buyer]!]! : 0;
      welfareLoss += buyers[0].weights[t0]! * buyers[1].weights[t1]! * (value - Math.max(v0, v1));
    });
  });
  let gain = 0;
  for (const buyer of [0, 1] as const) {
    const counts = [offers.length, offers[0]!.length];
    buyers[buyer].values.forEach((value, type) => {
      const expected = (message: number): number =>
        buyers[1 - buyer]!.values.reduce((sum, _other, otherType) => {
          const theirs = messageOf[1 - buyer]![otherType]!;
          const sold = buyer === 0 ? sale([type, otherType], [message, theirs]) : sale([otherType, type], [theirs, message]);
          return sum + (sold?.buyer === buyer ? buyers[1 - buyer]!.weights[otherType]! * (value - sold.price) : 0);
        }, 0);
      const own = expected(messageOf[buyer][type]!);
      for (let message = 0; message < counts[buyer]!; message++) gain = Math.max(gain, expected(message) - own);
    });
  }
  return { welfareLoss: Math.abs(welfareLoss) < 1e-13 ? 0 : welfareLoss, gain };
}
