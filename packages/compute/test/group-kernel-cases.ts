/** Random calls of the kernels that number rows by their keys, or by the codes of these; see kernel-equivalence.property.test.ts. */
import { mem, twinKernels } from '@datafusion-ts/compute';
import type { Call, Output, Source } from './kernel-source.js';

export const groupKernelCases = {
  groupInsert8: (s) => {
    const n = s.count();
    const keys = s.bytes(n * 8);
    const table = tableOf(s, 8, 8);
    const args = [
      keys,
      s.validity(n),
      s.below(n + 1),
      n,
      table.slots,
      511,
      table.dense,
      [20, 320][s.below(2)]!,
      table.state,
      table.groups,
    ];
    return { args, outputs: table.outputs };
  },
  groupLookup8: (s) => {
    const n = s.count();
    const table = tableOf(s, 8, 8);
    const keys = s.bytes(n * 8);
    twinKernels().groupInsert8(
      keys,
      s.validity(n),
      0,
      n,
      table.slots,
      511,
      table.dense,
      100,
      table.state,
      table.groups,
    );
    const some = s.below(2) === 0 ? keys : s.bytes(n * 8);
    return {
      args: [some, s.validity(n), n, table.slots, 511, table.dense, table.state, table.groups],
      outputs: table.outputs,
    };
  },
  groupInsert16: (s) => {
    const n = s.count();
    const keys = s.bytes(n * 16);
    const table = tableOf(s, 8, 16);
    const args = [
      keys,
      s.validity(n),
      s.below(n + 1),
      n,
      table.slots,
      511,
      table.dense,
      [20, 320][s.below(2)]!,
      table.state,
      table.groups,
    ];
    return { args, outputs: table.outputs };
  },
  groupLookup16: (s) => {
    const n = s.count();
    const table = tableOf(s, 8, 16);
    const keys = s.bytes(n * 16);
    twinKernels().groupInsert16(
      keys,
      s.validity(n),
      0,
      n,
      table.slots,
      511,
      table.dense,
      100,
      table.state,
      table.groups,
    );
    const some = s.below(2) === 0 ? keys : s.bytes(n * 16);
    return {
      args: [some, s.validity(n), n, table.slots, 511, table.dense, table.state, table.groups],
      outputs: table.outputs,
    };
  },
  groupInsertViews: (s) => {
    const n = s.count();
    const views = s.views(n);
    const table = tableOf(s, 8, 16);
    const args = [
      views,
      s.validity(n),
      hashesOf(s, views, n),
      s.below(n + 1),
      n,
      table.slots,
      511,
      table.dense,
      [20, 320][s.below(2)]!,
      table.state,
      table.groups,
    ];
    return { args, outputs: table.outputs };
  },
  groupLookupViews: (s) => {
    const n = s.count();
    const views = s.views(n);
    const hashes = hashesOf(s, views, n);
    const table = tableOf(s, 8, 16);
    twinKernels().groupInsertViews(
      views,
      s.validity(n),
      hashes,
      0,
      n,
      table.slots,
      511,
      table.dense,
      30,
      table.state,
      table.groups,
    );
    return {
      args: [views, s.validity(n), hashes, n, table.slots, 511, table.dense, table.state, table.groups],
      outputs: table.outputs,
    };
  },
  groupRehash: (s) => {
    const n = s.count();
    const views = s.views(n);
    const table = tableOf(s, 8, 16);
    twinKernels().groupInsertViews(
      views,
      0,
      hashesOf(s, views, n),
      0,
      n,
      table.slots,
      511,
      table.dense,
      320,
      table.state,
      table.groups,
    );
    const slots = s.arena.allocZeroed(1024 * 8);
    return { args: [table.slots, 512, slots, 1023, s.below(5)], outputs: [[slots, 1024 * 8]] };
  },
  composeCodes: (s) => {
    const n = s.count();
    const width = [1, 2, 4][s.below(3)]!;
    const to = s.rows(n, 1000);
    const args = [s.bytes(n * width), width, s.validity(n), n, 77, s.below(100), s.below(2), to];
    return { args, outputs: [[to, n * 4]] };
  },
  combineCodes: (s) => {
    const count = 1 + s.below(9);
    const codes = 1 + s.below(9);
    const places = s.rows(81, 1000);
    return { args: [places, count, s.rows(codes, 50), codes, s.below(100)], outputs: [[places, 81 * 4]] };
  },
  recallGroups: (s) => {
    const n = s.count();
    const known = s.rows(20, 100);
    mem.u32.fill(0xffff_ffff, known >>> 2, (known >>> 2) + 5);
    const groups = s.room(n * 4);
    const seen = s.room(n);
    return {
      args: [known, s.rows(n, 20), n, groups, seen],
      outputs: [
        [groups, n * 4],
        [seen, n],
      ],
    };
  },
  freshCodes: (s) => {
    const n = s.count();
    const seen = s.arena.allocZeroed(50);
    mem.u8.fill(1, seen, seen + 10);
    const rows = s.room(n * 4);
    return {
      args: [s.rows(n, 50), n, seen, rows],
      outputs: [
        [seen, 50],
        [rows, n * 4],
      ],
    };
  },
  groupsOfCodes: (s) => {
    const n = s.count() * 4;
    const isSmall = s.below(2) === 0;
    const [aWidth, bWidth] = isSmall ? [1, s.below(2)] : [1 + s.below(2), s.below(3)];
    const [aCodes, bCodes] = isSmall ? [1 + s.below(8), 1 + s.below(8)] : [1 << (8 * aWidth), 1 << (8 * bWidth)];
    const stride = isSmall ? aCodes : s.below(3);
    const entries = isSmall ? aCodes * (bWidth === 0 ? 1 : bCodes) : aCodes + (bWidth === 0 ? 0 : bCodes * stride);
    const table = s.rows(entries, isSmall ? 1 + s.below(300) : 1000);
    const unknown = [0, 4, 40][s.below(3)]!;
    for (let i = 0; i < entries; i++)
      if (unknown > 0 && s.below(unknown) === 0) mem.u32[(table >>> 2) + i] = 0xffff_ffff;
    const [groups, rows] = [s.room(n * 4), s.room(n * 4)];
    const [a, b] = [s.bytes(n * aWidth), s.bytes(n * bWidth)];
    if (isSmall) {
      for (let i = 0; i < n; i++) mem.u8[a + i] = mem.u8[a + i]! % aCodes;
      for (let i = 0; i < n * bWidth; i++) mem.u8[b + i] = mem.u8[b + i]! % bCodes;
    }
    const args = [a, aWidth, b, bWidth, stride, n, table, entries, groups, rows];
    return {
      args,
      outputs: [
        [groups, n * 4],
        [rows, n * 4],
        [table, entries * 4],
      ],
    };
  },
  groupBytesOfCodes: (s) => {
    const n = s.count() * 4;
    const [aCodes, bCodes, none, known] = [1 + s.below(8), s.below(9), 1 + s.below(254), 1 + s.below(60)];
    const entries = aCodes * Math.max(1, bCodes);
    const table = s.rows(entries, none);
    for (let i = 0; i < entries; i++) if (s.below(known) === 0) mem.u32[(table >>> 2) + i] = 0xffff_ffff;
    const [groups, rows, mask] = [s.room(Math.max(64, n)), s.room(entries * 4), s.bytes(n)];
    const [a, b] = [s.bytes(n), bCodes === 0 ? 0 : s.bytes(n)];
    for (let i = 0; i < n; i++) {
      mem.u8[a + i] = mem.u8[a + i]! % aCodes;
      if (b !== 0) mem.u8[b + i] = mem.u8[b + i]! % bCodes;
      mem.u8[mask + i] = s.below(known) === 0 ? 0 : 255;
    }
    const outputs = [groups, n, rows, entries * 4, table, entries * 4];
    return {
      args: [a, b, aCodes, n, mask, table, entries, none, groups, rows],
      outputs: [0, 2, 4].map((i): [number, number] => [outputs[i]!, outputs[i + 1]!]),
    };
  },
} satisfies Record<string, (s: Source) => Call>;

function hashesOf(s: Source, views: number, n: number): number {
  const hashes = s.arena.alloc(n * 8);
  twinKernels().hashViews(views, 0, n, hashes, 0);
  return hashes;
}

function tableOf(s: Source, slotBytes: number, keyBytes: number) {
  const slots = s.arena.allocZeroed(512 * slotBytes);
  const dense = s.room(320 * keyBytes);
  const state = s.arena.allocZeroed(16);
  mem.u32[(state >>> 2) + 2] = s.below(2);
  const groups = s.room(300 * 4);
  const outputs: Output[] = [
    [slots, 512 * slotBytes],
    [dense, 320 * keyBytes],
    [state, 16],
    [groups, 1200],
  ];
  return { slots, dense, state, groups, outputs };
}
