import { InputError } from '@firstmover/core';

/** The backends of TensorFlow.js that may compute here. */
export type BackendName = 'tfjs-node' | 'wasm' | 'cpu';

/** What became of one backend. */
export interface TriedBackend {
  /** Which one. */
  readonly name: BackendName;
  /** Whether it loaded and computed a product. */
  readonly works: boolean;
  /** Why it does not work, or how it computes, in a few words. */
  readonly detail: string;
}

/** The backend that computes. */
export interface SelectedBackend {
  /** Which one. */
  readonly name: BackendName;
  /** The version of its package. */
  readonly version: string;
  /** Why it was taken, in one line. */
  readonly reason: string;
  /** Every backend that was tried, in that order; the last one is the one that computes. */
  readonly tried: readonly TriedBackend[];
}

/** A backend that may be there. */
export interface BackendCandidate {
  /** Its name. */
  readonly name: BackendName;
  /** Loads it, makes it the one that computes and lets it compute; whatever is thrown means that it does not work here. */
  load(): Promise<{
    /** The version of its package. */
    readonly version: string;
    /** How it computes, in a few words. */
    readonly detail: string;
  }>;
}

/**
 * Takes the first candidate that loads, the preferred one before the others.
 *
 * @throws InputError saying what is wrong with each, where none works
 */
export async function chooseBackend(candidates: readonly BackendCandidate[], prefer?: BackendName): Promise<SelectedBackend> {
  const order = [...candidates.filter(({ name }) => name === prefer), ...candidates.filter(({ name }) => name !== prefer)];
  const tried: TriedBackend[] = [];
  for (const { name, load } of order) {
    try {
      const { version, detail } = await load();
      const why = tried.length > 0 ? tried.map(whatIsWrong).join('; ') : name === prefer ? 'preferred' : 'the fastest there is';
      tried.push({ name, works: true, detail });
      return { name, version, reason: why, tried };
    } catch (error) {
      tried.push({ name, works: false, detail: firstLine(error) });
    }
  }
  throw new InputError(`no backend of TensorFlow.js works here: ${tried.map(whatIsWrong).join('; ')}`);
}

function whatIsWrong({ name, detail }: TriedBackend): string {
  return `${name}: ${detail}`;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0]!.trim() || 'failed without a message';
}
