import type { DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { MemoryCharge } from '../memory/charge.js';
import { kernels } from '../kernels/registry.js';
import { RowEncoder } from '../row/row-encoder.js';
import { flatten } from '../structural/flatten.js';
import { andBitmaps } from '../vector/bitmap.js';
import type { ColumnVector } from '../vector/column-vector.js';
import type { KeyStore } from './key-store.js';
import { ViewTable } from './text-keys.js';

/** Any columns, encoded for equality. */
export class RowKeys implements KeyStore {
  readonly isPartitionable = false;
  readonly #encoder: RowEncoder;
  readonly #table: ViewTable;
  readonly #nullsMatch: boolean;

  constructor(types: readonly DataType[], charge: MemoryCharge, nullsMatch: boolean) {
    this.#encoder = new RowEncoder(
      types.map((type) => ({ type })),
      'equality',
    );
    this.#table = new ViewTable(charge, nullsMatch);
    this.#nullsMatch = nullsMatch;
  }

  get groupCount(): number {
    return this.#table.groupCount;
  }

  get allocatedBytes(): number {
    return this.#table.allocatedBytes;
  }

  insert(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    const { views, validity } = this.#encode(columns, rowCount, arena);
    this.#table.insertViews(views, validity, rowCount, groups, arena);
  }

  lookup(columns: readonly ColumnVector[], rowCount: number, groups: number, arena: Arena): void {
    const { views, validity } = this.#encode(columns, rowCount, arena);
    this.#table.lookupViews(views, validity, rowCount, groups, arena);
  }

  keys(from: number, to: number, arena: Arena): ColumnVector[] {
    const views = this.#table.viewsOf(from, to, arena);
    const cursors = arena.alloc((to - from) * 4);
    kernels().viewAddresses(views, to - from, cursors);
    return this.#encoder.decodeAt(cursors, to - from, arena);
  }

  reserve(groupCount: number): void {
    this.#table.reserve(groupCount);
  }

  removeFirst(count: number): void {
    this.#table.removeFirst(count);
  }

  release(): void {
    this.#table.release();
  }

  #encode(
    columns: readonly ColumnVector[],
    rowCount: number,
    arena: Arena,
  ): { readonly views: number; readonly validity: number } {
    const flats = columns.map((c) => flatten(c, arena));
    const rows = this.#encoder.encode(flats, rowCount, arena);
    const views = arena.alloc(rowCount * 16);
    kernels().viewsFromOffsets(rows.offsets, rows.bytes, rowCount, views);
    if (this.#nullsMatch) return { views, validity: 0 };
    return { views, validity: flats.reduce((all, flat) => andBitmaps(all, flat.validity, rowCount, arena), 0) };
  }
}
