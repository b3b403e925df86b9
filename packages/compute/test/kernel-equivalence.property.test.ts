/** Every core kernel against its twin: same arguments, same memory, same bytes. */
import { allocator, Arena, mem, twinKernels, wasmKernels, type Kernels } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { coreTwins } from '../src/twin/core.js';
import { groupKernelCases } from './group-kernel-cases.js';
import { Source, type Call, type Output } from './kernel-source.js';

/** Aggregation has kernels of its own in the same list, with a test of their own. */
type Name = Exclude<
  keyof typeof coreTwins,
  `${'agg' | 'best' | 'markCodes' | 'join' | 'key' | 'foldHash' | 'frame' | 'isAscii' | 'mask' | 'narrowCodes' | 'parse' | 'positive' | 'radixB' | 'radixP' | 'radixSc' | 'order' | 'select'}${string}`
>;

const wasm = wasmKernels();
const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

/** Bytes of whole bits: the bits behind the last are unspecified. */
const whole = (bits: number): number => bits >>> 3;

const cases: Record<Name, (s: Source) => Call> = {
  ...groupKernelCases,
  countBits: (s) => ({ args: [s.bitmap(300), s.below(300)], outputs: [] }),
  andBits: (s) => bitsCall(s, 2),
  orBits: (s) => bitsCall(s, 2),
  notBits: (s) => bitsCall(s, 1),
  copyBits: (s) => {
    const n = s.count();
    const to = s.bytes(80);
    return { args: [s.bitmap(400), s.below(70), n, to, s.below(70)], outputs: [[to, 80]] };
  },
  copyMemory: (s) => {
    const n = s.count();
    const bytes = s.bytes(2 * n);
    return { args: [bytes, n, bytes + s.below(n + 1)], outputs: [[bytes, 2 * n]] };
  },
  fillMemory: (s) => {
    const n = s.count();
    const to = s.bytes(n);
    return { args: [to, s.below(n + 1), s.below(256)], outputs: [[to, n]] };
  },
  bitsToRows: (s) => {
    const n = s.count();
    const rows = s.room(n * 4);
    return { args: [s.bitmap(n), s.validity(n), n, rows], outputs: [[rows, n * 4]] };
  },
  gatherBits: (s) => {
    const n = s.count();
    const to = s.room(40);
    return { args: [s.bitmap(200), s.rows(n, 200), n, to], outputs: [[to, (n + 7) >>> 3]] };
  },
  gather1: (s) => gatherCall(s, 1),
  gather2: (s) => gatherCall(s, 2),
  gather4: (s) => gatherCall(s, 4),
  gather8: (s) => gatherCall(s, 8),
  gather16: (s) => gatherCall(s, 16),
  gatherBytes: (s) => {
    const n = s.count();
    const width = 1 + s.below(40);
    const to = s.room(n * width);
    return { args: [s.bytes(100 * width), width, s.rows(n, 100), n, to], outputs: [[to, n * width]] };
  },
  gatherRuns: (s) => {
    const n = s.count();
    const width = [1, 2, 4, 8][s.below(4)]!;
    const to = s.room(n * width);
    const rows = s.arena.alloc(n * 4);
    for (let i = 0, row = s.below(9); i < n; i++, row += s.below(12) === 0 ? 2 : 1) mem.u32[(rows >>> 2) + i] = row;
    return { args: [s.bytes(700 * width), width, rows, n, to], outputs: [[to, n * width]] };
  },
  lookUpCodes: (s) => {
    const n = s.count();
    const [codeWidth, width] = [1 + s.below(2), 4 + 4 * s.below(2)];
    const to = s.room(n * width);
    return {
      args: [s.bytes(n * codeWidth), codeWidth, s.bytes((1 << (8 * codeWidth)) * width), width, n, to],
      outputs: [[to, n * width]],
    };
  },
  widenCodes: (s) => widenCall(s, 4),
  scatter4: (s) => {
    const n = s.count();
    const to = s.room(400);
    return { args: [s.bytes(n * 4), s.rows(n, 100), n, to], outputs: [[to, 400]] };
  },
  scatterRows: (s) => {
    const n = s.count();
    const to = s.room(400);
    return { args: [s.rows(n, 100), n, s.below(1000), s.below(3), to], outputs: [[to, 400]] };
  },
  scatterOwn: (s) => {
    const n = s.count();
    const to = s.room(400);
    return { args: [s.rows(n, 100), n, s.below(1000), to], outputs: [[to, 400]] };
  },
  scatterBits: (s) => {
    const n = s.count();
    const to = s.room(13);
    return { args: [s.bitmap(n), s.rows(n, 100), n, to], outputs: [[to, 13]] };
  },
  logicBits: (s) => {
    const n = s.count();
    const [to, validity] = [s.room(n), s.room(n)];
    return {
      args: [s.bitmap(n), s.validity(n), s.bitmap(n), s.validity(n), n, s.below(2), to, validity],
      outputs: [
        [to, (n + 7) >>> 3],
        [validity, (n + 7) >>> 3],
      ],
    };
  },
  presentRows: (s) => {
    const n = s.count();
    const rows = s.rows(n, 100);
    for (let i = 0; i < n; i++) if (s.below(3) === 0) mem.u32[(rows >>> 2) + i] = 0xffff_ffff;
    const [to, present] = [s.room(n * 4), s.room(n)];
    return {
      args: [rows, n, to, present],
      outputs: [
        [to, n * 4],
        [present, (n + 7) >>> 3],
      ],
    };
  },
  unmatchedRows: (s) => {
    const n = s.count();
    const from = s.below(n + 1);
    const [matched, left, right] = [s.bitmap(n), s.room(n * 4 + 4), s.room(n * 4 + 4)];
    const unmatched = twinKernels().unmatchedRows(matched, from, n, left, right);
    return {
      args: [matched, from, n, left, right],
      outputs: [
        [left, unmatched * 4],
        [right, unmatched * 4],
      ],
    };
  },
  padPairs: (s) => {
    const n = s.count();
    const pairs = s.below(2 * n);
    const rows = s.rows(pairs, n);
    mem.u32.subarray(rows >>> 2, (rows >>> 2) + pairs).sort();
    const from = s.below(n + 1);
    const [matched, left, right] = [s.bitmap(n), s.room((n + pairs) * 4), s.room((n + pairs) * 4)];
    const args = [s.rows(pairs, 100), rows, pairs, matched, from, n, left, right];
    const total = twinKernels().padPairs(...(args as Parameters<Kernels['padPairs']>));
    return {
      args,
      outputs: [
        [left, total * 4],
        [right, total * 4],
      ],
    };
  },
  spread4: (s) => {
    const n = s.count();
    const rows = s.arena.alloc(n * 4);
    let row = s.below(9);
    for (let i = 0; i < n; i++, row += s.below(12) === 0 ? 3 : 1) mem.u32[(rows >>> 2) + i] = row;
    const length = row + s.below(9);
    const to = s.room(length * 4);
    return { args: [s.bytes(n * 4), rows, n, length, s.next(), to], outputs: [[to, length * 4]] };
  },
  bitsToCodes: (s) => {
    const n = s.count();
    const to = s.room(n);
    return { args: [s.bitmap(n), n, to], outputs: [[to, n]] };
  },
  chooseWide: (s) => {
    const n = s.count();
    const width = 8 + 8 * s.below(2);
    const to = s.room(n * width);
    return { args: [s.bitmap(n), s.bytes(n * width), s.bytes(width), width, n, to], outputs: [[to, n * width]] };
  },
  lookUpBits: (s) => {
    const n = s.count();
    const entries = [1, 7, 16, 17, 256][s.below(5)]!;
    const width = [1, 2, 4][s.below(3)]!;
    const codes = s.arena.alloc(n * width);
    for (let i = 0; i < n; i++) {
      const code = s.below(entries);
      if (width === 1) mem.u8[codes + i] = code;
      else if (width === 2) mem.u16[(codes >>> 1) + i] = code;
      else mem.u32[(codes >>> 2) + i] = code;
    }
    const to = s.room(n);
    return { args: [codes, width, s.bitmap(entries), entries, n, to], outputs: [[to, (n + 7) >>> 3]] };
  },
  iota: (s) => {
    const n = s.count();
    const to = s.room(n * 4);
    return { args: [to, n, s.below(1000)], outputs: [[to, n * 4]] };
  },
  widenInts: (s) => {
    const n = s.count();
    const [from, to] = [
      [4, 8],
      [4, 16],
      [8, 16],
      [8, 32],
      [16, 32],
    ][s.below(5)] as [number, number];
    const out = s.room(n * to);
    return { args: [s.bytes(n * from), from, n, out, to], outputs: [[out, n * to]] };
  },
  viewAddresses: (s) => {
    const n = s.count();
    const to = s.room(n * 4);
    return { args: [s.views(n), n, to], outputs: [[to, n * 4]] };
  },
  arrowTextBytes: (s) => {
    const n = s.count();
    return { args: [s.views(n), s.validity(n), n], outputs: [] };
  },
  arrowViews: (s) => {
    const n = s.count();
    const [views, validity] = [s.views(n), s.validity(n)];
    const total = twinKernels().arrowTextBytes(views, validity, n);
    const [data, to] = [s.room(total), s.room(n * 16)];
    return {
      args: [views, validity, n, data, to],
      outputs: [
        [data, total],
        [to, n * 16],
      ],
    };
  },
  equalRuns: (s) => {
    const n = s.count();
    const keys = s.arena.alloc(n * 8);
    for (let i = 0; i < n * 2; i++) mem.u32[(keys >>> 2) + i] = s.below(3) === 0 ? 1 : 0;
    const to = s.arena.allocZeroed(n * 8);
    return { args: [keys, n, to], outputs: [[to, n * 8]] };
  },
  firstRowAtLeast: (s) => {
    const n = s.count();
    const rows = s.arena.alloc(n * 4);
    for (let i = 0, row = 0; i < n; i++) mem.u32[(rows >>> 2) + i] = row += 1 + s.below(4);
    const from = s.below(n + 1);
    return { args: [rows, from, from + s.below(n - from + 1), s.below(3 * n + 2)], outputs: [] };
  },
  cutInts: (s) => {
    const n = s.count();
    const [from, to] = [
      [16, 8],
      [32, 8],
      [32, 16],
      [8, 4],
    ][s.below(4)] as [number, number];
    const out = s.room(n * to);
    return { args: [s.bytes(n * from), from, n, out, to], outputs: [[out, n * to]] };
  },
  bytesToBits: (s) => {
    const n = s.count();
    const bytes = s.bytes(n);
    for (let i = 0; i < n; i++) if (s.below(2) > 0) mem.u8[bytes + i] = 0;
    const out = s.room((n >>> 3) + 8);
    return { args: [bytes, n, out], outputs: [[out, (n + 7) >>> 3]] };
  },
  narrowInts: (s) => {
    const n = s.count();
    const width = [16, 32][s.below(2)]!;
    const out = s.room(n * 8);
    const from = s.bytes(n * width);
    for (let i = 0; i < n; i++) if (s.below(20) > 0) twinKernels().widenInts(s.bytes(8), 8, 1, from + i * width, width);
    return { args: [from, width, n, s.validity(n), out], outputs: [] };
  },
  clampInts: (s) => {
    const n = s.count();
    const width = [16, 32][s.below(2)]!;
    const out = s.room(n * 8);
    const from = s.bytes(n * width);
    for (let i = 0; i < n; i++) if (s.below(3) > 0) twinKernels().widenInts(s.bytes(8), 8, 1, from + i * width, width);
    return { args: [from, width, n, out], outputs: [[out, n * 8]] };
  },
  longTextBytes: (s) => ({ args: [s.views(50), 50], outputs: [] }),
  moveText: (s) => {
    const views = s.views(50);
    const to = s.room(3000);
    const total = twinKernels().longTextBytes(views, 50);
    return {
      args: [views, 50, to],
      outputs: [
        [views, 800],
        [to, total],
      ],
    };
  },
  packCodes: (s) => {
    const n = s.count();
    const width = s.below(2) + 1;
    const from = s.rows(n, 256 ** width);
    for (let i = s.below(5); i < n; i += 1 + s.below(9)) mem.u32[(from >>> 2) + i] = 0xffff_ffff;
    const to = s.room(n * width);
    return { args: [from, n, width, to], outputs: [[to, n * width]] };
  },
  rebaseOffsets: (s) => {
    const n = s.count() + 1;
    const offsets = s.arena.alloc(n * 4);
    let at = s.below(1000);
    for (let i = 0; i < n; i++) mem.i32[(offsets >>> 2) + i] = at += s.below(200) === 0 ? -1 : s.below(9);
    return { args: [offsets, n], outputs: [[offsets, n * 4]] };
  },
  viewsFromOffsets: (s) => {
    const n = s.count();
    const { offsets, bytes } = s.strings(n);
    const views = s.room(n * 16);
    return { args: [offsets, bytes, n, views], outputs: [[views, n * 16]] };
  },
  offsetsFromViews: (s) => {
    const n = s.count();
    const to = s.room(n * 4 + 4);
    return { args: [s.views(n), s.validity(n), n, to], outputs: [[to, n * 4 + 4]] };
  },
  textFromViews: (s) => {
    const n = s.count();
    const views = s.views(n);
    const offsets = s.room(n * 4 + 4);
    const total = twinKernels().offsetsFromViews(views, s.validity(n), n, offsets);
    const data = s.room(total);
    return { args: [views, offsets, n, data], outputs: [[data, total]] };
  },
  hash4: (s) => hashCall(s, (n) => [s.bytes(n * 4)]),
  hash8: (s) => hashCall(s, (n) => [s.bytes(n * 8)]),
  hashWide: (s) => hashCall(s, (n) => (s.below(2) === 0 ? [s.bytes(n * 16), 16] : [s.bytes(n * 32), 32])),
  hashFixed: (s) =>
    hashCall(s, (n) => {
      const width = s.below(30);
      return [s.bytes(n * width), width];
    }),
  hashViews: (s) => hashCall(s, (n) => [s.views(n)]),
  hashBits: (s) => hashCall(s, (n) => [s.bitmap(n)]),
  hashRows: (s) => hashCall(s, (n) => [s.bytes(100 * 8), s.rows(n, 100)]),
  hashLists: (s) =>
    hashCall(s, (n) => {
      const { offsets, total } = s.strings(n);
      return [s.bytes(total * 8), offsets];
    }),
  widenTo8: (s) => widenCall(s, 8),
  narrowFrom8: (s) => {
    const n = s.count();
    const width = [1, 2, 4][s.below(3)]!;
    const to = s.room(n * width);
    return { args: [s.bytes(n * 8), width, n, to], outputs: [[to, n * width]] };
  },
  bitsTo8: (s) => {
    const n = s.count();
    const to = s.room(n * 8);
    return { args: [s.bitmap(n), n, to], outputs: [[to, n * 8]] };
  },
  rowFixed: (s) => {
    const n = s.count();
    const width = [1, 2, 4, 8, 16, 32, 5][s.below(7)]!;
    const { cursors, outputs } = s.cursors(n, width + 3);
    const args = [s.bytes(n * width), width, s.validity(n), n, cursors, s.below(4), s.below(2) * 0xff, s.below(2) * 2];
    return { args, outputs };
  },
  rowBits: (s) => {
    const n = s.count();
    const { cursors, outputs } = s.cursors(n, 3);
    return { args: [s.bitmap(n), s.validity(n), n, cursors, s.below(2), s.below(2) * 2], outputs };
  },
  rowTextOrderedLengths: lengthsCall,
  rowTextEqualLengths: lengthsCall,
  rowTextOrdered: (s) => {
    const n = s.count();
    const { cursors, outputs } = s.cursors(n, 83);
    return { args: [s.views(n), s.validity(n), n, cursors, s.below(2) * 0xff, s.below(2) * 2], outputs };
  },
  rowTextEqual: (s) => {
    const n = s.count();
    const { cursors, outputs } = s.cursors(n, 45);
    return { args: [s.views(n), s.validity(n), n, cursors], outputs };
  },
  unrowFixed: (s) => {
    const n = s.count();
    const width = [1, 2, 4, 8, 16, 32, 5][s.below(7)]!;
    const [kind, invert] = [s.below(4), s.below(2) * 0xff];
    const cursors = writtenRows(s, n, width + 1, (at) =>
      twinKernels().rowFixed(s.bytes(n * width), width, s.validity(n), n, at, kind, invert, s.below(2) * 2),
    );
    const values = s.room(n * width);
    return unrowCall(s, n, cursors, [width, kind, invert, values], [values, n * width]);
  },
  unrowText: (s) => {
    const n = s.count();
    const cursors = writtenRows(s, n, 45, (at) => twinKernels().rowTextEqual(s.views(n), s.validity(n), n, at));
    const views = s.room(n * 16);
    return unrowCall(s, n, cursors, [views], [views, n * 16]);
  },
  prefixSum: (s) => {
    const n = s.count();
    const to = s.room(n * 4 + 4);
    return { args: [s.rows(n, 100), n, to], outputs: [[to, n * 4 + 4]] };
  },
  addU32: (s) => {
    const n = s.count();
    const to = s.room(n * 4);
    return { args: [s.rows(n, 100), n, 4_000_000_000, to], outputs: [[to, n * 4]] };
  },
  compareBytes: (s) => ({ args: [s.bytes(40), s.below(40), s.bytes(40), s.below(40)], outputs: [] }),
  bitKeys: (s) => {
    const n = s.count();
    const to = s.room(n * 8);
    return { args: [s.bitmap(n), n, s.below(2), 1, to], outputs: [[to, n * 8]] };
  },
  sortKeys: (s) => {
    const n = s.count();
    const width = [1, 2, 4, 8][s.below(4)]!;
    const stride = width * (1 + s.below(2));
    const to = s.room(n * 8);
    return { args: [s.bytes(n * stride), width, stride, s.below(3), n, s.below(2), to], outputs: [[to, n * 8]] };
  },
  prefixKeys: (s) => {
    const n = s.count();
    const { offsets, bytes } = s.strings(50);
    const to = s.room(n * 8);
    return { args: [s.rows(n, 50), n, offsets, bytes, s.below(12), to], outputs: [[to, n * 8]] };
  },
  commonPrefix: (s) => {
    const { offsets, bytes } = s.strings(50);
    return { args: [s.rows(3, 50), 1 + s.below(3), offsets, bytes, 0], outputs: [] };
  },
  radixSort: (s) => {
    const n = s.count();
    const keys = s.bytes(n * 8);
    const rows = s.rows(n, 1000);
    return {
      args: [keys, rows, n, s.room(n * 12 + 32 + 8192)],
      outputs: [
        [keys, n * 8],
        [rows, n * 4],
      ],
    };
  },
  mergeSortRows: (s) => {
    const n = s.count();
    const { offsets, bytes } = s.strings(100);
    const rows = s.rows(n, 100);
    return { args: [rows, n, offsets, bytes, s.room(n * 4)], outputs: [[rows, n * 4]] };
  },
  topRows: (s) => {
    const n = s.count();
    const k = s.below(40);
    const rows = s.room(n * 4);
    return { args: [s.bytes(n * 8), n, k, s.room(k * 8), rows], outputs: [[rows, n * 4]] };
  },
  denseRanks: (s) => {
    const n = s.count();
    const { offsets, bytes } = s.strings(n);
    const rows = s.arena.alloc(n * 4);
    twinKernels().iota(rows, n, 0);
    const ranks = s.room(n * 4);
    return { args: [rows, n, offsets, bytes, ranks], outputs: [[ranks, n * 4]] };
  },
};

