/** Where a command writes; a test passes its own. */
export interface Io {
  /** Writes to standard output, as it is: line ends are the caller's. */
  out(text: string): void;
  /** Writes to standard error, as it is. */
  err(text: string): void;
  /** Whether standard error is a terminal on which a line can be rewritten: never in CI, where logs keep every character. */
  readonly isTerminal: boolean;
  /** The width of the terminal in characters; 80 where there is none. */
  readonly columns: number;
}

/** The streams of this process. A reader that has enough (`| head`) closes standard output: the process then ends quietly. */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    stderr.write(`firstmover: cannot write to standard output: ${error.message}\n`);
    process.exit(1);
  });
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isTerminal: stderr.isTTY && !env['CI'] && env['TERM'] !== 'dumb',
    columns: (stderr.isTTY ? stderr.columns : stdout.isTTY ? stdout.columns : 0) || 80,
  };
}

/**
 * One object on one line, for `--json`.
 *
 * @throws Error for a number that JSON would turn into null
 */
export function jsonLine(value: object): string {
  const text = JSON.stringify(value, (key, item: unknown) => {
    if (typeof item === 'number' && !Number.isFinite(item))
      throw new Error(`${key || 'a number'} is ${item} and cannot be written as JSON`);
    return Object.is(item, -0) ? 0 : item;
  });
  return `${text}\n`;
}
