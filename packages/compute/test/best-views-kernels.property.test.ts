/** Kernels of the smallest and largest texts of groups: each against its twin. */
import {
  allocator,
  Arena,
  decodeUtf8,
  mem,
  twinKernels,
  viewBytes,
  viewLength,
  wasmKernels,
  writeView,
  type Kernels,
} from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const GROUPS = 5;
const wasm = wasmKernels()!;
const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'ü'), maxLength: 20 }),
  fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 }).map((end) => `a common beginning ${end}`),
);
const row = fc.record({ text, group: fc.nat(GROUPS - 1), isActive: fc.boolean() });
const batches = fc.array(fc.array(row, { maxLength: 30 }), { maxLength: 4 });
type Rows = readonly { readonly text: string; readonly group: number; readonly isActive: boolean }[];

/** The best texts of all groups after some batches, whose memory is overwritten behind each. */
function best(kernels: Kernels, lists: readonly Rows[], largest: number, withMask: boolean): (string | undefined)[] {
  const [arena, batch] = [new Arena(), new Arena()];
  try {
    const [views, seen] = [arena.allocZeroed(GROUPS * 16), arena.allocZeroed(GROUPS)];
    for (const list of lists) {
      const rows = batch.alloc(list.length * 16);
      const bytes = list.map(({ text: value }) => Buffer.from(value));
      const texts = batch.alloc(bytes.reduce((sum, { length }) => sum + length, 0));
      let at = texts;
      bytes.forEach((value, i) => {
        mem.u8.set(value, at);
        writeView(rows + i * 16, at, value.length);
        at += value.length;
      });
      const groups = batch.alloc(list.length * 4);
      mem.u32.set(
        list.map(({ group }) => group),
        groups >>> 2,
      );
      const mask = withMask ? batch.allocZeroed(8) : 0;
      list.forEach(({ isActive }, i) => {
        if (withMask && isActive) mem.u8[mask + (i >>> 3)]! |= 1 << (i & 7);
      });
      const changed = batch.alloc(list.length * 4);
      const count = kernels.aggBestViews(rows, mask, groups, list.length, views, seen, largest, changed);
      const own = arena.alloc(kernels.aggTextBytes(views, changed, count));
      kernels.aggOwnTexts(views, seen, changed, count, own);
      mem.u8.fill(0xee, texts, at);
      mem.u8.fill(0xee, rows, rows + list.length * 16);
      batch.reset();
    }
    return Array.from({ length: GROUPS }, (_, i) => {
      expect(mem.u8[seen + i]).toBeLessThan(2);
      return mem.u8[seen + i] === 0 ? undefined : decodeUtf8(viewBytes(views + i * 16), viewLength(views + i * 16));
    });
  } finally {
    arena.release();
    batch.release();
  }
}

it('aggBestViews, aggTextBytes, aggOwnTexts', () => {
  fc.assert(
    fc.property(batches, fc.constantFrom(0, 1), fc.boolean(), (lists, largest, withMask) => {
      const found = best(wasm, lists, largest, withMask);
      expect(found).toEqual(best(twinKernels(), lists, largest, withMask));
      const rows = lists.flat().filter(({ isActive }) => isActive || !withMask);
      const expected = Array.from({ length: GROUPS }, (_, group) => {
        const texts = rows.filter((one) => one.group === group).map((one) => Buffer.from(one.text));
        const sorted = texts.sort((a, b) => Buffer.compare(a, b));
        return sorted.at(largest === 0 ? 0 : -1)?.toString();
      });
      expect(found).toEqual(expected);
    }),
    propertyBudget(300),
  );
});