function bitsCall(s: Source, inputs: number): Call {
  const n = s.count();
  const to = s.room(40);
  const from = Array.from({ length: inputs }, () => s.bitmap(n));
  return { args: [...from, n, to], outputs: [[to, whole(n)]] };
}

function gatherCall(s: Source, width: number): Call {
  const n = s.count();
  const to = s.room(n * width);
  return { args: [s.bytes(100 * width), s.rows(n, 100), n, to], outputs: [[to, n * width]] };
}

function widenCall(s: Source, to: number): Call {
  const n = s.count();
  const width = [1, 2, 4][s.below(3)]!;
  const out = s.room(n * to);
  return { args: [s.bytes(n * width), width, n, out], outputs: [[out, n * to]] };
}

function lengthsCall(s: Source): Call {
  const n = s.count();
  const lengths = s.rows(n, 10);
  return { args: [s.views(n), s.validity(n), n, lengths], outputs: [[lengths, n * 4]] };
}

/** Most hash kernels: inputs, validity, count, hashes, combine. */
function hashCall(s: Source, inputs: (n: number) => number[]): Call {
  const n = s.count();
  const hashes = s.hashes(n);
  return { args: [...inputs(n), s.validity(n), n, hashes[0], s.below(2)], outputs: [hashes] };
}

