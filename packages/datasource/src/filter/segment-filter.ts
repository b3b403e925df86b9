/**
 * Which rows of a stretch of a file's or table's rows pass a filter.
 *
 * Conditions on one dictionary-coded column come first: they are evaluated once per dictionary entry, and the codes of
 * the rows select from that, into a byte mask. What is left is evaluated on rows: batch by batch while most rows are
 * in, on the gathered survivors otherwise. DESIGN.md 6a has the measurements.
 */
import {
  Arena,
  copyBytesTo,
  filterToSelection,
  flatten,
  getScalar,
  kernels,
  nullVector,
  sliceBitmap,
  withType,
  type ColumnVector,
  type Selection,
} from '@datafusion-ts/compute';
import { MaskedRows } from './masked-rows.js';
import type { FilterPart } from './row-filter.js';
import { firstAtLeast } from './row-numbers.js';
import type { CodedColumn, CodedPage, FilterColumns, ReadColumns, SegmentReader } from './segment-reader.js';

/** What a mask holds for rows that pass. */
const PASS = 255;

/** Rows that pass are gathered, for the next condition or the output, below this share of all; else they are selected. */
export const GATHER_SHARE = 0.3;

/** Rows are numbered, and further conditions tested on these only, below this share of the rows. */
const NUMBER_SHARE = 0.15;

/** Tables of up to this many entries are looked up with SIMD. */
const SMALL_TABLE = 64;

/** What some conditions on one column say together of each entry of its dictionary, and of null. */
interface EntryTable {
  readonly reader: CodedColumn;
  readonly parts: readonly FilterPart[];
  readonly codeWidth: 1 | 2 | 4;
  /** Number of entries. */
  readonly size: number;
  readonly address: number;
  readonly passing: number;
  readonly nullPasses: boolean;
}

/** Selects rows of the segments of one row group or table, or of one after the other. */
export class SegmentFilter {
  readonly #plan: FilterColumns;
  #reader: SegmentReader;
  readonly #batchSize: number;
  /** Tables of this row group's dictionaries; undefined where entries cannot be evaluated. */
  readonly #tables = new Map<FilterPart, EntryTable | undefined>();
  /** Holds the tables. */
  readonly #own = new Arena();
  /** Holds joined tables of a segment. */
  readonly #segment = new Arena();
  readonly #scratch = new Arena();

  constructor(plan: FilterColumns, reader: SegmentReader, batchSize: number) {
    this.#plan = plan;
    this.#reader = reader;
    this.#batchSize = batchSize;
  }

  /** Goes on with another row group, after `end`. */
  begin(reader: SegmentReader): void {
    this.#reader = reader;
  }

  /** Forgets what was known of dictionaries, but keeps the memory for the next row group. */
  end(): void {
    this.#tables.clear();
    this.#own.reset();
    this.#segment.reset();
    this.#scratch.reset();
  }

  release(): void {
    this.#own.release();
    this.#segment.release();
    this.#scratch.release();
  }

  /** True when a condition can be tested on dictionary entries. */
  isOnEntries(part: FilterPart): boolean {
    return this.#tableOf(part) !== undefined;
  }

  /** The rows among the next `count` that pass all conditions; undefined when all do. `arena` holds the result. */
  select(parts: readonly FilterPart[], count: number, arena: Arena): Selection | undefined {
    const mask = arena.alloc(count);
    kernels().maskFill(mask, count, PASS);
    let passing = count;
    let rows: Selection | undefined;
    for (const table of this.#joinedTables(parts)) {
      if (passing === 0) break;
      if (rows === undefined && passing <= count * NUMBER_SHARE) rows = rowsOfMask(mask, count, passing, arena);
      if (rows !== undefined) {
        rows = this.#narrow(table, count, rows, arena);
        passing = rows.count;
      } else if (this.#testCodes(table, count, mask, passing)) passing = kernels().maskCount(mask, count);
    }
    for (const part of inGoodOrder(parts.filter((one) => !this.isOnEntries(one)))) {
      if (passing === 0) break;
      const before = passing;
      if (rows === undefined && passing > count * GATHER_SHARE) {
        this.#testSlices(part, 0, count, mask);
        passing = kernels().maskCount(mask, count);
      } else {
        rows = this.#testGathered(part, rows ?? rowsOfMask(mask, count, passing, arena), arena);
        passing = rows.count;
      }
      part.tally.rows += before;
      part.tally.passed += passing;
    }
    return passing === count ? undefined : (rows ?? new MaskedRows(mask, count, passing, arena));
  }

  /** The tables of conditions that have one, those on the same column as one, cheap and selective ones first. */
  #joinedTables(parts: readonly FilterPart[]): readonly EntryTable[] {
    this.#segment.reset();
    const byReader = new Map<CodedColumn, EntryTable>();
    for (const part of parts) {
      const table = this.#tableOf(part);
      if (table === undefined) continue;
      const other = byReader.get(table.reader);
      byReader.set(table.reader, other === undefined ? table : this.#joined(other, table));
    }
    return [...byReader.values()].sort((a, b) => costOf(a) - costOf(b));
  }

  #joined(a: EntryTable, b: EntryTable): EntryTable {
    const { size } = a;
    const address = this.#segment.alloc(size);
    copyBytesTo(address, a.address, size);
    kernels().maskAnd(b.address, size, address);
    const [passing, nullPasses] = [kernels().maskCount(address, size), a.nullPasses && b.nullPasses];
    return { ...a, address, passing, nullPasses, parts: [...a.parts, ...b.parts] };
  }

