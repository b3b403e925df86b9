import { chooseKernels, instantiate, mem } from '@datafusion-ts/compute';
import { wasmBase64, type KernelExports } from './generated/kernels-wasm.js';
import * as delta from './twin/delta.js';
import * as nulls from './twin/nulls.js';
import * as pageHeaders from './twin/page-header.js';
import * as packed from './twin/packed.js';
import * as plain from './twin/plain.js';
import * as runs from './twin/runs.js';
import * as snappy from './twin/snappy.js';

/** The decoding kernels by name. All check what they read against `end`; targets need 64 bytes of slack. */
export type Kernels = typeof delta &
  typeof nulls &
  typeof pageHeaders &
  typeof packed &
  typeof plain &
  typeof runs &
  typeof snappy;

let selected: Kernels | undefined;

/** The kernels in TypeScript. */
export function twinKernels(): Kernels {
  return { ...delta, ...nulls, ...pageHeaders, ...packed, ...plain, ...runs, ...snappy };
}

/** The compiled kernels, or undefined where WebAssembly or SIMD is missing. */
export function wasmKernels(): Kernels | undefined {
  const exports: KernelExports | undefined = instantiate<KernelExports>(wasmBase64, mem.wasm);
  return exports === undefined
    ? undefined
    : {
        ...exports,
        pageHeader: (address, end, out) => exports.pageHeader(address, end, out) >>> 0,
        snappyLiteral: (src, length, size) => exports.snappyLiteral(src, length, size) >>> 0,
      };
}

/** The kernels of this thread, chosen on first use; `DATAFUSION_KERNELS=twin` selects the twins. */
export function kernels(): Kernels {
  return (selected ??= chooseKernels(wasmKernels, twinKernels));
}

/** Selects kernels for what follows, or lets the next use choose again. For tests. */
export function useKernels(choice: Kernels | undefined): void {
  selected = choice;
}
