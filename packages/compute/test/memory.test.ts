import {
  allocator,
  Arena,
  copyBytesTo,
  EngineMemory,
  fillBytes,
  GrowableBuffer,
  mem,
  SlabAllocator,
  twinKernels,
  useKernels,
  wasmKernels,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import { expectNoLeaks, propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

class Ledger implements MemoryCharge {
  bytes = 0;
  constructor(readonly limit = Infinity) {}
  tryGrow(bytes: number): void {
    if (this.bytes + bytes > this.limit) throw new Error('refused');
    this.bytes += bytes;
  }
  shrink(bytes: number): void {
    this.bytes -= bytes;
    if (this.bytes < 0) throw new Error('shrunk too far');
  }
}

describe('SlabAllocator', () => {
  it('hands out blocks that do not overlap, and takes them back in any order', () => {
    const commands = fc.array(
      fc.oneof(fc.record({ bytes: fc.integer({ min: 0, max: 300_000 }) }), fc.record({ free: fc.nat() })),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(commands, (steps) => {
        const slabs = new SlabAllocator(mem);
        const live = new Map<number, number>();
        for (const step of steps) {
          if ('bytes' in step) {
            const address = slabs.alloc(step.bytes);
            expect(address % 4096).toBe(0);
            for (const [other, size] of live)
              expect(address + Math.max(step.bytes, 1) <= other || other + size <= address).toBe(true);
            live.set(address, Math.max(step.bytes, 1));
          } else if (live.size > 0) {
            const address = [...live.keys()][step.free % live.size]!;
            live.delete(address);
            slabs.free(address);
          }
          expect(slabs.liveBlocks).toBe(live.size);
        }
        for (const address of live.keys()) slabs.free(address);
        expect([slabs.liveBlocks, slabs.liveBytes, slabs.extentBytes]).toEqual([0, 0, 0]);
      }),
      propertyBudget(200),
    );
  });

  it('serves a million random requests without growing', () => {
    const slabs = new SlabAllocator(mem);
    let state = 12345;
    const random = (n: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return (state >>> 8) % n;
    };
    const live: number[] = [];
    let peak = 0;
    let extentAfterWarmUp = 0;
    for (let i = 0; i < 1_000_000; i++) {
      if (live.length < 200 || (live.length < 300 && random(2) === 0)) {
        live.push(slabs.alloc(4096 << random(5)));
      } else {
        const index = random(live.length);
        slabs.free(live[index]!);
        live[index] = live[live.length - 1]!;
        live.pop();
      }
      peak = Math.max(peak, slabs.liveBytes);
      if (i === 100_000) extentAfterWarmUp = slabs.extentBytes;
    }
    expect(slabs.extentBytes).toBeLessThan(Math.max(extentAfterWarmUp * 1.15, peak * 1.3));
    for (const address of live) slabs.free(address);
    expect(slabs.extentBytes).toBe(0);
  });

  it('refuses what it did not hand out, and what was freed already', () => {
    const slabs = new SlabAllocator(mem);
    const a = slabs.alloc(10_000);
    const b = slabs.alloc(10_000);
    expect(() => slabs.free(a + 16)).toThrow(RangeError);
    expect(() => slabs.free(a + 4096)).toThrow(RangeError);
    slabs.free(a);
    expect(() => slabs.free(a)).toThrow(RangeError);
    slabs.free(b);
    expect(() => slabs.free(b)).toThrow(RangeError);
  });
});

/** A memory of so many pages of 4 KiB. */
class SmallMemory extends EngineMemory {
  constructor(readonly pages: number) {
    super();
  }
  override ensure(end: number): boolean {
    return end <= 2 ** 20 + this.pages * 4096;
  }
}

describe('SlabAllocator without more memory', () => {
  it('hands out what was freed in other sizes', () => {
    const slabs = new SlabAllocator(new SmallMemory(16));
    const blocks = Array.from({ length: 16 }, () => slabs.alloc(4096));
    for (const block of blocks.slice(8)) slabs.free(block);
    expect(() => slabs.alloc(9 * 4096)).toThrow('cannot grow further');
    slabs.free(slabs.alloc(8 * 4096));
  });

  it('hands out what lasting blocks give up', () => {
    const slabs = new SlabAllocator(new SmallMemory(16));
    slabs.alloc(4096);
    const lasting = Array.from({ length: 15 }, () => slabs.allocLasting(4096));
    slabs.reclaim = () => {
      const block = lasting.pop();
      if (block !== undefined) slabs.free(block);
      return block !== undefined;
    };
    slabs.alloc(4 * 4096);
    expect(lasting).toHaveLength(11);
  });
});

describe('Arena', () => {
  it('charges what it holds and gives it back', () => {
    expectNoLeaks(() => {
      const ledger = new Ledger();
      const arena = new Arena(ledger);
      for (let i = 0; i < 100; i++) arena.alloc(i * 1000);
      expect(ledger.bytes).toBe(arena.allocatedBytes);
      arena.reset();
      const held = ledger.bytes;
      for (let i = 0; i < 50; i++) arena.alloc(i * 1000);
      expect(ledger.bytes).toBe(held);
      arena.release();
      expect(ledger.bytes).toBe(0);
    });
  });

  it('takes nothing when the charge is refused', () => {
    expectNoLeaks(() => {
      const arena = new Arena(new Ledger(100_000));
      arena.alloc(10);
      expect(() => arena.alloc(200_000)).toThrow('refused');
      arena.release();
    });
  });

  it('gives aligned addresses that do not overlap, with slack', () => {
    const arena = new Arena();
    const sizes = [0, 1, 15, 16, 17, 5000, 70_000, 3, 20_000_000, 8];
    const blocks = sizes.map((size) => [arena.alloc(size), size] as const);
    for (const [address, size] of blocks) {
      expect(address % 16).toBe(0);
      for (const [other] of blocks) expect(other >= address + size + 64 || other <= address).toBe(true);
    }
    arena.release();
  });

  it('releases what it was given to keep once', () => {
    const arena = new Arena();
    let released = 0;
    arena.keep({ release: () => released++ });
    arena.reset();
    arena.reset();
    arena.release();
    expect(released).toBe(1);
  });
});

describe('GrowableBuffer', () => {
  it('keeps its contents and zeroes the rest', () => {
    expectNoLeaks(() => {
      const ledger = new Ledger();
      const buffer = new GrowableBuffer(ledger, true);
      for (let size = 1; size < 200_000; size *= 3) {
        const address = buffer.ensure(size * 4);
        mem.u32[(address >>> 2) + size - 1] = size;
      }
      for (let size = 1; size < 200_000; size *= 3) expect(mem.u32[(buffer.address >>> 2) + size - 1]).toBe(size);
      expect(mem.u32[(buffer.address >>> 2) + 1]).toBe(0);
      expect(ledger.bytes).toBe(buffer.capacity);
      buffer.release();
      expect(ledger.bytes).toBe(0);
    });
  });
});

it('the suite leaves nothing behind', () => expect(allocator.liveBlocks).toBe(0));

test.each([
  ['compiled', wasmKernels()],
  ['twins', twinKernels()],
])('bytes are copied, also onto themselves, and filled: %s', (_name, choice) => {
  useKernels(choice);
  const arena = new Arena();
  const at = arena.alloc(400);
  for (const count of [0, 1, 63, 64, 65, 300]) {
    for (let i = 0; i < 400; i++) mem.u8[at + i] = i * 7;
    const before = mem.u8.slice(at, at + 400);
    copyBytesTo(at + 5, at, count);
    expect([...mem.u8.slice(at + 5, at + 5 + count)]).toEqual([...before.subarray(0, count)]);
    expect(mem.u8[at + 5 + count]).toBe(before[5 + count]);
    fillBytes(at + 2, count, 9);
    expect([...mem.u8.slice(at, at + 2 + count)]).toEqual([
      ...before.subarray(0, 2),
      ...new Array<number>(count).fill(9),
    ]);
  }
  arena.release();
  useKernels(undefined);
});