  /** Narrows the mask by a table; false when that changes nothing. Pages without codes are tested by value. */
  #testCodes(table: EntryTable, count: number, mask: number, passingRows: number): boolean {
    const { reader, parts, size, passing, nullPasses } = table;
    let changed = false;
    for (const { page, count: rows, from, at } of reader.parts(0, count)) {
      const to = mask + at;
      if (passingRows < count && kernels().maskCount(to, rows) === 0) continue;
      if (!page.isCoded) for (const part of parts) this.#testSlices(part, at, rows, mask);
      else if (passing === size && (page.nullCount === 0 || nullPasses)) continue;
      else if (passing === 0 && !nullPasses) kernels().maskFill(to, rows, 0);
      else this.#maskPage(table, page, from, rows, to);
      changed = true;
    }
    return changed;
  }

  /** Narrows the mask by the codes of `[from, from + rows)` of a page. */
  #maskPage(
    { codeWidth, size, address, nullPasses }: EntryTable,
    page: CodedPage,
    from: number,
    rows: number,
    to: number,
  ): void {
    const codes = page.codes() + from * codeWidth;
    if (page.nullCount === 0) {
      maskCodes(codes, codeWidth, rows, address, size, to);
      return;
    }
    this.#scratch.reset();
    const validity = sliceBitmap(page.validity, from, rows, this.#scratch);
    if (!nullPasses) {
      maskCodes(codes, codeWidth, rows, address, size, to);
      kernels().maskBits(validity, 0, rows, to);
      return;
    }
    const own = this.#scratch.alloc(rows);
    kernels().maskFill(own, rows, PASS);
    maskCodes(codes, codeWidth, rows, address, size, own);
    kernels().maskNulls(validity, rows, PASS, own);
    kernels().maskAnd(own, rows, to);
  }

  /** The rows among the next `count` that a table lets pass as well, in memory of `arena`. */
  #narrow(table: EntryTable, count: number, { rows, count: before }: Selection, arena: Arena): Selection {
    const { reader, parts, size, address, passing, nullPasses } = table;
    const allPass = passing === size && (nullPasses || !reader.isNullable);
    if (allPass && reader.areCodes(0, count)) return { rows, count: before };
    const left = arena.alloc(before * 4);
    let kept = 0;
    let done = 0;
    for (const part of reader.parts(0, count)) {
      const next = firstAtLeast(rows, done, before, part.at + part.count);
      if (next === done) continue;
      const [own, to, first] = [rows + done * 4, left + kept * 4, part.at - part.from];
      const { page } = part;
      if (page.isCoded) kept += page.narrow(address, nullPasses, { rows: own, count: next - done, first }, to, arena);
      else {
        const chosen = parts.reduce((some, one) => this.#testGathered(one, some, arena), {
          rows: own,
          count: next - done,
        });
        copyBytesTo(to, chosen.rows, chosen.count * 4);
        kept += chosen.count;
      }
      done = next;
    }
    return { rows: left, count: kept };
  }

  /** Narrows `[start, start + count)` of the mask by a condition, evaluated on batches of rows that have any passing. */
  #testSlices(part: FilterPart, start: number, count: number, mask: number): void {
    for (let at = start; at < start + count; at += this.#batchSize) {
      const rows = Math.min(this.#batchSize, start + count - at);
      if (kernels().maskCount(mask + at, rows) === 0) continue;
      this.#scratch.reset();
      const passes = this.#evaluate(part, rows, (i) => this.#reader.slice(i, at, rows, this.#scratch));
      if (passes.encoding === 'constant') {
        if (passes.value.value !== true) kernels().maskFill(mask + at, rows, 0);
        continue;
      }
      const flat = flatten(passes, this.#scratch);
      if (flat.type.kind === 'Null') kernels().maskFill(mask + at, rows, 0);
      else kernels().maskBits(flat.values, flat.validity, rows, mask + at);
    }
  }

  /** The rows of a selection that pass a condition, in memory of `arena`. */
  #testGathered(part: FilterPart, { rows, count }: Selection, arena: Arena): Selection {
    const left = arena.alloc(count * 4);
    let passing = 0;
    for (let at = 0; at < count; at += this.#batchSize) {
      const n = Math.min(this.#batchSize, count - at);
      this.#scratch.reset();
      const from = rows + at * 4;
      const passes = this.#evaluate(part, n, (i) => this.#reader.gather(i, from, n, this.#scratch));
      const chosen = filterToSelection(passes, n, this.#scratch);
      kernels().gather4(from, chosen.rows, chosen.count, left + passing * 4);
      passing += chosen.count;
    }
    return { rows: left, count: passing };
  }

  #evaluate(part: FilterPart, count: number, column: (reader: number) => ColumnVector): ColumnVector {
    const columns = this.#columnsOf(part);
    const batch = columns.batch(columns.readers.map(column), count, undefined, this.#scratch);
    return part.expr.evaluate(batch, this.#scratch);
  }

  #columnsOf(part: FilterPart): ReadColumns {
    return this.#plan.columns(part.columns);
  }

  #tableOf(part: FilterPart): EntryTable | undefined {
    if (!this.#tables.has(part)) this.#tables.set(part, this.#makeTable(part));
    return this.#tables.get(part);
  }

  #makeTable(part: FilterPart): EntryTable | undefined {
    const { readers } = this.#columnsOf(part);
    const reader = part.isPure && readers.length === 1 ? this.#reader.flat(readers[0]!) : undefined;
    const entries = reader?.entries();
    if (reader === undefined || entries === undefined) return undefined;
    this.#scratch.reset();
    const { column } = entries.values;
    const size = column.length;
    const passes = flatten(
      this.#evaluate(part, size, () => withType(column, reader.type)),
      this.#scratch,
    );
    const address = this.#own.alloc(size);
    const isNull = passes.type.kind === 'Null';
    kernels().maskFill(address, size, isNull ? 0 : PASS);
    if (!isNull) kernels().maskBits(passes.values, passes.validity, size, address);
    return {
      reader,
      parts: [part],
      codeWidth: entries.codeWidth,
      size,
      address,
      passing: kernels().maskCount(address, size),
      nullPasses: this.#passesNull(part, reader),
    };
  }

  /** Asked once a scan; of a column that cannot be null it does not matter. */
  #passesNull(part: FilterPart, { type, isNullable }: CodedColumn): boolean {
    if (!isNullable) return false;
    let passes = this.#plan.nullPasses.get(part);
    if (passes === undefined) {
      passes =
        getScalar(
          this.#evaluate(part, 1, () => nullVector(type, 1)),
          0,
        ).value === true;
      this.#plan.nullPasses.set(part, passes);
    }
    return passes;
  }
}