/** Cursors at the start of rows that `write` wrote. */
function writtenRows(s: Source, n: number, size: number, write: (cursors: number) => void): number {
  const { cursors } = s.cursors(n, size);
  const starts = mem.u32.slice(cursors >>> 2, (cursors >>> 2) + n);
  write(cursors);
  mem.u32.set(starts, cursors >>> 2);
  return cursors;
}

function unrowCall(s: Source, n: number, cursors: number, more: readonly number[], values: Output): Call {
  const bytes = (n + 7) >>> 3;
  const validity = s.arena.alloc(bytes);
  mem.u8.fill(0xff, validity, validity + bytes);
  return { args: [cursors, n, ...more, validity], outputs: [values, [validity, bytes], [cursors, n * 4]] };
}

const snapshot = (outputs: readonly Output[]): Uint8Array[] =>
  outputs.map(([address, bytes]) => new Uint8Array(mem.u8.subarray(address, address + bytes)));

it('WebAssembly is in use', () => {
  expect(wasm).toBeDefined();
  const names = Object.keys(coreTwins).filter(
    (name) =>
      !/^(agg|best|markCodes|join|key|foldHash|frame|isAscii|mask|narrowCodes|parse|positive|radixB|radixP|radixSc|order|select)/.test(
        name,
      ),
  );
  expect(Object.keys(cases).sort()).toEqual(names.sort());
});

it.each(Object.keys(cases) as Name[])('%s', (name) => {
  const run = (kernels: Kernels, args: readonly number[]): unknown =>
    (kernels[name] as (...numbers: number[]) => unknown)(...args);
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const arena = new Arena();
      const call = cases[name](new Source(arena, seed));
      const { outputs } = call;
      const before = snapshot(outputs);
      const expected = run(twinKernels(), call.args);
      const wanted = snapshot(outputs);
      outputs.forEach(([address], i) => mem.u8.set(before[i]!, address));
      const result = run(wasm!, call.args);
      if (name === 'compareBytes') expect(Math.sign(result as number)).toBe(Math.sign(expected as number));
      else
        expect(typeof result === 'number' ? result >>> 0 : result).toEqual(
          typeof expected === 'number' ? expected >>> 0 : expected,
        );
      // Only on a difference, because toEqual takes its time with long arrays.
      const actual = snapshot(outputs);
      if (!actual.every((bytes, i) => Buffer.compare(bytes, wanted[i]!) === 0)) expect(actual).toEqual(wanted);
      arena.release();
    }),
    propertyBudget(150),
  );
});
