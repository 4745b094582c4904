import { existsSync } from 'node:fs';
import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads';
import type { Frame } from '../frames/frames.ts';
import { frameReader } from '../frames/frames.ts';
import { PettingZooError } from './pettingzoo-error.ts';

/** How to start a process that speaks in frames. */
export interface ChildProcessOptions {
  /** What it is, for messages. */
  readonly name: string;
  /** The program. */
  readonly program: string;
  /** Its arguments. */
  readonly argv: readonly string[];
  /** The folder it runs in. */
  readonly directory: string;
}

/** A process that is asked and waited for. */
export interface ChildProcess {
  /**
   * Sends a frame and waits for the frame that answers it, without giving up the turn. After an error the process has ended.
   *
   * @param frame - the question
   * @param seconds - how long to wait
   * @param during - what is asked for, for messages
   * @throws PettingZooError where the process cannot be started, ends, does not answer in time or writes something else
   */
  ask(frame: Uint8Array, seconds: number, during: string): Frame;
  /** Ends it at once. */
  close(): void;
}

/** What the thread that holds the process tells. */
type News =
  | { readonly bytes: Uint8Array }
  | { readonly log: string }
  | { readonly pid: number }
  | { readonly ended: { readonly error: string; readonly code?: string } | { readonly status: number | string } };

/** How much of what a process says of itself is kept, in lines and characters. */
const LINES = 6;
const CHARACTERS = 600;

const running = new Set<number>();
let watching = false;

/** Processes that hang do not outlive this one. */
function watch(pid: number): void {
  running.add(pid);
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const each of running) {
      try {
        process.kill(each, 'SIGKILL');
      } catch {
        // it has ended
      }
    }
  });
}

/**
 * Starts a process that answers frames with frames. Games are stepped synchronously, and no stream of Node can be read so with a time limit
 * on every platform: a thread of its own holds the process, and the calling one sleeps on shared memory until that has news.
 */
export function startChildProcess({ name, program, argv, directory }: ChildProcessOptions): ChildProcess {
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1: port, port2: theirs } = new MessageChannel();
  const worker = new Worker(new URL('./pipe.js', import.meta.url), {
    workerData: { program, argv, directory, signal, port: theirs },
    transferList: [theirs],
    execArgv: [],
  });
  worker.unref();
  port.unref();
  const reader = frameReader();
  let pid: number | undefined;
  let log = '';

  const close = (): void => {
    port.postMessage('kill');
    if (pid !== undefined) running.delete(pid);
  };

  const failed = (reason: PettingZooError['reason'], message: string): PettingZooError => {
    close();
    const lines = log.split('\n').filter((line) => line.trim() !== '');
    const said = lines.length === 0 ? '' : `; it last said: ${lines.slice(-LINES).join(' | ').slice(-CHARACTERS)}`;
    return new PettingZooError(reason, `${message}${said}`);
  };

  const hear = (news: News, during: string): void => {
    if ('bytes' in news) reader.push(news.bytes);
    else if ('log' in news) log = `${log}${news.log}`.slice(-4 * CHARACTERS);
    else if ('pid' in news) watch((pid = news.pid));
    else if ('status' in news.ended) {
      const { status } = news.ended;
      throw failed(
        'ended',
        `the process of ${name} ended during ${during} (${typeof status === 'number' ? 'exit code' : 'signal'} ${status})`,
      );
    } else if (news.ended.code === 'ENOENT') {
      const missing = existsSync(directory)
        ? `there is no program ${JSON.stringify(program)}: expected the Python that has pettingzoo, by name or path`
        : `there is no folder ${JSON.stringify(directory)}: expected one for Python to run in`;
      throw failed('no-python', missing);
    } else throw failed('no-python', `${JSON.stringify(program)} cannot be started: ${news.ended.error}`);
  };

  const next = (during: string): Frame | undefined => {
    try {
      return reader.next();
    } catch (error) {
      throw failed('protocol', `the process of ${name} wrote ${(error as Error).message} during ${during}`);
    }
  };

  return {
    close,
    ask(frame, seconds, during) {
      port.postMessage(frame);
      const until = process.hrtime.bigint() + BigInt(Math.ceil(seconds * 1e9));
      for (;;) {
        const heard = Atomics.load(signal, 0);
        for (let news = receiveMessageOnPort(port); news; news = receiveMessageOnPort(port)) hear(news.message as News, during);
        const answer = next(during);
        if (answer) return answer;
        const left = Number(until - process.hrtime.bigint()) / 1e6;
        if (left <= 0) throw failed('timeout', `the process of ${name} did not answer within ${seconds} s during ${during}: it was ended`);
        Atomics.wait(signal, 0, heard, left);
      }
    },
  };
}
