import { philoxUniforms } from './philox.ts';
import { kernelBytes } from './wasm.generated.ts';

/** The part of WebAssembly that is used: neither the language's library nor every runtime has it. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}

/** The kernel: writes the uniforms of so many counters, a multiple of {@link TOGETHER}, to the start of its memory. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  uniforms(group: number, groups: number, c1: number, k0: number, k1: number): void;
}

const runtime = globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi; atob(text: string): string };

/** What a call of the kernel costs is worth it from so many numbers on. */
const WORTHWHILE = 64;
/** How many counters the kernel works on at a time. */
const TOGETHER = 8;
/** How many numbers the kernel's memory holds. */
const CAPACITY = 8192;

let numbers = new Float64Array(0); // the kernel's memory
let copied = numbers; // the part of it that was copied last
let kernel: Kernel | 'none' | undefined;

/**
 * The numbers of {@link philoxUniforms}, by a WebAssembly kernel where the runtime has one: bit for bit the same, five times as fast.
 *
 * @param first - the place of the first number; `count` numbers are written from the start of `out`
 * @param c1 - counter word 1
 * @param k0 - key word 0; k1 is the other
 */
export function fillUniforms(first: number, count: number, c1: number, k0: number, k1: number, out: Float64Array): void {
  if (count >= WORTHWHILE) kernel ??= openKernel();
  if (count < WORTHWHILE || kernel === undefined || kernel === 'none') return philoxUniforms(first, count, c1, k0, k1, out);
  for (let done = 0; done < count;) {
    const skipped = (first + done) & 3;
    const taken = Math.min(count - done, CAPACITY - skipped);
    const groups = Math.ceil((skipped + taken) / (4 * TOGETHER)) * TOGETHER;
    kernel.uniforms((first + done) >>> 2, groups, c1, k0, k1);
    if (copied.length !== taken || copied.byteOffset !== 8 * skipped) copied = numbers.subarray(skipped, skipped + taken);
    out.set(copied, done);
    done += taken;
  }
}

/** Compiling is how a runtime is asked whether it has the instructions and whether its page may compile at all. */
function openKernel(): Kernel | 'none' {
  const { WebAssembly } = runtime;
  if (WebAssembly === undefined) return 'none';
  try {
    const module = new WebAssembly.Module(Uint8Array.from(runtime.atob(kernelBytes), (character) => character.charCodeAt(0)));
    const opened = new WebAssembly.Instance(module).exports as Kernel;
    numbers = new Float64Array(opened.memory.buffer, 0, CAPACITY);
    return opened;
  } catch {
    return 'none';
  }
}
