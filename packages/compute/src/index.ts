// Memory
export { mem, EngineMemory } from './memory/engine-memory.js';
export { allocator, SlabAllocator } from './memory/slab-allocator.js';
export { Arena, type Releasable } from './memory/arena.js';
export { copyBytesTo, fillBytes } from './memory/bytes.js';
export { GrowableBuffer } from './memory/growable-buffer.js';
export { uncharged, type MemoryCharge } from './memory/charge.js';

// Columns and batches
export type { ColumnVector, FlatVector, ConstantVector, DictionaryVector } from './vector/column-vector.js';
export { flatVector, isConstant, withType, withValidity, type FlatParts } from './vector/flat-vector.js';
export { Values } from './vector/values.js';
export { Batch, type Selection } from './vector/batch.js';
export {
  childTypesOf,
  decimalWidth,
  physicalTypeOf,
  valueTypeOf,
  widthOf,
  type PhysicalType,
} from './vector/physical-type.js';
export {
  allocBitmap,
  andBitmaps,
  bitmapBytes,
  clearBit,
  copyBits,
  countBits,
  countNulls,
  getBit,
  notBitmap,
  orBitmaps,
  setBit,
  sliceBitmap,
  writeBit,
} from './vector/bitmap.js';
export {
  constantVector,
  getScalar,
  isNull,
  isText,
  isValidAt,
  listRange,
  nullCountOf,
  nullVector,
  unionMember,
} from './vector/scalar-access.js';
export { sameScalar } from './vector/same-scalar.js';
export {
  byteLengthAt,
  bytesAddressAt,
  codeAt,
  INLINE_BYTES,
  readBytes,
  readString,
  stringReader,
  viewBytes,
  viewLength,
  writeView,
} from './vector/view.js';
export { decodeUtf8, encodeUtf8, utf8Bound } from './vector/text.js';
export { numberReader } from './vector/number-reader.js';
export { fitsWidth, halfToNumber, numberToHalf, readWide, writeWide } from './vector/numbers.js';

// Builders
export type { VectorBuilder } from './builders/vector-builder.js';
export { makeBuilder, vectorFromScalars } from './builders/make-builder.js';
export {
  BigIntBuilder,
  BooleanBuilder,
  BytesBuilder,
  date32Builder,
  DecimalBuilder,
  float32Builder,
  float64Builder,
  int16Builder,
  int32Builder,
  int64Builder,
  int8Builder,
  NullBuilder,
  NumberBuilder,
  uint16Builder,
  uint32Builder,
  uint64Builder,
  uint8Builder,
} from './builders/fixed-builders.js';
export { BinaryBuilder, StringBuilder } from './builders/string-builder.js';
export { FixedListBuilder, ListBuilder, StructBuilder, UnionBuilder } from './builders/make-builder.js';

// Moving rows about
export { flatten, codesToRows } from './structural/flatten.js';
export { broadcast } from './structural/broadcast.js';
export { takeVector } from './structural/take.js';
export {
  maskVector,
  NO_ROW,
  padRows,
  takePadded,
  takeVectorOrNull,
  type PaddedRows,
} from './structural/take-or-null.js';
export { sliceBatch, sliceVector } from './structural/slice.js';
export { concatBatches, concatVectors, emptyVector, narrowDecimal, widenDecimal } from './structural/concat.js';
export { copyBatch, copyBytes, copyVector } from './structural/copy.js';
export { areShortEnoughToCopy, copyEntries } from './structural/copy-entries.js';
export { allRows, filterBatch, filterToSelection, rowsOf, selectRows, takeSelection } from './structural/filter.js';
export { mapDictionary, type FlatFunction } from './structural/map-dictionary.js';

// Hashing, grouping, rows, sorting
export { hashColumn, hashColumns } from './hash/hash-columns.js';
export { GroupTable, makePartitionCodec, NO_GROUP, type GroupTableOptions } from './hash/group-table.js';
export type { PackedKeyCodec } from './hash/key-codec.js';
export { makePackedTable, type PackedTable } from './hash/packed-keys.js';
export { compareRows, RowEncoder, type EncodedRows, type RowField } from './row/row-encoder.js';
export { coarseKeys } from './sort/coarse-keys.js';
export { sortIndices, type SortKeyOptions } from './sort/sort-indices.js';

// Garbage-collected memory and apache-arrow
export {
  hostByteLength,
  hostColumn,
  type HostBatch,
  type HostColumn,
  type HostDictionary,
} from './host/host-column.js';
export { columnFromHost, fromHost, HostDictionaries } from './host/from-host.js';
export { columnToHost, toHost } from './host/to-host.js';
export { HostTable } from './host/host-table.js';
export { loadArrow, type ArrowBridge } from './arrow/arrow-bridge.js';

// Kernels
export { chooseKernels, kernels, twinKernels, useKernels, wasmKernels, type Kernels } from './kernels/registry.js';
export { instantiate } from './kernels/instantiate.js';
export * from './arithmetic/index.js';
export * from './compare/index.js';
export * from './boolean/index.js';
export * from './cast/index.js';
export * from './format/index.js';
export * from './parse/index.js';
export * from './temporal/index.js';
export * from './regex/index.js';
export * from './string/index.js';
