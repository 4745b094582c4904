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

/** A type for each buyer. */
export interface TypeProfile {
  /** The types. */
  readonly types: readonly number[];
  /** How likely each buyer has its own. */
  readonly weights: readonly number[];
}

/** All profiles of types, the last buyer's changing first. */
export function typeProfiles(buyers: readonly PriceBuyer[]): TypeProfile[] {
  let profiles: TypeProfile[] = [{ types: [], weights: [] }];
  for (const { weights } of buyers)
    profiles = profiles.flatMap((head) =>
      weights.map((weight, type) => ({ types: [...head.types, type], weights: [...head.weights, weight] })),
    );
  return profiles;
}

/** The place of a profile of messages in a list of all of them, the last buyer's changing first. */
export function placeOf(sent: readonly number[], used: readonly number[]): number {
  return sent.reduce((place, message, buyer) => place * used[buyer]! + message, 0);
}

/** How many messages each buyer uses. */
export function messagesUsed(messageOf: readonly (readonly number[])[]): number[] {
  return messageOf.map((own) => Math.max(...own) + 1);
}

/**
 * Plays a posted-price mechanism out for all types and all messages: a buyer takes the item at a price up to its value.
 *
 * @param messageOf - the message of each type of each buyer
 * @param offers - for every profile of messages the offers in order; the last buyer's message changes first
 * @returns the expected welfare minus the expected highest value, and the most that any type gains by another message
 */
export function evaluatePostedPrices(
  buyers: readonly PriceBuyer[],
  messageOf: readonly (readonly number[])[],
  offers: readonly (readonly Offer[])[],
): { readonly welfareLoss: number; readonly gain: number } {
  const used = messagesUsed(messageOf);
  const profiles = typeProfiles(buyers);
  const valueOf = (buyer: number, types: readonly number[]): number => buyers[buyer]!.values[types[buyer]!]!;
  const sale = (types: readonly number[], sent: readonly number[]): Offer | undefined =>
    offers[placeOf(sent, used)]!.find(({ buyer, price }) => valueOf(buyer, types) >= price - 1e-12 * Math.abs(price));
  let welfareLoss = 0;
  // Per buyer, type and message: what the type expects from it when the others tell as they do.
  const expected = buyers.map(({ values }, buyer) => values.map(() => new Array<number>(used[buyer]!).fill(0)));
  for (const { types, weights } of profiles) {
    const truth = types.map((type, buyer) => messageOf[buyer]![type]!);
    const sold = sale(types, truth);
    const highest = Math.max(...types.map((_type, buyer) => valueOf(buyer, types)));
    welfareLoss += weights.reduce((all, weight) => all * weight, 1) * ((sold ? valueOf(sold.buyer, types) : 0) - highest);
    buyers.forEach((_buyer, buyer) => {
      const others = weights.reduce((all, weight, other) => (other === buyer ? all : all * weight), 1);
      for (let message = 0; message < used[buyer]!; message++) {
        const result = sale(types, truth.with(buyer, message));
        if (result?.buyer === buyer) expected[buyer]![types[buyer]!]![message]! += others * (valueOf(buyer, types) - result.price);
      }
    });
  }
  let gain = 0;
  expected.forEach((rows, buyer) => {
    rows.forEach((row, type) => {
      gain = Math.max(gain, ...row.map((value) => value - row[messageOf[buyer]![type]!]!));
    });
  });
  return { welfareLoss: Math.abs(welfareLoss) < 1e-13 ? 0 : welfareLoss, gain };
}
