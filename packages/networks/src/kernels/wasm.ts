import type { KernelKind, Kernels } from './kernels.ts';
import { relaxedBytes, simdBytes } from './wasm.generated.ts';

/** The part of WebAssembly that is used: neither the language's library nor every runtime has it. */
interface WebAssemblyApi {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

const runtime = globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi; atob(text: string): string };

/** The kernels keep constants in the first bytes of the memory; offsets count from here. */
const BASE = 640;
/** Loads may read this many bytes past the last word that counts. */
const SLACK = 16;
const PAGE = 65536;

const modules = new Map<KernelKind, object | undefined>();

/** Compiled kernels, as another thread needs them to make an instance of its own. */
export interface KernelModule {
  /** A `WebAssembly.Module`, which imports its memory as `env.memory`. */
  readonly module: object;
  /** The size of the memory, at first and at most, in pages. */
  readonly pages: number;
  /** Where the first word of the callers is, in bytes. */
  readonly base: number;
}

/**
 * The kernels as a compiled module that can be sent to other threads.
 *
 * @param words - how many 32-bit words their memory has at least
 * @param kind - which build
 * @returns nothing where the runtime does not compile this build
 */
export function kernelModule(words: number, kind: 'simd' | 'relaxed'): KernelModule | undefined {
  const { WebAssembly } = runtime;
  if (WebAssembly === undefined) return undefined;
  if (!modules.has(kind)) modules.set(kind, compile(WebAssembly, kind === 'simd' ? simdBytes : relaxedBytes));
  const module = modules.get(kind);
  return module && { module, pages: Math.ceil((BASE + 4 * words + SLACK) / PAGE), base: BASE };
}

/**
 * The kernels in WebAssembly on a new memory of zeros.
 *
 * @param words - how many 32-bit words the memory has at least
 * @param kind - which build
 * @returns nothing where the runtime does not compile this build or has no address space left: V8 sets aside 10 GiB of it per memory
 */
export function wasmKernels(words: number, kind: 'simd' | 'relaxed'): Kernels | undefined {
  const { WebAssembly } = runtime;
  const compiled = kernelModule(words, kind);
  const memory = WebAssembly && compiled && allocate(WebAssembly, compiled.pages);
  if (WebAssembly === undefined || compiled === undefined || memory === undefined) return undefined;
  const { exports } = new WebAssembly.Instance(compiled.module, { env: { memory } });
  const operations = exports as Omit<Kernels, 'kind' | 'floats' | 'integers'>;
  return {
    ...operations,
    kind,
    floats: new Float32Array(memory.buffer, BASE, words),
    integers: new Int32Array(memory.buffer, BASE, words),
  };
}

/** Compiling is how a runtime is asked whether it has the instructions and whether its page may compile at all. */
function compile(WebAssembly: WebAssemblyApi, base64: string): object | undefined {
  try {
    return new WebAssembly.Module(Uint8Array.from(runtime.atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

function allocate(WebAssembly: WebAssemblyApi, pages: number): { readonly buffer: ArrayBuffer } | undefined {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch {
    return undefined;
  }
}
