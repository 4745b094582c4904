// Written by tools/generate-parts.ts: do not edit.
import type { MethodPart } from './part/method-part.ts';

/** Every method of this package. */
export const methods: readonly MethodPart[] = [];
