/**
 * Moves the parameters of a target network towards those that are learned (Polyak averaging; Lillicrap et al. 2016, algorithm 1):
 * target + share (source - target).
 *
 * @param target - changed in place
 * @param share - 1 copies
 */
export function moveTowards(target: Float32Array, source: Float32Array, share: number): void {
  if (share === 1) target.set(source);
  else for (let i = 0; i < target.length; i++) target[i]! += share * (source[i]! - target[i]!);
}
