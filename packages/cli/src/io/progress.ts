import type { Io } from './io.ts';

/** Says on standard error how far a long computation is. */
export interface Progress {
  /** What is being done and how far it is; may be called often, most calls write nothing. */
  update(text: string): void;
  /** Call once after the last update. */
  done(): void;
}

/** Milliseconds between two states of the updating line. */
const TERMINAL_INTERVAL = 80;

/** Milliseconds between two plain lines. */
const PLAIN_INTERVAL = 2000;

/** Moves to the start of the line and erases it; only for terminals. */
export const CLEAR_LINE = '\r\u001b[2K';

/**
 * One line that updates itself on a terminal and is erased at the end. Elsewhere it is a plain line now and then, the first and the last
 * update among them.
 *
 * @param io - where to write
 * @param now - a clock in milliseconds
 */
export function createProgress(io: Io, now: () => number = () => performance.now()): Progress {
  let writtenAt = -Infinity;
  let written = '';
  let latest = '';
  const write = (): void => {
    if (latest === written) return;
    written = latest;
    // A line that fills the last column would wrap.
    io.err(
      io.isTerminal
        ? CLEAR_LINE +
            Array.from(latest)
              .slice(0, io.columns - 1)
              .join('')
        : `${latest}\n`,
    );
  };
  return {
    update(text) {
      latest = text.replace(/[\s\p{Cc}]+/gu, ' ');
      const time = now();
      if (time - writtenAt < (io.isTerminal ? TERMINAL_INTERVAL : PLAIN_INTERVAL)) return;
      writtenAt = time;
      write();
    },
    done() {
      if (!io.isTerminal) write();
      else if (written !== '') io.err(CLEAR_LINE);
    },
  };
}
