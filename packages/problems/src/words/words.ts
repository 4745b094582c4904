/** The most rows of a table, and the most other optimal answers, that are shown to people; JSON has all. */
export const SHOWN = 32;

/** Names in a line, not too many. */
export function listed(names: readonly string[]): string {
  return names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more` : names.join(', ');
}
