import { InputError } from '@firstmover/core';

/** The optional package; a name in a variable, so that nothing asks for it before it is needed. */
const PACKAGE: string = '@firstmover/queue';

/**
 * Loads the optional package for queues.
 *
 * @throws InputError saying how to install it
 */
export async function loadQueue(): Promise<typeof import('@firstmover/queue')> {
  try {
    return (await import(PACKAGE)) as typeof import('@firstmover/queue');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new InputError(`a queue needs the optional package ${PACKAGE}: install it with npm install ${PACKAGE}`);
  }
}
