import { InputError } from '../errors/errors.ts';

/**
 * The message with which a call refuses its input. Anything but an InputError of one line is passed on as a failure.
 *
 * @param run - the call
 */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (/[\r\n]/.test(error.message)) throw new Error(`message of several lines: ${error.message}`, { cause: error });
    return error.message;
  }
  throw new Error('nothing was refused');
}
