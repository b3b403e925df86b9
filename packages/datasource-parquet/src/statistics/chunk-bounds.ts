/** Bounds of column chunks and pages as scalars of the column's type. */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import { halfToNumber, valueTypeOf } from '@datafusion-ts/compute';
import { PhysicalKind, type RawStatistics } from '../metadata/file-metadata.js';
import type { LeafNode } from '../schema/column-node.js';
import { int32At } from './stored-integers.js';

/** A lower or upper bound and whether a row has just that value. */
export interface Bound {
  readonly value: ScalarValue;
  readonly isExact: boolean;
}

/** Bounds of a chunk or page, as its column was when they were made; undefined when they were not asked for. */
interface Bounds {
  readonly node: LeafNode;
  readonly isUsable: boolean;
  lower: Bound | undefined;
  upper: Bound | undefined;
}

/** Bounds made already: each scan asks for them again. */
const known = new WeakMap<RawStatistics, Bounds>();

/**
 * The lower (`sign` -1) or upper bounds (1) of some chunks or pages, which may lie outside of their values; undefined where
 * unknown. One loop for all: a function for each would be compiled in a first run.
 */
export function boundsOf(
  node: LeafNode,
  chunks: readonly (RawStatistics | undefined)[],
  sign: 1 | -1,
): readonly (Bound | undefined)[] {
  const result: (Bound | undefined)[] = [];
  for (const raw of chunks) {
    const bytes = sign < 0 ? raw?.min : raw?.max;
    if (raw === undefined || bytes === undefined) {
      result.push(undefined);
      continue;
    }
    let bounds = known.get(raw);
    if (bounds?.node !== node) {
      bounds = { node, isUsable: isUsable(node, raw), lower: undefined, upper: undefined };
      known.set(raw, bounds);
    }
    let bound = sign < 0 ? bounds.lower : bounds.upper;
    if (bound === undefined && bounds.isUsable) {
      bound = boundOf(node, bytes, sign < 0 ? raw.minExact : raw.maxExact);
      if (sign < 0) bounds.lower = bound;
      else bounds.upper = bound;
    }
    result.push(bound);
  }
  return result;
}

/** The old fields compare bytes and unsigned numbers as signed, so they say nothing about those. */
function isUsable(node: LeafNode, raw: RawStatistics): boolean {
  if (!raw.deprecated) return true;
  switch (valueTypeOf(node.type).kind) {
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
      return false;
    default:
      return node.physical !== PhysicalKind.ByteArray && node.physical !== PhysicalKind.FixedLenByteArray;
  }
}

function boundOf(node: LeafNode, bytes: Uint8Array, isExact: boolean): Bound | undefined {
  const value = boundValue(node, bytes);
  return value === undefined ? undefined : { value, isExact };
}

/** A bound's bytes as a scalar of the column's type; undefined when they cannot be one. */
function boundValue(node: LeafNode, bytes: Uint8Array): ScalarValue | undefined {
  if (node.physical === PhysicalKind.Int32)
    return bytes.length === 4 ? ofInt32(node.type, int32At(bytes, 0)) : undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  switch (node.physical) {
    case PhysicalKind.Boolean:
      return bytes.length === 1 && node.type.kind === 'Boolean'
        ? new ScalarValue(node.type, bytes[0] !== 0)
        : undefined;
    case PhysicalKind.Int64:
      return bytes.length === 8 ? ofInt64(node.type, view.getBigInt64(0, true)) : undefined;
    case PhysicalKind.Float:
      return bytes.length === 4 ? ofFloat(node.type, view.getFloat32(0, true)) : undefined;
    case PhysicalKind.Double:
      return bytes.length === 8 ? ofFloat(node.type, view.getFloat64(0, true)) : undefined;
    case PhysicalKind.Int96:
      return undefined;
    default:
      return ofBytes(node, bytes, view);
  }
}

function ofInt32(type: DataType, value: number): ScalarValue | undefined {
  switch (valueTypeOf(type).kind) {
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Date32':
    case 'Time32':
      return new ScalarValue(type, value);
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
      return new ScalarValue(type, value >>> 0);
    case 'Date64':
      return new ScalarValue(type, BigInt(value) * 86_400_000n);
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
    case 'Timestamp':
      return new ScalarValue(type, BigInt(value));
    default:
      return undefined;
  }
}

function ofInt64(type: DataType, value: bigint): ScalarValue | undefined {
  switch (valueTypeOf(type).kind) {
    case 'UInt64':
      return new ScalarValue(type, BigInt.asUintN(64, value));
    case 'Int64':
    case 'Date64':
    case 'Time64':
    case 'Timestamp':
    case 'Duration':
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return new ScalarValue(type, value);
    default:
      return undefined;
  }
}

/** NaN bounds nothing. */
function ofFloat(type: DataType, value: number): ScalarValue | undefined {
  const { kind } = valueTypeOf(type);
  return Number.isNaN(value) || (kind !== 'Float32' && kind !== 'Float64') ? undefined : new ScalarValue(type, value);
}

function ofBytes(node: LeafNode, bytes: Uint8Array, view: DataView): ScalarValue | undefined {
  const { type } = node;
  switch (valueTypeOf(type).kind) {
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return textValue(type, bytes);
    case 'Binary':
    case 'LargeBinary':
    case 'BinaryView':
      return new ScalarValue(type, bytes);
    case 'FixedSizeBinary':
      return bytes.length === node.typeLength ? new ScalarValue(type, bytes) : undefined;
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return new ScalarValue(type, bigEndian(bytes));
    case 'Float16': {
      const value = bytes.length === 2 ? halfToNumber(view.getUint16(0, true)) : NaN;
      return Number.isNaN(value) ? undefined : new ScalarValue(type, value);
    }
    default:
      return undefined;
  }
}

let strictDecoder: TextDecoder | undefined;

function textValue(type: DataType, bytes: Uint8Array): ScalarValue | undefined {
  strictDecoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return new ScalarValue(type, strictDecoder.decode(bytes));
  } catch {
    // Bounds cut inside a character say nothing as text.
    return undefined;
  }
}

function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}
