import type { Method } from '../method/method.ts';
import type { StackelbergPomdpOptions } from '../stackelberg-pomdp/stackelberg-pomdp.ts';
import { stackelbergPomdp } from '../stackelberg-pomdp/stackelberg-pomdp.ts';

/** The Stackelberg POMDP of Brero et al. with followers that learn by Q-learning. */
export function stackelbergPomdpQ(options: Omit<StackelbergPomdpOptions, 'followers'> = {}): Method {
  return stackelbergPomdp({ ...options, followers: 'q-learning' });
}
