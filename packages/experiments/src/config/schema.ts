import { z } from 'zod';
import { InputError, show, unknownName } from '@firstmover/core';

/** A schema for each entry of a record of options. An option that is added to an algorithm does not compile until it is listed here. */
export type Shape<TOptions> = { readonly [TName in keyof TOptions]-?: z.ZodType };

/** A finite number. */
export const real: z.ZodType = z.number({ error: 'a finite number' }).optional();

/** An integer. */
export const integer: z.ZodType = z.number({ error: 'an integer' }).int({ error: 'an integer' }).optional();

/** One of some texts. */
export function oneOf(...names: readonly string[]): z.ZodType {
  return z.enum(names as [string, ...string[]], { error: names.join(' or ') }).optional();
}

/**
 * Checks a part of a config against its schema.
 *
 * @param shape - its entries
 * @param value - what was given
 * @param owner - whose entries they are, for messages
 * @throws InputError for an unknown entry, with near matches, or a value of another type
 */
export function checkPart(shape: Shape<object>, value: object, owner: string): void {
  const names = Object.keys(shape);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownName(`entry of ${owner}`, unknown, names);
  const { error } = z.strictObject(shape as Readonly<Record<string, z.ZodType>>).safeParse(value);
  const issue = error?.issues[0];
  if (!issue) return;
  const found = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], value);
  if (issue.code === 'unrecognized_keys')
    throw new InputError(`unknown entry ${show(issue.keys[0])} of ${[owner, ...issue.path].join('.')}: it is ${show(found)}`);
  throw new InputError(`${[owner, ...issue.path].join('.')} is ${show(found)}: expected ${issue.message}`);
}
