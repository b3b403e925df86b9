import type { DataType, Schema } from '@datafusion-ts/common';

/**
 * A column in garbage-collected memory, in Arrow's layout: tables of the user's, in-memory tables, results. Nothing here
 * touches the engine memory; `fromHost` copies what is used into an arena, batch by batch.
 *
 * | types | values | offsets | text |
 * |---|---|---|---|
 * | booleans | bitmap | – | – |
 * | fixed widths, decimals at Arrow's width | values | – | – |
 * | strings and binaries | 16-byte views, or none | where there are no views | the bytes, or the views' buffers |
 * | lists, maps | – | elements | – |
 * | unions | type ids | dense: rows of the members | – |
 * | anything with `dictionary` | codes, unsigned, `codeWidth` bytes | – | – |
 */
export interface HostColumn {
  readonly type: DataType;
  readonly length: number;
  /** Exact, or -1 when nobody counted. */
  readonly nullCount: number;
  /** Position of the first row's bit in `validity` and in boolean `values`; all else starts with the first row. */
  readonly bitOffset: number;
  readonly validity: Uint8Array | undefined;
  readonly values: Uint8Array | undefined;
  readonly offsets: Int32Array | BigInt64Array | undefined;
  readonly text: readonly Uint8Array[];
  readonly children: readonly HostColumn[];
  readonly dictionary: HostDictionary | undefined;
  readonly codeWidth: number;
}

/** Entries shared by columns; the object's identity says that entries are the same. */
export interface HostDictionary {
  readonly chunks: readonly HostColumn[];
}

/** Rows in garbage-collected memory. */
export interface HostBatch {
  readonly schema: Schema;
  readonly rowCount: number;
  readonly columns: readonly HostColumn[];
}

/** What a column is made of; the rest is empty. */
export type HostParts = Partial<Omit<HostColumn, 'type' | 'length'>>;

/** Makes a host column. */
export function hostColumn(type: DataType, length: number, parts: HostParts): HostColumn {
  return {
    type,
    length,
    nullCount: parts.nullCount ?? (parts.validity === undefined ? 0 : -1),
    bitOffset: parts.bitOffset ?? 0,
    validity: parts.validity,
    values: parts.values,
    offsets: parts.offsets,
    text: parts.text ?? [],
    children: parts.children ?? [],
    dictionary: parts.dictionary,
    codeWidth: parts.codeWidth ?? 0,
  };
}

/** Bytes of a host column that its rows refer to, roughly: what counts against memory limits. */
export function hostByteLength(column: HostColumn): number {
  const own = (column.validity?.byteLength ?? 0) + (column.values?.byteLength ?? 0) + (column.offsets?.byteLength ?? 0);
  const text = column.text.reduce((sum, bytes) => sum + bytes.byteLength, 0);
  const nested = [...column.children, ...(column.dictionary?.chunks ?? [])];
  return nested.reduce((sum, child) => sum + hostByteLength(child), own + text);
}
