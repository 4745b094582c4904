import type { ParameterSchema } from './schema.ts';

/**
 * Values of parameters from their text forms, as a command line has them: numbers, `true` and `false`, JSON for what is longer. What a text means
 * is decided by its parameter; one that means nothing stays a text, which the check of the values then refuses by name.
 *
 * @param schema - the parameters that exist
 * @param texts - texts by name
 */
export function parametersFromText(schema: ParameterSchema, texts: { readonly [name: string]: string }): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const kind = Object.hasOwn(schema, name) ? schema[name]?.kind : undefined;
      if (kind === undefined || kind === 'choice') return [name, text];
      if (kind === 'integer' || kind === 'number') return [name, text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)];
      try {
        return [name, JSON.parse(text) as unknown];
      } catch {
        return [name, text];
      }
    }),
  );
}
