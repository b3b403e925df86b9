import { mem, twinKernels, type Arena } from '@datafusion-ts/compute';

export type Output = readonly [address: number, bytes: number];

/** What a kernel is called with, and the memory that it writes. */
export interface Call {
  readonly args: readonly number[];
  readonly outputs: readonly Output[];
}

/** Random input in an arena. */
export class Source {
  readonly arena: Arena;
  #state: number;

  constructor(arena: Arena, seed: number) {
    this.arena = arena;
    this.#state = seed | 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  below(n: number): number {
    return n === 0 ? 0 : this.next() % n;
  }

  count(): number {
    return [0, 1, 7, 8, 9, 63, 64, 65, 130, 300][this.below(10)]!;
  }

  /** Uninitialised room for a result, with a pattern that shows stray writes. */
  room(bytes: number): number {
    const address = this.arena.alloc(bytes);
    mem.u8.fill(0xcc, address, address + bytes + 64);
    return address;
  }

  /** Random bytes; sometimes few distinct ones, zeros or ones. */
  bytes(count: number): number {
    const address = this.arena.alloc(count);
    const kind = this.below(4);
    for (let i = 0; i < count; i++) {
      mem.u8[address + i] =
        kind === 0 ? this.next() : kind === 1 ? this.below(2) : kind === 2 ? 0xff : [0, 0, 0, 0x80][this.below(4)]!;
    }
    return address;
  }

  bitmap(bits: number): number {
    return this.bytes((bits + 7) >>> 3);
  }

  validity(bits: number): number {
    return this.below(3) === 0 ? 0 : this.bitmap(bits);
  }

  rows(count: number, limit: number): number {
    const address = this.arena.alloc(count * 4);
    for (let i = 0; i < count; i++) mem.u32[(address >>> 2) + i] = this.below(limit);
    return address;
  }

  /** Offsets and bytes of byte strings with shared prefixes and zero bytes. */
  strings(count: number): { readonly offsets: number; readonly bytes: number; readonly total: number } {
    const offsets = this.arena.alloc((count + 1) * 4);
    const lengths = Array.from({ length: count }, () => [0, 1, 4, 8, 11, 12, 13, 16, 17, 40][this.below(10)]!);
    const total = lengths.reduce((a, b) => a + b, 0);
    const bytes = this.arena.alloc(total);
    let at = 0;
    lengths.forEach((length, i) => {
      mem.u32[(offsets >>> 2) + i] = at;
      for (let j = 0; j < length; j++) mem.u8[bytes + at + j] = j < 14 && this.below(8) > 0 ? 97 : this.below(3) * 97;
      at += length;
    });
    mem.u32[(offsets >>> 2) + count] = at;
    return { offsets, bytes, total };
  }

  views(count: number): number {
    const { offsets, bytes } = this.strings(count);
    const views = this.arena.alloc(count * 16);
    twinKernels().viewsFromOffsets(offsets, bytes, count, views);
    return views;
  }

  hashes(count: number): Output {
    return [this.bytes(count * 8), count * 8];
  }

  /** Addresses where rows of `size` bytes each may be written. */
  cursors(count: number, size: number): { readonly cursors: number; readonly outputs: Output[] } {
    const bytes = this.room(count * size);
    const cursors = this.arena.alloc(count * 4);
    for (let i = 0; i < count; i++) mem.u32[(cursors >>> 2) + i] = bytes + i * size;
    return {
      cursors,
      outputs: [
        [bytes, count * size],
        [cursors, count * 4],
      ],
    };
  }
}
