/** Rows that wait by partition. */
import { allocator, Arena, mem, uncharged } from '@datafusion-ts/compute';
import { PARTITIONS, RowPartitions } from '../src/aggregates/partitioned/row-partitions.js';

const ROWS = 8192;

it('keeps rows in few chunks however many there are, and bits only once some are not set', () => {
  const before = allocator.liveBlocks;
  const [arena, scratch] = [new Arena(), new Arena()];
  const [keys, parts, counts] = [arena.alloc(ROWS * 8), arena.alloc(ROWS * 4), arena.alloc(PARTITIONS * 4)];
  const bits = arena.alloc(ROWS / 8);
  mem.u8.fill(0b1011_1111, bits, bits + ROWS / 8);
  const rows = new RowPartitions([8, 1], uncharged);
  const chunks = allocator.liveBlocks;
  const batches = 1000;
  for (let batch = 0; batch < batches; batch++) {
    for (let row = 0; row < ROWS; row++) mem.i64[(keys >>> 3) + row] = BigInt(batch * ROWS + row);
    // Two partitions have most rows.
    mem.u32.fill(0, parts >>> 2, (parts >>> 2) + ROWS);
    for (let row = 0; row < ROWS; row += 3) mem.u32[(parts >>> 2) + row] = row % 100 === 0 ? 63 : 1;
    mem.u32.fill(0, counts >>> 2, (counts >>> 2) + PARTITIONS);
    for (let row = 0; row < ROWS; row++) mem.u32[(counts >>> 2) + mem.u32[(parts >>> 2) + row]!]!++;
    const columns = [
      { address: keys, isBits: false },
      { address: batch < 990 ? 0 : bits, isBits: true },
    ];
    rows.add(columns, parts, counts, ROWS, scratch);
    scratch.reset();
  }
  expect((allocator.liveBlocks - chunks) * 220_000).toBeLessThan(rows.bytes);
  let [count, unset] = [0, 0];
  for (let part = 0; part < PARTITIONS; part++) {
    let last = -1n;
    rows.drain(part, ([key, flags], rowCount) => {
      for (let row = 0; row < rowCount; row++) {
        const value = mem.i64[(key! >>> 3) + row]!;
        if (value <= last) throw new Error(`${value} behind ${last}`);
        last = value;
        const isSet = Number(value) < 990 * ROWS || value % 8n !== 6n;
        if (mem.u8[flags! + row] !== (isSet ? 1 : 0)) throw new Error(`bit of ${value}`);
        if (!isSet) unset++;
      }
      count += rowCount;
    });
  }
  expect([count, unset]).toEqual([batches * ROWS, (10 * ROWS) / 8]);
  rows.release();
  for (const kept of [arena, scratch]) kept.release();
  expect(allocator.liveBlocks).toBe(before);
});
