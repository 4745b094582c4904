// What our own scripts share with measure.py: rates per CPU second of the process and per second of the wall, and the JSON that engine.ts reads.
import { createInterface } from 'node:readline';

/** Seconds, or something per second, by both clocks. */
export interface Clocks {
  /** By the CPU time of the process, all threads together. */
  readonly cpu: number;
  /** By the clock on the wall. */
  readonly wall: number;
}

function now(): Clocks {
  const { user, system } = process.cpuUsage();
  return { cpu: (user + system) / 1e6, wall: performance.now() / 1e3 };
}

/** Seconds since engine.ts started this process. */
export function startup(): number {
  const started = Number(process.env['FIRSTMOVER_STARTED']);
  return started > 0 ? (Date.now() - started) / 1e3 : performance.now() / 1e3;
}

/** What is done in a second when every call does `amount`, over about so many seconds. */
export function rate(call: () => void, amount: number, seconds = 0.15): Clocks {
  const before = now();
  for (let calls = 1; ; calls++) {
    call();
    const after = now();
    const wall = after.wall - before.wall;
    if (wall >= seconds) return { cpu: (amount * calls) / (after.cpu - before.cpu), wall: (amount * calls) / wall };
  }
}

/** The seconds that one of `count` repetitions takes, which every call makes. */
export function secondsEach(call: () => void, count: number, seconds = 0.15): Clocks {
  const { cpu, wall } = rate(call, count, seconds);
  return { cpu: 1 / cpu, wall: 1 / wall };
}

/** A call repeated. */
export function repeated(call: () => void, count: number): () => void {
  return () => {
    for (let i = 0; i < count; i++) call();
  };
}

/** What the command line says besides --serve. */
export function scriptArguments(): readonly string[] {
  return process.argv.slice(2).filter((argument) => argument !== '--serve');
}

/** Prints what `measure` returns as figures, with what is told apart: once, or with --serve for every line that is read. */
export async function answer(measure: () => Readonly<Record<string, Clocks>>, apart: Readonly<Record<string, unknown>>): Promise<void> {
  const once = (): void => console.log(JSON.stringify({ ...apart, figures: measure() }));
  if (!process.argv.includes('--serve')) return once();
  console.log(JSON.stringify({ ready: true }));
  for await (const line of createInterface({ input: process.stdin })) if (line !== '') once();
}
