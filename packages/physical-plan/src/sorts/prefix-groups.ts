import type { ScalarValue } from '@datafusion-ts/common';
import {
  Arena,
  compareRows,
  mem,
  RowEncoder,
  vectorFromScalars,
  type Batch,
  type EncodedRows,
} from '@datafusion-ts/compute';
import { evaluateSortKeys, type LexOrdering } from '@datafusion-ts/physical-expr';

/** Answers questions about rows that are ordered by a prefix of sort keys. */
export interface PrefixComparer {
  /** True when the last row's prefix comes strictly after the given values. */
  isBehind(batch: Batch, values: readonly ScalarValue[]): boolean;
  /** First row of each new prefix value, 0 included. */
  groupStarts(batch: Batch, arena: Arena): readonly number[];
  /** True when the first row's prefix differs from that of the last row of the batch before, as remembered by `remember`. */
  startsNewGroup(batch: Batch): boolean;
  /** Remembers the prefix of the batch's last row. */
  remember(batch: Batch): void;
}

/** Compares rows by a prefix of sort keys, through their encoded bytes. */
export function splitByPrefix(prefix: LexOrdering): PrefixComparer {
  let lastBytes: Uint8Array | undefined;
  const encoderOf = (batch: Batch): RowEncoder =>
    new RowEncoder(
      prefix.map(({ expr, options }) => ({ type: expr.dataType(batch.schema), ...options })),
      'order',
    );
  const encode = (batch: Batch, arena: Arena): EncodedRows =>
    encoderOf(batch).encode(evaluateSortKeys(prefix, batch, arena), batch.rowCount, arena);
  return {
    isBehind(batch, values) {
      return withArena((arena) => {
        const rows = encode(batch, arena);
        const columns = values.map((value, i) =>
          vectorFromScalars(prefix[i]!.expr.dataType(batch.schema), [value], arena),
        );
        const limit = encoderOf(batch).encode(columns, 1, arena);
        return compareRows(rows, batch.rowCount - 1, limit, 0) > 0;
      });
    },
    groupStarts(batch, arena) {
      const rows = encode(batch, arena);
      const starts = [0];
      for (let row = 1; row < batch.rowCount; row++) if (compareRows(rows, row - 1, rows, row) !== 0) starts.push(row);
      return starts;
    },
    startsNewGroup(batch) {
      const last = lastBytes;
      return last !== undefined && withArena((arena) => !sameBytes(last, rowBytes(encode(batch, arena), 0)));
    },
    remember(batch) {
      lastBytes = withArena((arena) => rowBytes(encode(batch, arena), batch.rowCount - 1));
    },
  };
}

function rowBytes(rows: EncodedRows, row: number): Uint8Array {
  const at = (rows.offsets >>> 2) + row;
  return mem.u8.slice(rows.bytes + mem.u32[at]!, rows.bytes + mem.u32[at + 1]!);
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

function withArena<T>(work: (arena: Arena) => T): T {
  const arena = new Arena();
  try {
    return work(arena);
  } finally {
    arena.release();
  }
}
