/** Bad input: the message is one line that names the value, what was expected and what to do. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}

/** A well-formed request that lies outside what an exact method promises (sizes, missing finite model). */
export class RefusedError extends InputError {
  override readonly name: string = 'RefusedError';
}

/**
 * Formats a value for an error message: short, on one line, strings quoted.
 *
 * @param value - any value
 * @returns at most about 80 characters
 */
export function show(value: unknown): string {
  let text: string;
  if (typeof value === 'string') text = JSON.stringify(value);
  else if (typeof value === 'number' || typeof value === 'bigint' || value === undefined)
    text = Object.is(value, -0) ? '-0' : String(value);
  else if (typeof value === 'function') text = 'a function';
  else {
    try {
      text =
        JSON.stringify(value, (_key, item: unknown) =>
          typeof item === 'number' && !Number.isFinite(item) ? String(item) : typeof item === 'bigint' ? `${item}n` : item,
        ) ?? String(value);
    } catch (error) {
      // A value that contains itself is a TypeError; one nested deeper than the stack would overflow String too.
      text = error instanceof RangeError ? 'a deeply nested value' : String(value);
    }
  }
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/**
 * Candidates that look like a mistyped name, best first, for "did you mean".
 *
 * @param name - what was asked for
 * @param candidates - what exists
 * @param limit - how many to return at most
 */
export function nearMatches(name: string, candidates: readonly string[], limit = 3): string[] {
  if (name === '') return [];
  const wanted = name.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(
      ({ candidate, distance }) =>
        distance <= Math.max(2, Math.ceil(candidate.length / 3)) ||
        candidate.toLowerCase().includes(wanted) ||
        (wanted.length >= 4 && candidate.toLowerCase().startsWith(wanted.slice(0, -1))),
    )
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** Levenshtein distance of two strings. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_unused, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/**
 * The error for an unknown name: lists near matches, or everything that exists when it is short.
 *
 * @param kind - what the name stands for, for example `game id`
 * @param name - what was asked for
 * @param candidates - what exists
 */
export function unknownName(kind: string, name: string, candidates: readonly string[]): InputError {
  const near = nearMatches(name, candidates);
  const listed = candidates.length <= 24 ? candidates.join(', ') : `${candidates.slice(0, 24).join(', ')}, ...`;
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `what exists: ${listed || 'nothing'}`;
  return new InputError(`unknown ${kind} ${show(name)}: ${hint}`);
}
