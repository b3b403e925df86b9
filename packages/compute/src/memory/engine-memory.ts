/**
 * The one memory that wasm kernels and TypeScript loops share.
 *
 * It is created on first use (nothing is paid at import), shared where SharedArrayBuffer exists, grown in steps of
 * 64 MiB. Growing replaces the views: take `mem.u8` and its sisters after the last allocation, never across one or
 * across an `await`.
 */
const PAGE = 65536;
const STEP_PAGES = 1024;
const MAXIMUM_PAGES = 65536;

/** What is used of a WebAssembly.Memory: declarations that name that type ask users for TypeScript's `dom` library. */
export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** Typed views over the whole engine memory; addresses are byte offsets, unsigned 32-bit. */
export class EngineMemory {
  #memory: WasmMemory | undefined;
  u8 = new Uint8Array(0);
  i8 = new Int8Array(0);
  u16 = new Uint16Array(0);
  i16 = new Int16Array(0);
  u32 = new Uint32Array(0);
  i32 = new Int32Array(0);
  f32 = new Float32Array(0);
  f64 = new Float64Array(0);
  u64 = new BigUint64Array(0);
  i64 = new BigInt64Array(0);

  /** The memory to instantiate kernels with; created when asked for. */
  get wasm(): WasmMemory {
    if (this.#memory === undefined) {
      this.#memory = createMemory();
      this.#refresh();
    }
    return this.#memory;
  }

  /** Bytes that exist now. */
  get byteLength(): number {
    return this.wasm.buffer.byteLength;
  }

  /** Makes addresses below `end` exist; false when the platform gives no more. */
  ensure(end: number): boolean {
    const missing = end - this.byteLength;
    if (missing <= 0) return true;
    const wanted = Math.ceil(missing / PAGE);
    for (const pages of [Math.max(wanted, STEP_PAGES), wanted]) {
      try {
        this.wasm.grow(pages);
        this.#refresh();
        return true;
      } catch {
        // Try the exact amount before giving up: near the maximum a whole step may not fit.
      }
    }
    return false;
  }

  #refresh(): void {
    const buffer = this.wasm.buffer as ArrayBuffer;
    this.u8 = new Uint8Array(buffer);
    this.i8 = new Int8Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.i16 = new Int16Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.f32 = new Float32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.u64 = new BigUint64Array(buffer);
    this.i64 = new BigInt64Array(buffer);
  }
}

function createMemory(): WebAssembly.Memory {
  const shared = typeof SharedArrayBuffer !== 'undefined';
  return new WebAssembly.Memory({ initial: STEP_PAGES / 4, maximum: MAXIMUM_PAGES, shared });
}

/** The memory of this thread's engine. */
export const mem = new EngineMemory();
