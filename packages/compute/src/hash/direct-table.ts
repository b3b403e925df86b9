/**
 * A table addressed by the key itself: group + 1 at `key - lowest`, 4 bytes a value of the range. Nothing is hashed, and
 * neighbouring keys stay neighbours. The range grows with the keys; whoever owns the table decides when it is too wide.
 */
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import type { MemoryCharge } from '../memory/charge.js';
import { mem } from '../memory/engine-memory.js';
import { GrowableBuffer } from '../memory/growable-buffer.js';
import { copyBytesTo } from '../memory/bytes.js';

/** Lowest and highest of 64-bit keys, seen as signed numbers; `low` is greater than `high` when there are none. */
export interface KeySpan {
  readonly low: bigint;
  readonly high: bigint;
}

export const NO_KEYS: KeySpan = { low: 0x7fff_ffff_ffff_ffffn, high: -0x8000_0000_0000_0000n };

/** The kind of 64-bit keys: kinds are the bytes of an integer, negative when it is signed. */
export const WHOLE_WORDS = -8;

/** A span as kernels take it. */
export function spanState({ low, high }: KeySpan, arena: Arena): number {
  const state = arena.alloc(16);
  mem.i64[state >>> 3] = low;
  mem.i64[(state >>> 3) + 1] = high;
  return state;
}

/** The span widened by `count` keys of a kind. */
export function widenSpan(
  span: KeySpan,
  keys: number,
  kind: number,
  validity: number,
  count: number,
  arena: Arena,
): KeySpan {
  const state = spanState(span, arena);
  kernels().keySpan(keys, kind, validity, count, state);
  return { low: mem.i64[state >>> 3]!, high: mem.i64[(state >>> 3) + 1]! };
}

/** Values from the lowest to the highest key; 0 when there are none. */
export const valuesIn = ({ low, high }: KeySpan): number => (low > high ? 0 : Number(high - low) + 1);

export class DirectTable {
  readonly #charge: MemoryCharge;
  #buffer: GrowableBuffer;
  #low = 0n;
  #entries = 0;

  constructor(charge: MemoryCharge) {
    this.#charge = charge;
    this.#buffer = new GrowableBuffer(charge, true);
  }

  get bytes(): number {
    return this.#buffer.capacity;
  }

  get address(): number {
    return this.#buffer.address;
  }

  get entries(): number {
    return this.#entries;
  }

  /** Address of the lowest key, written to the arena. */
  lowest(arena: Arena): number {
    const at = arena.alloc(8);
    mem.i64[at >>> 3] = this.#low;
    return at;
  }

  /** Makes the table cover a span; what it covered before stays covered. */
  cover(span: KeySpan): void {
    if (valuesIn(span) === 0) return;
    if (this.#entries === 0) return this.#move(span.low, Math.max(1024, valuesIn(span)));
    const end = this.#low + BigInt(this.#entries);
    if (span.low >= this.#low && span.high < end) return;
    if (span.low >= this.#low)
      return this.#move(this.#low, Math.max(Number(span.high - this.#low) + 1, this.#entries * 2));
    const last = span.high < end ? end - 1n : span.high;
    const entries = Math.max(Number(last - span.low) + 1, this.#entries * 2);
    this.#move(last + 1n - BigInt(entries), entries);
  }

  #move(low: bigint, entries: number): void {
    const next = new GrowableBuffer(this.#charge, true);
    next.restart(entries * 4);
    const from = this.#buffer.address;
    if (this.#entries > 0) {
      copyBytesTo(next.address + Number(this.#low - low) * 4, from, this.#entries * 4);
    }
    this.#buffer.release();
    this.#buffer = next;
    this.#low = low;
    this.#entries = entries;
  }

  release(): void {
    this.#buffer.release();
    this.#entries = 0;
  }
}
