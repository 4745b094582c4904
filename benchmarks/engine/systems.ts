// Runs systems: those that can stay alive are started once and asked again and again, the others start anew every time.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Clocks } from './measure.ts';
import type { Command, Peers } from './peers.ts';
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
  command(peers: Peers): Command;
  /** Whether it answers `--serve` and so stays alive between its turns. */
  readonly serves?: boolean;
  /** Makes a sample of what it prints (default: it is one). */
  read?(printed: never): Sample;
}

interface Running {
  ask(): Promise<Sample>;
  end(): void;
}

/** Systems in their turns. */
export class Turns {
  readonly #peers: Peers;
  readonly #alive = new Map<System, Running>();
  readonly #failed = new Map<System, string>();

  constructor(peers: Peers) {
    this.#peers = peers;
  }

  /** The sample of a system's turn, or why there is none. A system that fails once gets no other turn. */
  async take(system: System): Promise<Sample | string> {
    const command = system.command(this.#peers);
    if ('missing' in command) return command.missing;
    const failure = this.#failed.get(system);
    if (failure !== undefined) return failure;
    try {
      if (!system.serves) return await once(system, command);
      const running = this.#alive.get(system) ?? (await serve(command));
      this.#alive.set(system, running);
      return await running.ask();
    } catch (error) {
      const why = `it failed: ${(error as Error).message}`;
      this.#failed.set(system, why);
      process.stderr.write(`${system.label}: ${why}\n`);
      return why;
    }
  }

  /** Ends those that stayed alive. */
  end(): void {
    for (const running of this.#alive.values()) running.end();
    this.#alive.clear();
  }
}

type Runnable = Exclude<Command, { readonly missing: string }>;

function start({ file, args, env }: Runnable, more: readonly string[]): ChildProcess {
  const started = { ...env, FIRSTMOVER_STARTED: String(Date.now()) };
  return spawn(file, [...args, ...more], { env: started, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** The end of what a process complains about, without folders. */
function complaint(text: string, code: number | null): string {
  const last = text.trim().split('\n').at(-1) ?? '';
  return last === '' ? `exit code ${code}` : withoutFolders(last);
}

function once(system: System, command: Runnable): Promise<Sample> {
  return new Promise((resolve, reject) => {
    const child = start(command, []);
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

async function serve(command: Runnable): Promise<Running> {
  const child = start(command, ['--serve']);
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
