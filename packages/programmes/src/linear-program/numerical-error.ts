import { RefusedError } from '@firstmover/core';

/**
 * A well-formed problem whose answer could not be certified in double precision. The numbers in it differ too much in size, or two of
 * them are too close to say whether they are equal. The message is one line that says what to change.
 */
export class NumericalError extends RefusedError {
  override readonly name: string = 'NumericalError';
}
