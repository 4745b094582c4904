import { run } from '../main/main.ts';
import type { Io } from './io.ts';

/** What a run wrote and returned. */
export interface Outcome {
  /** The exit code. */
  readonly code: number;
  /** Standard output. */
  readonly out: string;
  /** Standard error. */
  readonly err: string;
}

/** Streams that are kept as text. */
export function fakeIo(
  terminal: Pick<Io, 'isTerminal' | 'columns'> = { isTerminal: false, columns: 80 },
): Io & { readonly text: { out: string; err: string } } {
  const text = { out: '', err: '' };
  return {
    ...terminal,
    text,
    out: (written) => void (text.out += written),
    err: (written) => void (text.err += written),
  };
}

/** Runs the command on its arguments, without a process. */
export async function firstmover(...argv: string[]): Promise<Outcome> {
  const io = fakeIo();
  const code = await run(argv, io);
  return { code, ...io.text };
}

/** The objects that a run wrote with `--json`. */
export function jsonLines({ out }: Outcome): Record<string, unknown>[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
