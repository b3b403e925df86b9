import { chooseKernels, instantiate, mem } from '@datafusion-ts/compute';
import { wasmBase64, type KernelExports } from './generated/kernels-wasm.js';
import * as split from './twin/split.js';

/** The kernels of the CSV reader by name. */
export type Kernels = typeof split;

let selected: Kernels | undefined;

/** The kernels in TypeScript. */
export function twinKernels(): Kernels {
  return split;
}

/** The compiled kernels, or undefined where WebAssembly or SIMD is missing. */
export function wasmKernels(): Kernels | undefined {
  const exports: KernelExports | undefined = instantiate<KernelExports>(wasmBase64, mem.wasm);
  return exports;
}

/** The kernels of this thread, chosen on first use; `DATAFUSION_KERNELS=twin` selects the twins. */
export function kernels(): Kernels {
  return (selected ??= chooseKernels(wasmKernels, twinKernels));
}
