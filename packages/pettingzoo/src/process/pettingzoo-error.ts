import { InputError } from '@firstmover/core';

/** A PettingZoo environment that cannot be used, and why. */
export class PettingZooError extends InputError {
  override readonly name: string = 'PettingZooError';
  /**
   * What went wrong. Either there is no Python (`no-python`), it has no pettingzoo (`no-pettingzoo`), the environment cannot be made
   * (`no-environment`), it threw (`environment`), it breaks the rules of PettingZoo (`api`), it does not repeat itself from its seed
   * (`replay`), its process ended (`ended`), did not answer (`timeout`) or wrote something else than answers (`protocol`).
   */
  readonly reason: Reason;

  constructor(reason: Reason, message: string) {
    super(message);
    this.reason = reason;
  }
}

type Reason = 'no-python' | 'no-pettingzoo' | 'no-environment' | 'environment' | 'api' | 'replay' | 'ended' | 'timeout' | 'protocol';
