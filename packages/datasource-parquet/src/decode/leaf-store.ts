/** How values of a leaf are stored in its pages and how wide they are in the engine. */
import { decimalWidth, physicalTypeOf, valueTypeOf, widthOf } from '@datafusion-ts/compute';
import type { DataType } from '@datafusion-ts/common';
import { PhysicalKind } from '../metadata/file-metadata.js';
import { parquetNotImplemented } from '../parquet-error.js';
import type { LeafNode } from '../schema/column-node.js';

/** What turns stored values into the engine's. */
export type Conversion =
  | 'None'
  | 'WidenInt32'
  | 'NarrowInt32'
  | 'DaysToMillis'
  | 'Int96'
  | 'BigEndian'
  | 'BigEndianViews'
  | 'Interval'
  | 'FixedToViews'
  | 'Nulls';

/** How the values of a leaf are stored in the file, and what they become. */
export interface LeafStore {
  readonly node: LeafNode;
  /** Type of the values behind an Arrow dictionary. */
  readonly valueType: DataType;
  /** Bytes of a stored value: 0 for byte arrays, -1 for bits. */
  readonly storedWidth: number;
  /** Bytes of a value in the engine; 0 for bits. */
  readonly width: number;
  readonly isText: boolean;
  readonly conversion: Conversion;
}

const known = new WeakMap<LeafNode, LeafStore>();

/** How a leaf is stored; throws `NotImplementedError` for pairs of types that have no conversion. */
export function leafStore(node: LeafNode): LeafStore {
  let store = known.get(node);
  if (store === undefined) known.set(node, (store = makeStore(node)));
  return store;
}

function makeStore(node: LeafNode): LeafStore {
  const valueType = valueTypeOf(node.type);
  const storedWidth = storedWidthOf(node);
  const width =
    valueType.kind === 'Decimal128' || valueType.kind === 'Decimal256'
      ? decimalVectorWidth(node, valueType)
      : widthOf(valueType);
  const isText = node.physical === PhysicalKind.ByteArray || node.physical === PhysicalKind.FixedLenByteArray;
  return { node, valueType, storedWidth, width, isText, conversion: conversionOf(node, valueType, storedWidth, width) };
}

function storedWidthOf(node: LeafNode): number {
  switch (node.physical) {
    case PhysicalKind.Boolean:
      return -1;
    case PhysicalKind.Int32:
    case PhysicalKind.Float:
      return 4;
    case PhysicalKind.Int64:
    case PhysicalKind.Double:
      return 8;
    case PhysicalKind.Int96:
      return 12;
    case PhysicalKind.ByteArray:
      return 0;
    default:
      return node.typeLength;
  }
}

/** Decimals stored as integers stay 8 bytes wide whatever their precision. */
function decimalVectorWidth(node: LeafNode, type: DataType): number {
  const isInteger = node.physical === PhysicalKind.Int32 || node.physical === PhysicalKind.Int64;
  return isInteger ? 8 : decimalWidth(type);
}

function conversionOf(node: LeafNode, type: DataType, storedWidth: number, width: number): Conversion {
  const physical = physicalTypeOf(type);
  if (physical === 'null') return 'Nulls';
  switch (node.physical) {
    case PhysicalKind.Boolean:
      return 'None';
    case PhysicalKind.Int32:
      if (type.kind === 'Date64') return 'DaysToMillis';
      return width === 4 ? 'None' : width === 8 ? 'WidenInt32' : 'NarrowInt32';
    case PhysicalKind.Int96:
      return 'Int96';
    case PhysicalKind.ByteArray:
      return physical === 'decimal' ? 'BigEndianViews' : 'None';
    case PhysicalKind.FixedLenByteArray:
      if (physical === 'decimal') return 'BigEndian';
      if (type.kind === 'Interval') return 'Interval';
      if (physical === 'view') return 'FixedToViews';
      break;
    default:
  }
  if (storedWidth === width) return 'None';
  throw parquetNotImplemented(`reading ${storedWidth}-byte values as ${type.kind}`);
}
