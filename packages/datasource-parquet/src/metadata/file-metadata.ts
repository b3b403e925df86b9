/** What a Parquet footer says, in plain values. Numbers of the format's enums keep their values. */

/** Physical types. */
export const PhysicalKind = {
  Boolean: 0,
  Int32: 1,
  Int64: 2,
  Int96: 3,
  Float: 4,
  Double: 5,
  ByteArray: 6,
  FixedLenByteArray: 7,
} as const;

export type Repetition = 'Required' | 'Optional' | 'Repeated';

/** The annotation of a type, from either the logical or the older converted type. */
export type LogicalAnnotation =
  | {
      readonly kind:
        | 'String'
        | 'Map'
        | 'List'
        | 'Enum'
        | 'Date'
        | 'Json'
        | 'Bson'
        | 'Uuid'
        | 'Float16'
        | 'Unknown'
        | 'Interval'
        | 'MapKeyValue';
    }
  | { readonly kind: 'Decimal'; readonly precision: number; readonly scale: number }
  | {
      readonly kind: 'Time' | 'Timestamp';
      readonly unit: 'Millisecond' | 'Microsecond' | 'Nanosecond';
      readonly isAdjustedToUtc: boolean;
    }
  | { readonly kind: 'Integer'; readonly bitWidth: number; readonly signed: boolean };

/** A node of the schema, in depth-first order in the file, here as a tree. */
export interface SchemaElement {
  readonly name: string;
  readonly repetition: Repetition;
  /** Undefined for groups. */
  readonly physical: number | undefined;
  readonly typeLength: number;
  readonly annotation: LogicalAnnotation | undefined;
  readonly children: readonly SchemaElement[];
  readonly fieldId: number | undefined;
}

/** Bounds of a column chunk or page as stored: bytes by the column's physical type. */
export interface RawStatistics {
  readonly nullCount: number | undefined;
  readonly distinctCount: number | undefined;
  readonly min: Uint8Array | undefined;
  readonly max: Uint8Array | undefined;
  readonly minExact: boolean;
  readonly maxExact: boolean;
  /** From the fields whose order was not defined for unsigned values and bytes. */
  readonly deprecated: boolean;
}

/** A column of one row group. */
export interface ColumnChunk {
  readonly codec: number;
  readonly valueCount: number;
  readonly totalUncompressedSize: number;
  readonly totalCompressedSize: number;
  readonly dataPageOffset: number;
  readonly dictionaryPageOffset: number | undefined;
  readonly statistics: RawStatistics | undefined;
  readonly bloomFilterOffset: number | undefined;
  readonly bloomFilterLength: number | undefined;
  readonly columnIndexOffset: number | undefined;
  readonly columnIndexLength: number | undefined;
  readonly offsetIndexOffset: number | undefined;
  readonly offsetIndexLength: number | undefined;
  readonly encrypted: boolean;
  /** Set when the chunk lies in another file, which is not supported. */
  readonly filePath: string | undefined;
}

/** How rows of a row group are sorted by a leaf column. */
export interface SortingColumn {
  readonly columnIndex: number;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export interface RowGroup {
  readonly rowCount: number;
  readonly totalByteSize: number;
  /** One for each leaf. */
  readonly columns: readonly ColumnChunk[];
  readonly sortingColumns: readonly SortingColumn[];
}

export interface FileMetadata {
  readonly version: number;
  readonly rowCount: number;
  readonly root: SchemaElement;
  readonly rowGroups: readonly RowGroup[];
  readonly keyValues: ReadonlyMap<string, string>;
  readonly createdBy: string | undefined;
}

/** Byte range of a column chunk: its dictionary page and data pages. */
export function chunkRange(chunk: ColumnChunk): { readonly start: number; readonly end: number } {
  const { dictionaryPageOffset: dictionary, dataPageOffset } = chunk;
  const start = dictionary !== undefined && dictionary > 0 && dictionary < dataPageOffset ? dictionary : dataPageOffset;
  return { start, end: start + chunk.totalCompressedSize };
}
