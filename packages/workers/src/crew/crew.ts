import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { InputError, RefusedError, show } from '@firstmover/core';

/** Threads that work for the calling one, which waits for them without giving up its turn. */
export interface Crew {
  /** Gives a worker a command and up to two numbers; if it is still busy, waits first. */
  start(worker: number, command: number, first?: number, second?: number): void;
  /** Waits for the workers `from` to `to - 1`, then throws what the first of them threw, if any did. */
  finish(from: number, to: number): void;
  /** Lays a message ready for a worker's next command. */
  send(worker: number, message: unknown): void;
  /** Takes a message that a worker has sent before it finished. */
  receive(worker: number): unknown;
  /** Ends the threads; resolves when they have ended. */
  close(): Promise<void>;
}

/** How to make a crew. */
export interface CrewOptions {
  /** Who makes it, for messages. */
  readonly name: string;
  /** The module that each thread runs; it calls `serve`. */
  readonly entry: URL;
  /** The command-line options of Node in the threads. */
  readonly execArgv: readonly string[];
  /** What each thread is given to prepare itself: one thread each. */
  readonly jobs: readonly unknown[];
}

/** A line of cache for what the caller writes and another for what the worker writes, in 32-bit words. */
const LINE = 16;

/** Where things are in the words shared with a worker, and the numbers both sides agree on. */
const SLOTS = {
  ticket: 0,
  command: 1,
  first: 2,
  second: 3,
  done: LINE,
  failed: LINE + 1,
  dead: -1,
  /**
   * About 7 microseconds. On a quiet machine parts of one batch mostly end as closely as that, on a busy one longer spins starve the
   * others.
   */
  spins: 500,
} as const;

/** An error as it comes from a worker. */
interface Failure {
  readonly kinds: readonly string[];
  readonly message: string;
}

/**
 * Starts the threads of a crew. They do not keep the process alive. A thread that ends by itself gives an {@link InputError} with the reason
 * at the next wait for it.
 */
export function startCrew({ name, entry, execArgv, jobs }: CrewOptions): Crew {
  const controls = jobs.map(() => new Int32Array(new SharedArrayBuffer(2 * LINE * Int32Array.BYTES_PER_ELEMENT)));
  const channels = jobs.map(() => new MessageChannel());
  const news = new MessageChannel();
  const ports = channels.map(({ port1 }) => port1);
  const theirs = channels.map(({ port2 }) => port2);
  const tickets = jobs.map(() => 1); // preparing is the first command
  for (const control of controls) control[SLOTS.ticket] = 1;
  const supervisor = new Worker(new URL('./supervisor.js', import.meta.url), {
    workerData: { entry: entry.href, execArgv, controls, slots: SLOTS, ports: theirs, news: news.port2, jobs },
    transferList: [...theirs, news.port2],
    execArgv: [],
  });
  supervisor.unref();
  for (const port of [...ports, news.port1]) port.unref();
  let ended: string | undefined;

  const checkAlive = (): void => {
    if (ended !== undefined) throw new InputError(ended);
  };

  const wait = (worker: number): void => {
    checkAlive();
    const control = controls[worker]!;
    const ticket = tickets[worker]!;
    let done = Atomics.load(control, SLOTS.done);
    for (let i = 0; i < SLOTS.spins && done !== ticket && done !== SLOTS.dead; i++) done = Atomics.load(control, SLOTS.done);
    while (done !== ticket && done !== SLOTS.dead) {
      Atomics.wait(control, SLOTS.done, done);
      done = Atomics.load(control, SLOTS.done);
    }
    if (done !== SLOTS.dead) return;
    const { index, reason } = read(news.port1) as { readonly index: number; readonly reason: string };
    ended = `worker ${index + 1} of ${jobs.length} of ${name} has ended (${reason}): make a new ${name}`;
    checkAlive();
  };

  return {
    start(worker, command, first = 0, second = 0) {
      wait(worker);
      const control = controls[worker]!;
      control[SLOTS.command] = command;
      control[SLOTS.first] = first;
      control[SLOTS.second] = second;
      tickets[worker] = (tickets[worker]! % 0x7fffffff) + 1;
      Atomics.store(control, SLOTS.ticket, tickets[worker]!);
      Atomics.notify(control, SLOTS.ticket);
    },
    finish(from, to) {
      for (let worker = from; worker < to; worker++) wait(worker);
      let failure: Failure | undefined;
      for (let worker = from; worker < to; worker++) {
        if (controls[worker]![SLOTS.failed] === 0) continue;
        controls[worker]![SLOTS.failed] = 0;
        const told = read(ports[worker]!) as { readonly failure: Failure };
        failure ??= told.failure;
      }
      if (failure !== undefined) throw rebuilt(failure);
    },
    send(worker, message) {
      checkAlive();
      ports[worker]!.postMessage(message);
    },
    receive: (worker) => read(ports[worker]!),
    async close() {
      ended ??= `this ${name} is closed: make a new one`;
      await supervisor.terminate();
    },
  };
}

/**
 * Checks a number of threads.
 *
 * @throws InputError for anything but an integer from 1 to 256
 */
export function checkWorkers(workers: number, name: string): number {
  if (!Number.isSafeInteger(workers) || workers < 1 || workers > 256)
    throw new InputError(`workers ${show(workers)} of ${name}: expected an integer from 1 to 256`);
  return workers;
}

function read(port: MessagePort): unknown {
  return (receiveMessageOnPort(port) as { readonly message: unknown }).message;
}

/** The error that a worker threw, of the same name and message, and an {@link InputError} here if it was one there. */
function rebuilt({ kinds, message }: Failure): Error {
  const error = kinds.includes('RefusedError')
    ? new RefusedError(message)
    : kinds.includes('InputError')
      ? new InputError(message)
      : new Error(message);
  return Object.defineProperty(error, 'name', { value: kinds[0] ?? 'Error', configurable: true });
}
