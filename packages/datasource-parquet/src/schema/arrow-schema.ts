/**
 * Reads the Arrow schema that writers embed under the key `ARROW:schema`: base64 of an IPC message holding a flatbuffer.
 * Only what types need is read. A schema that cannot be read is ignored, as are fields of unknown types.
 */
import { DataTypes, field, type DataType, type Field, type IntervalUnit, type TimeUnit } from '@datafusion-ts/common';

/** The fields of the embedded schema; undefined when it cannot be read. */
export function readArrowSchema(base64: string): readonly Field[] | undefined {
  try {
    const binary = atob(base64);
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    const start = view.getUint32(0, true) === 0xffff_ffff ? 8 : 4;
    const message = Table.root(view, start);
    const schema = message.table(2);
    return schema?.tables(1).map((entry) => readField(entry, 0));
  } catch {
    // Damaged hints are no reason to refuse a file whose own schema is fine.
    return undefined;
  }
}

/** A flatbuffer table: fields are found through its vtable. */
class Table {
  readonly #view: DataView;
  readonly #at: number;

  private constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  static root(view: DataView, start: number): Table {
    return new Table(view, start + view.getUint32(start, true));
  }

  /** Where a field's value lies, 0 when absent. */
  #place(index: number): number {
    const vtable = this.#at - this.#view.getInt32(this.#at, true);
    const offset = 4 + index * 2;
    if (offset >= this.#view.getUint16(vtable, true)) return 0;
    const relative = this.#view.getUint16(vtable + offset, true);
    return relative === 0 ? 0 : this.#at + relative;
  }

  int8(index: number, absent: number): number {
    const place = this.#place(index);
    return place === 0 ? absent : this.#view.getInt8(place);
  }

  int16(index: number, absent: number): number {
    const place = this.#place(index);
    return place === 0 ? absent : this.#view.getInt16(place, true);
  }

  int32(index: number, absent: number): number {
    const place = this.#place(index);
    return place === 0 ? absent : this.#view.getInt32(place, true);
  }

  table(index: number): Table | undefined {
    const place = this.#place(index);
    return place === 0 ? undefined : new Table(this.#view, place + this.#view.getUint32(place, true));
  }

  text(index: number): string | undefined {
    const place = this.#place(index);
    if (place === 0) return undefined;
    const at = place + this.#view.getUint32(place, true);
    const length = this.#view.getUint32(at, true);
    return new TextDecoder().decode(new Uint8Array(this.#view.buffer, at + 4, length));
  }

  tables(index: number): readonly Table[] {
    const place = this.#place(index);
    if (place === 0) return [];
    const at = place + this.#view.getUint32(place, true);
    const count = this.#view.getUint32(at, true);
    const result: Table[] = [];
    for (let i = 0; i < count; i++) {
      const entry = at + 4 + i * 4;
      result.push(new Table(this.#view, entry + this.#view.getUint32(entry, true)));
    }
    return result;
  }
}

const MOST_DEPTH = 64;
const TIME_UNITS: readonly TimeUnit[] = ['Second', 'Millisecond', 'Microsecond', 'Nanosecond'];
const INTERVAL_UNITS: readonly IntervalUnit[] = ['YearMonth', 'DayTime', 'MonthDayNano'];

function readField(table: Table, depth: number): Field {
  if (depth > MOST_DEPTH) throw new RangeError('nested too deeply');
  const children = table.tables(5).map((child) => readField(child, depth + 1));
  const plain = readType(table.int8(2, 0), table.table(3), children);
  const dictionary = table.table(4);
  const type = dictionary === undefined ? plain : DataTypes.dictionary(indexType(dictionary.table(1)), plain);
  return field(table.text(0) ?? '', type, table.int8(1, 0) !== 0);
}

const indexType = (int: Table | undefined): DataType =>
  int === undefined ? DataTypes.Int32 : integer(int.int32(0, 32), int.int8(1, 0) !== 0);

function integer(bits: number, signed: boolean): DataType {
  switch (bits) {
    case 8:
      return signed ? DataTypes.Int8 : DataTypes.UInt8;
    case 16:
      return signed ? DataTypes.Int16 : DataTypes.UInt16;
    case 32:
      return signed ? DataTypes.Int32 : DataTypes.UInt32;
    default:
      return signed ? DataTypes.Int64 : DataTypes.UInt64;
  }
}

/** The type by its number in Arrow's union of types; Null for those that are never used as hints. */
function readType(kind: number, type: Table | undefined, children: readonly Field[]): DataType {
  if (type === undefined) return DataTypes.Null;
  switch (kind) {
    case 2:
      return integer(type.int32(0, 32), type.int8(1, 0) !== 0);
    case 3:
      return [DataTypes.Float16, DataTypes.Float32, DataTypes.Float64][type.int16(0, 0)] ?? DataTypes.Null;
    case 4:
      return DataTypes.Binary;
    case 5:
      return DataTypes.Utf8;
    case 6:
      return DataTypes.Boolean;
    case 7:
      return decimalType(type.int32(0, 0), type.int32(1, 0), type.int32(2, 128));
    case 8:
      return type.int16(0, 1) === 0 ? DataTypes.Date32 : DataTypes.Date64;
    case 9:
      return timeType(TIME_UNITS[type.int16(0, 1)]);
    case 10: {
      const unit = TIME_UNITS[type.int16(0, 0)] ?? 'Second';
      return DataTypes.timestamp(unit, type.text(1));
    }
    case 11:
      return DataTypes.interval(INTERVAL_UNITS[type.int16(0, 0)] ?? 'YearMonth');
    case 18:
      return DataTypes.duration(TIME_UNITS[type.int16(0, 1)] ?? 'Millisecond');
    case 15:
      return DataTypes.fixedSizeBinary(type.int32(0, 0));
    case 19:
      return DataTypes.LargeBinary;
    case 20:
      return DataTypes.LargeUtf8;
    case 23:
      return DataTypes.BinaryView;
    case 24:
      return DataTypes.Utf8View;
    default:
      return nestedType(kind, type, children);
  }
}

function nestedType(kind: number, type: Table, children: readonly Field[]): DataType {
  const [first] = children;
  if (kind === 13) return DataTypes.struct(children);
  if (first === undefined) return DataTypes.Null;
  switch (kind) {
    case 12:
      return DataTypes.list(first);
    case 16:
      return DataTypes.fixedSizeList(first, type.int32(0, 0));
    case 17:
      return DataTypes.map(first, type.int8(0, 0) !== 0);
    case 21:
      return DataTypes.largeList(first);
    default:
      return DataTypes.Null;
  }
}

function decimalType(precision: number, scale: number, bits: number): DataType {
  switch (bits) {
    case 32:
      return DataTypes.decimal32(precision, scale);
    case 64:
      return DataTypes.decimal64(precision, scale);
    case 256:
      return DataTypes.decimal256(precision, scale);
    default:
      return DataTypes.decimal128(precision, scale);
  }
}

function timeType(unit: TimeUnit | undefined): DataType {
  if (unit === 'Microsecond' || unit === 'Nanosecond') return DataTypes.time64(unit);
  return DataTypes.time32(unit === 'Second' ? 'Second' : 'Millisecond');
}
