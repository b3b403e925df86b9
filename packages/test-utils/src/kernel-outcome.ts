import { Arena, mem } from '@datafusion-ts/compute';

/** Calls a kernel that writes to `to`; a negative result refuses the input. */
export type KernelCall<K> = (kernels: K, to: number) => number | void;

/** What a kernel gives and, unless it refused its input, the first `bytes` it wrote, as hex: equal for a kernel and its twin. */
export function kernelOutcome<K>(
  kernels: K,
  call: KernelCall<K>,
  bytes: number,
  arena: Arena,
): { readonly result: number | void; readonly written: string | undefined } {
  const to = arena.allocZeroed(bytes + 256);
  const result = call(kernels, to);
  if (typeof result === 'number' && result < 0) return { result, written: undefined };
  return { result, written: Buffer.from(mem.u8.slice(to, to + bytes)).toString('hex') };
}

/** Puts bytes into engine memory; gives where they lie. */
export type PutBytes = (bytes: readonly number[] | Uint8Array) => { readonly start: number; readonly end: number };

/** Runs with an arena that is released afterwards, and with a way to put bytes into it. */
export function withBytes(run: (arena: Arena, put: PutBytes) => void): void {
  const arena = new Arena();
  try {
    run(arena, (bytes) => {
      const start = arena.allocZeroed(bytes.length);
      mem.u8.set(bytes, start);
      return { start, end: start + bytes.length };
    });
  } finally {
    arena.release();
  }
}
