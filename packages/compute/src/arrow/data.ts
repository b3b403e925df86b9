/** Columns between host memory and apache-arrow's `Data`: buffers are shared, never copied, except where layouts differ. */
import type { DataType } from '@datafusion-ts/common';
import type * as arrowTypes from 'apache-arrow';
import { hostColumn, type HostColumn, type HostDictionary } from '../host/host-column.js';
import { physicalTypeOf, widthOf } from '../vector/physical-type.js';
import type { ArrowModule } from './arrow-module.js';

/** Converts columns with a loaded apache-arrow. */
export class ArrowColumns {
  readonly #arrow: ArrowModule;
  readonly #hostOf = new WeakMap<object, HostDictionary>();
  readonly #vectorOf = new WeakMap<HostDictionary, arrowTypes.Vector>();

  constructor(arrow: ArrowModule) {
    this.#arrow = arrow;
  }

  /** The rows of a `Data` of our type `type`, sharing its buffers. */
  toHost(data: arrowTypes.Data, type: DataType): HostColumn {
    const { length } = data;
    const nulls = {
      bitOffset: data.offset,
      nullCount: type.kind === 'Null' ? length : type.kind === 'Union' ? 0 : data.nullCount,
      validity: data.nullCount > 0 ? (data.nullBitmap as Uint8Array | undefined) : undefined,
    };
    const values = bytesOf(data.values as ArrayBufferView | undefined);
    if (type.kind === 'Dictionary') return this.#dictionaryToHost(data, type, { ...nulls, values });
    const offsets = data.valueOffsets as unknown as Int32Array | BigInt64Array | undefined;
    switch (physicalTypeOf(type)) {
      case 'view': {
        if (type.kind === 'Utf8View' || type.kind === 'BinaryView') {
          return hostColumn(type, length, { ...nulls, values, text: data.variadicBuffers });
        }
        return hostColumn(type, length, { ...nulls, offsets, text: values === undefined ? [] : [values] });
      }
      case 'list':
      case 'fixedList':
      case 'struct':
        return hostColumn(type, length, { ...nulls, offsets, children: this.#childrenToHost(data, type) });
      case 'union':
        return hostColumn(type, length, {
          values: bytesOf(data.typeIds as ArrayBufferView | undefined),
          offsets,
          children: this.#childrenToHost(data, type),
        });
      default:
        return hostColumn(type, length, { ...nulls, values });
    }
  }

  /** A `Data` of the given Arrow type with the rows of a host column that starts at bit 0. */
  fromHost(column: HostColumn, type: arrowTypes.DataType): arrowTypes.Data {
    const { length, nullCount } = column;
    const nullBitmap = nullCount === 0 ? undefined : column.validity;
    const make = (props: object): arrowTypes.Data =>
      this.#arrow.makeData({ type, length, nullCount, nullBitmap, ...props } as never) as arrowTypes.Data;
    if (column.dictionary !== undefined) {
      const dictionaryType = type as arrowTypes.Dictionary;
      const data = typed(column.values, dictionaryType.indices.ArrayType);
      return make({
        data,
        dictionary: this.#vector(column.dictionary, dictionaryType.dictionary as arrowTypes.DataType),
      });
    }
    const { kind } = column.type;
    switch (physicalTypeOf(column.type)) {
      case 'null':
        return this.#arrow.makeData({ type: type as arrowTypes.Null, length }) as arrowTypes.Data;
      case 'boolean':
      case 'fixedBinary':
        return make({ data: column.values });
      case 'view':
        if (kind === 'Utf8View' || kind === 'BinaryView') return make(viewsOf(column));
        return make({
          valueOffsets: kind.startsWith('Large') ? largeOffsets(column) : column.offsets,
          data: column.text[0],
        });
      case 'list':
        return make({
          valueOffsets: kind === 'LargeList' ? largeOffsets(column) : column.offsets,
          child: this.#childFromHost(column, type, 0),
        });
      case 'fixedList':
        return make({ child: this.#childFromHost(column, type, 0) });
      case 'struct':
        return make({ children: column.children.map((_, i) => this.#childFromHost(column, type, i)) });
      case 'union':
        return make({
          typeIds: typed(column.values, Int8Array),
          ...(column.offsets === undefined ? {} : { valueOffsets: column.offsets }),
          children: column.children.map((_, i) => this.#childFromHost(column, type, i)),
        });
      default:
        return make({ data: typed(column.values, type.ArrayType) });
    }
  }

  #childFromHost(column: HostColumn, type: arrowTypes.DataType, index: number): arrowTypes.Data {
    const child = type.children[index] as arrowTypes.Field;
    return this.fromHost(column.children[index]!, child.type as arrowTypes.DataType);
  }

  #childrenToHost(data: arrowTypes.Data, type: DataType): HostColumn[] {
    const types = childTypes(type);
    return types.map((childType, i) => {
      const child = data.children[i];
      return child === undefined ? hostColumn(childType, 0, {}) : this.toHost(child as arrowTypes.Data, childType);
    });
  }

  #dictionaryToHost(
    data: arrowTypes.Data,
    type: Extract<DataType, { kind: 'Dictionary' }>,
    parts: { readonly values: Uint8Array | undefined },
  ): HostColumn {
    const vector = data.dictionary as arrowTypes.Vector | undefined;
    let dictionary = vector === undefined ? { chunks: [] } : this.#hostOf.get(vector);
    if (dictionary === undefined) {
      dictionary = { chunks: vector!.data.map((chunk) => this.toHost(chunk as arrowTypes.Data, type.valueType)) };
      this.#hostOf.set(vector!, dictionary);
    }
    return hostColumn(type, data.length, { ...parts, dictionary, codeWidth: widthOf(type.keyType) });
  }

  #vector(dictionary: HostDictionary, type: arrowTypes.DataType): arrowTypes.Vector {
    const known = this.#vectorOf.get(dictionary);
    if (known !== undefined) return known;
    const vector = new this.#arrow.Vector(
      dictionary.chunks.map((chunk) => this.fromHost(chunk, type)),
    ) as arrowTypes.Vector;
    this.#vectorOf.set(dictionary, vector);
    this.#hostOf.set(vector, dictionary);
    return vector;
  }
}

function childTypes(type: DataType): readonly DataType[] {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
      return [type.field.dataType];
    case 'Map':
      return [type.entries.dataType];
    case 'Struct':
      return type.fields.map((f) => f.dataType);
    case 'Union':
      return type.fields.map((f) => f.field.dataType);
    default:
      return [];
  }
}

function bytesOf(view: ArrayBufferView | undefined): Uint8Array | undefined {
  return view === undefined ? undefined : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

interface TypedArrayOf {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): ArrayBufferView;
}

/** The bytes as elements of another type. */
function typed(bytes: Uint8Array | undefined, constructor: unknown): ArrayBufferView {
  const array = constructor as TypedArrayOf;
  const source = bytes ?? new Uint8Array(0);
  const aligned = source.byteOffset % array.BYTES_PER_ELEMENT === 0 ? source : source.slice();
  return new array(aligned.buffer, aligned.byteOffset, aligned.byteLength / array.BYTES_PER_ELEMENT);
}

function largeOffsets(column: HostColumn): BigInt64Array {
  const offsets = column.offsets ?? new Int32Array(1);
  return offsets instanceof BigInt64Array ? offsets : BigInt64Array.from(offsets, (offset) => BigInt(offset));
}

/** Arrow's views over one buffer of text; columns that came with views keep theirs. */
function viewsOf(column: HostColumn): { readonly views: Uint8Array; readonly variadicBuffers: readonly Uint8Array[] } {
  const { offsets } = column;
  if (offsets === undefined) return { views: column.values ?? new Uint8Array(0), variadicBuffers: column.text };
  const text = column.text[0] ?? new Uint8Array(0);
  const views = new Uint8Array(column.length * 16);
  const words = new DataView(views.buffer);
  for (let i = 0; i < column.length; i++) {
    const start = Number(offsets[i]!);
    const length = Number(offsets[i + 1]!) - start;
    words.setInt32(i * 16, length, true);
    views.set(text.subarray(start, start + (length <= 12 ? length : 4)), i * 16 + 4);
    if (length > 12) words.setInt32(i * 16 + 12, start, true);
  }
  return { views, variadicBuffers: [text] };
}
