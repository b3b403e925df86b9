import { allocator, Arena, mem } from '@datafusion-ts/compute';
import fc from 'fast-check';
import { propertyBudget } from '@datafusion-ts/test-utils';
import { DEFAULT_DIALECT, type CsvDialect } from '../src/csv-dialect.js';
import { RecordSplitter, type Records } from '../src/record-splitter.js';

const budget = propertyBudget(300);
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Records as strings, as a splitter hands them out. */
function read(chunks: readonly Uint8Array[], columns: number, dialect: CsvDialect, capacity: number): string[][] {
  const wanted = Array.from({ length: columns }, (_, i) => i);
  const splitter = new RecordSplitter(dialect, columns, wanted, capacity);
  const arena = new Arena();
  const rows: string[][] = [];
  const take = (records: Records | undefined): boolean => {
    if (records === undefined) return false;
    for (let row = 0; row < records.count; row++) {
      const span = (field: number): number => (records.spans + row * 8 + field * records.columnBytes) >>> 2;
      const cells = wanted.map((field) =>
        decoder.decode(mem.u8.slice(mem.u32[span(field)]!, mem.u32[span(field) + 1]!)),
      );
      rows.push(cells);
      const again = splitter.fieldsOf(records, row);
      expect(wanted.map((field) => again[field] ?? '')).toEqual(cells);
    }
    return true;
  };
  try {
    for (const chunk of chunks) {
      splitter.window.push(chunk);
      while (take(splitter.next(false, arena)));
    }
    while (take(splitter.next(true, arena)));
    return rows;
  } finally {
    splitter.release();
    arena.release();
  }
}

/** Bytes cut at arbitrary places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => bytes.slice(at[i]!, end));
}

const cell = fc.string({
  unit: fc.constantFrom('a', 'b', ' ', ',', '"', '\n', '\r', ';', '#', 'ü', '😀', '\\'),
  maxLength: 6,
});
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((columns) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 12 }),
  );

const quoted = (rows: readonly (readonly string[])[], lineEnd: string): string =>
  rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',') + lineEnd).join('');

const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

describe('RecordSplitter', () => {
  it('reads back quoted records wherever the chunks are cut', () => {
    fc.assert(
      fc.property(
        table,
        fc.array(fc.nat(500), { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 5 }),
        (rows, places, lineEnd, capacity) => {
          const bytes = encoder.encode(quoted(rows, lineEnd));
          expect(read(cut(bytes, places), rows[0]!.length, DEFAULT_DIALECT, capacity)).toEqual(rows);
        },
      ),
      budget,
    );
  });

  it('gives the same for any bytes, whole or in chunks', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\\', '#'), maxLength: 40 });
    const dialects = fc.constantFrom<CsvDialect>(
      { ...DEFAULT_DIALECT, truncatedRows: true },
      { ...DEFAULT_DIALECT, truncatedRows: true, escape: 92 },
      { ...DEFAULT_DIALECT, truncatedRows: true, comment: 35 },
    );
    const attempt = (work: () => string[][]): unknown => {
      try {
        return work();
      } catch (error) {
        return String(error);
      }
    };
    fc.assert(
      fc.property(text, dialects, fc.array(fc.nat(40), { maxLength: 5 }), (input, dialect, places) => {
        const bytes = encoder.encode(input);
        expect(attempt(() => read(cut(bytes, places), 2, dialect, 100))).toEqual(
          attempt(() => read([bytes], 2, dialect, 100)),
        );
      }),
      budget,
    );
  });

  it('reads records of megabytes from many chunks, and what comes behind them', () => {
    const long = 'x,"\n'.repeat(700_000);
    const bytes = encoder.encode(`a,b\n${quoted([['1', long]], '\n')}c,d\n${quoted([['2', long]], '\n')}e,f\n`);
    const places = Array.from({ length: 40 }, (_, i) => i * 150_001);
    const rows = read(cut(bytes, places), 2, DEFAULT_DIALECT, 2);
    expect(rows.map(([a, b]) => [a, b!.length])).toEqual([
      ['a', 1],
      ['1', long.length],
      ['c', 1],
      ['2', long.length],
      ['e', 1],
    ]);
    expect(rows[3]![1]).toBe(long);
  });

  it('names line and numbers of fields when a record does not fit', () => {
    expect(() => read([encoder.encode('1,2\n3\n')], 2, DEFAULT_DIALECT, 10)).toThrow(
      'incorrect number of fields for line 2, expected 2 got 1',
    );
  });
});