/**
 * Conditions that leave the fewest rows for the columns they read come first, so that columns of the others are fetched for
 * few rows. Conditions that can fail are tested when it is their turn.
 */
function inGoodOrder(parts: readonly FilterPart[]): readonly FilterPart[] {
  if (parts.length < 2 || !parts.every(({ isPure }) => isPure)) return parts;
  return [...parts].sort((a, b) => gainOf(b) - gainOf(a));
}

/** The share of rows that a condition drops, a column that it reads; half of them as long as nothing is known. */
function gainOf({ tally, columns }: FilterPart): number {
  const dropped = tally.rows === 0 ? 0.5 : 1 - tally.passed / tally.rows;
  return dropped / Math.max(columns.length, 1);
}

/** What testing a row costs and then leaves to do, roughly: enough to put cheap conditions first. */
function costOf({ size, passing }: EntryTable): number {
  return (size <= SMALL_TABLE ? 0 : 1) + passing / size;
}

function rowsOfMask(mask: number, count: number, passing: number, arena: Arena): Selection {
  const rows = arena.alloc(passing * 4);
  return { rows, count: kernels().maskToRows(mask, count, rows) };
}

function maskCodes(codes: number, codeWidth: number, count: number, table: number, size: number, mask: number): void {
  const k = kernels();
  if (codeWidth === 1) k.maskCodes1(codes, count, table, size, mask);
  else if (codeWidth === 2) k.maskCodes2(codes, count, table, mask);
  else k.maskCodes4(codes, count, table, mask);
}
