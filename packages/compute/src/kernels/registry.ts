import { wasmBase64, type KernelExports } from '../generated/kernels-wasm.js';
import { mem } from '../memory/engine-memory.js';
import { coreTwins } from '../twin/core.js';
import { functionTwins } from '../twin/functions.js';
import { instantiate } from './instantiate.js';

/** The kernels by name: address and count arguments, see specs/columns.md 3. */
export type Kernels = typeof coreTwins & typeof functionTwins;

let selected: Kernels | undefined;
let twins: Kernels | undefined;

/** The kernels in TypeScript: reference, oracle and fallback. */
export function twinKernels(): Kernels {
  return (twins ??= { ...coreTwins, ...functionTwins });
}

/** The compiled kernels, or undefined where WebAssembly or its SIMD instructions are missing. */
export function wasmKernels(): Kernels | undefined {
  const exports: KernelExports | undefined = instantiate<KernelExports>(wasmBase64, mem.wasm);
  return exports;
}

/** The kernels of this thread, chosen on first use; `DATAFUSION_KERNELS=twin` selects the twins. */
export function kernels(): Kernels {
  return (selected ??= chooseKernels(wasmKernels, twinKernels));
}

/** Selects kernels for what follows, or lets the next use choose again. For tests and comparisons. */
export function useKernels(choice: Kernels | undefined): void {
  selected = choice;
}

/**
 * The compiled kernels of a package, or its twins where WebAssembly is missing or `DATAFUSION_KERNELS=twin` asks for them.
 * Compiles nothing in the latter case.
 */
export function chooseKernels<K>(compiled: () => K | undefined, twinsOf: () => K): K {
  const environment = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env;
  if (environment?.['DATAFUSION_KERNELS'] === 'twin') return twinsOf();
  return compiled() ?? twinsOf();
}
