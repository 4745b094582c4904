/** The most follower policies or histories that are examined. */
export const CHECK_LIMIT: number = 1 << 20;

/** What a brute-force check of a commitment found. */
export interface Check {
  /** The leader's return against the best responses that are best and worst for it. */
  readonly leaderValue: { readonly strong: number; readonly weak: number };
  /** The follower's return of a best response. */
  readonly followerValue: number;
  /** How many best responses there are that differ in play. */
  readonly optimalReplies: number;
  /** How many policies or histories were examined. */
  readonly examined: number;
}
