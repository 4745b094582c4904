// Runs systems in turns: those that can stay alive are started once and asked again and again, the others start anew every time.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Clocks } from './measure.ts';
import type { Command } from './peers.ts';
import { withoutFolders } from './peers.ts';

/** What one run of a system says. */
export interface Sample {
  /** Rates per second or seconds by the name of the figure; a clock that was not read is null. */
  readonly figures: Readonly<Record<string, { readonly [clock in keyof Clocks]: number | null }>>;
  /** Seconds until it could begin. */
  readonly startup?: number;
  /** Seconds that its compiler took. */
  readonly compile?: number;
  /** What it was. */
  readonly version?: string;
  /** Anything else it says. */
  readonly [other: string]: unknown;
}

/** One system of a workload. */
export interface System {
  /** What the comparisons call it. */
  readonly name: string;
  /** What a reader sees. */
  readonly label: string;
  /** How many threads compute. */
  readonly threads: number;
  /** How it is run. */
  readonly command: Command;
  /** Whether it answers `--serve` and so stays alive between its turns. */
  readonly serves?: boolean;
  /** It takes part only in every so many rounds (default 1). */
  readonly every?: number;
  /** Makes a sample of what it prints (default: it is one). */
  read?(printed: never): Sample;
}

interface Running {
  ask(): Promise<Sample>;
  end(): void;
}

/**
 * All samples of the systems that are not missing, by system and round, taken in turns.
 *
 * @param say - is told about every sample
 */
export async function takeTurns(
  systems: readonly System[],
  rounds: number,
  say: (line: string) => void,
): Promise<ReadonlyMap<string, readonly (Sample | undefined)[]>> {
  const samples = new Map<string, (Sample | undefined)[]>();
  const alive = new Map<string, Running>();
  const failed = new Set<string>();
  try {
    for (let round = 0; round < rounds; round++) {
      for (const system of systems) {
        if ('missing' in system.command || failed.has(system.name) || round % (system.every ?? 1) !== 0) continue;
        const taken = samples.get(system.name) ?? [];
        samples.set(system.name, taken);
        const begun = performance.now();
        try {
          if (system.serves && !alive.has(system.name)) alive.set(system.name, await serve(system));
          taken[round] = system.serves ? await alive.get(system.name)!.ask() : await once(system);
          say(`${system.label}: round ${round + 1} of ${rounds}, ${((performance.now() - begun) / 1e3).toFixed(1)} s`);
        } catch (error) {
          failed.add(system.name);
          say(`${system.label} failed: ${(error as Error).message}`);
        }
      }
    }
  } finally {
    for (const running of alive.values()) running.end();
  }
  return samples;
}

function start(system: System, more: readonly string[]): ChildProcess {
  if ('missing' in system.command) throw new Error(system.command.missing);
  const { file, args, env } = system.command;
  const started = { ...env, FIRSTMOVER_STARTED: String(Date.now()) };
  return spawn(file, [...args, ...more], { env: started, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** The end of what a process complains about, without folders. */
function complaint(text: string, code: number | null): string {
  const last = text.trim().split('\n').at(-1) ?? '';
  return last === '' ? `exit code ${code}` : withoutFolders(last);
}

function once(system: System): Promise<Sample> {
  return new Promise((resolve, reject) => {
    const child = start(system, []);
    let printed = '';
    let complaints = '';
    child.stdout!.on('data', (part: Buffer) => (printed += part.toString()));
    child.stderr!.on('data', (part: Buffer) => (complaints += part.toString()));
    child.stdin!.end();
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(complaint(complaints, code)));
      try {
        // Some libraries print before the object does.
        const object = JSON.parse(printed.slice(printed.search(/^\{/m))) as never;
        resolve(system.read ? system.read(object) : object);
      } catch {
        reject(new Error('it printed no JSON object'));
      }
    });
  });
}

async function serve(system: System): Promise<Running> {
  const child = start(system, ['--serve']);
  let complaints = '';
  let wake: () => void = () => undefined;
  const lines: string[] = [];
  let ended: Error | undefined;
  child.stderr!.on('data', (part: Buffer) => (complaints = (complaints + part.toString()).slice(-4000)));
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (line.startsWith('{')) lines.push(line);
    wake();
  });
  child.on('error', (error) => {
    ended = error;
    wake();
  });
  child.on('close', (code) => {
    ended ??= new Error(complaint(complaints, code));
    wake();
  });
  const next = async (): Promise<string> => {
    while (lines.length === 0) {
      if (ended) throw ended;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    return lines.shift()!;
  };
  await next(); // ready
  return {
    async ask() {
      child.stdin!.write('again\n');
      return JSON.parse(await next()) as Sample;
    },
    end: () => child.stdin!.end(),
  };
}
