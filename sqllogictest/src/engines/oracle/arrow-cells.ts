/**
 * From an Arrow IPC stream to the cells of a test file: the oracle's results. Top-level booleans, strings, floats and
 * decimals follow `normalize/cell-text.ts`; everything else is written as arrow-rs's array formatter does, `NULL` for
 * nulls at any depth.
 */
import type { Data, DataType, Interval, Union, Vector } from 'apache-arrow';
import type { ColumnTypeChar } from '../../engine.js';
import { decimalCell, floatCell, NULL_TEXT, shortestFloat32, stringCell } from '../../normalize/cell-text.js';
import { DEFAULT_SCALE, SPARK_SCALE } from '../../normalize/plain-decimal.js';
import { dateText, durationText, intervalText, timestampText, timeText, zonedText } from './temporal-text.js';

/** Column types and cells of a result. */
export interface ArrowCells {
  readonly types: readonly ColumnTypeChar[];
  readonly rows: readonly (readonly string[])[];
}

type Arrow = typeof import('apache-arrow');
type CellAt = (row: number) => string;

const TICKS: readonly bigint[] = [1n, 1000n, 1_000_000n, 1_000_000_000n];
const ticksPerSecond = (unit: number): bigint => TICKS[unit] as bigint;

/** The runner's letter for a column's type. */
export function columnTypeChar(arrow: Arrow, type: DataType): ColumnTypeChar {
  const { DataType: is } = arrow;
  if (is.isBool(type)) return 'B';
  if (is.isInt(type)) return 'I';
  if (is.isFloat(type)) return 'R';
  // DataFusion's runner has no letter for the decimals of 32 and 64 bits.
  if (is.isDecimal(type)) return type.bitWidth >= 128 ? 'R' : '?';
  if (is.isUtf8(type) || is.isLargeUtf8(type) || is.isUtf8View(type)) return 'T';
  if (is.isDate(type) || is.isTime(type)) return 'D';
  if (is.isTimestamp(type)) return 'P';
  if (is.isDictionary(type)) return columnTypeChar(arrow, type.dictionary) === 'T' ? 'T' : '?';
  return '?';
}

/** A float inside a list or struct: shortest digits, always with a point or an exponent. */
function nestedFloat(value: number, digits: string, plainBelow: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf';
  const [mantissa = '', exponent] = Number(digits).toExponential().split('e');
  const power = Number(exponent);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (power >= plainBelow || power < -5) return `${mantissa}e${power}`;
  const plain = Number(digits).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** The digits of a two's complement little-endian integer with `scale` decimal places. */
function decimalDigits(words: Uint32Array, scale: number): string {
  const unsigned = words.reduceRight((total, word) => (total << 32n) | BigInt(word), 0n);
  const value = BigInt.asIntN(words.length * 32, unsigned);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const sign = value < 0n ? '-' : '';
  if (scale <= 0) return sign + digits + (value === 0n ? '' : '0'.repeat(-scale));
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

class CellFormatter {
  constructor(
    readonly arrow: Arrow,
    readonly spark: boolean,
  ) {}

  /** Cells of a column at the top level of a result. */
  column(vector: Vector): CellAt {
    const starts: number[] = [];
    const parts = vector.data.map((data) => this.#topLevel(data));
    for (const data of vector.data) starts.push((starts.at(-1) ?? 0) + data.length);
    return (row) => {
      const part = starts.findIndex((end) => row < end);
      return (parts[part] as CellAt)(row - (part > 0 ? (starts[part - 1] as number) : 0));
    };
  }

  #topLevel(data: Data): CellAt {
    const { DataType: is, Vector: VectorOf } = this.arrow;
    const { type } = data;
    if (is.isDictionary(type)) {
      const values = this.column(data.dictionary as Vector);
      return this.#orNull(data, (row) => values(Number(data.values[row])));
    }
    if (is.isUtf8(type) || is.isLargeUtf8(type) || is.isUtf8View(type)) {
      const vector = new VectorOf([data]);
      return this.#orNull(data, (row) => stringCell(vector.get(row) as string));
    }
    if (is.isFloat(type)) {
      const vector = new VectorOf([data]);
      const bits = ([16, 32, 64] as const)[type.precision] ?? 64;
      const scale = this.spark ? SPARK_SCALE : DEFAULT_SCALE;
      return this.#orNull(data, (row) => floatCell(vector.get(row) as number, bits, scale));
    }
    const text = this.#plain(data);
    return this.#orNull(data, is.isDecimal(type) && type.bitWidth >= 128 ? (row) => decimalCell(text(row)) : text);
  }

  #orNull(data: Data, text: CellAt): CellAt {
    if (this.arrow.DataType.isNull(data.type)) return () => NULL_TEXT;
    if (this.arrow.DataType.isUnion(data.type) || data.nullCount === 0) return text;
    return (row) => (data.getValid(row) ? text(row) : NULL_TEXT);
  }

  #nested(data: Data): CellAt {
    return this.#orNull(data, this.#plain(data));
  }

  /** Values that are not null, as the array formatter writes them. */
  #plain(data: Data): CellAt {
    const { DataType: is, Vector: VectorOf } = this.arrow;
    const { type } = data;
    if (is.isNull(type)) return () => NULL_TEXT;
    if (is.isDecimal(type)) {
      const { scale, bitWidth } = type;
      const words = bitWidth / 32;
      const raw = data.values as Uint32Array;
      return (row) => decimalDigits(raw.subarray(row * words, (row + 1) * words), scale);
    }
    const temporal = this.#temporal(data);
    if (temporal) return temporal;
    const nested = this.#container(data);
    if (nested) return nested;
    const vector = new VectorOf([data]);
    if (is.isFloat(type)) {
      return (row) => {
        const value = vector.get(row) as number;
        if (type.precision === 0) return shortestFloat32(value);
        return type.precision === 1
          ? nestedFloat(value, Number.isFinite(value) ? shortestFloat32(value) : '0', 13)
          : nestedFloat(value, String(value), 16);
      };
    }
    return (row) => {
      const value: unknown = vector.get(row);
      return value instanceof Uint8Array ? hex(value) : String(value);
    };
  }

  #temporal(data: Data): CellAt | undefined {
    const { DataType: is } = this.arrow;
    const { type } = data;
    const at = (row: number): bigint => BigInt((data.values as ArrayLike<number | bigint>)[row] as number | bigint);
    if (is.isDate(type))
      return type.unit === 0 ? (row) => dateText(at(row)) : (row) => timestampText(at(row) * 1_000_000n);
    if (is.isTime(type)) {
      const scale = 1_000_000_000n / ticksPerSecond(type.unit);
      return (row) => timeText(at(row) * scale);
    }
    if (is.isTimestamp(type)) {
      const scale = 1_000_000_000n / ticksPerSecond(type.unit);
      const zone = type.timezone;
      return zone ? (row) => zonedText(at(row) * scale, zone) : (row) => timestampText(at(row) * scale);
    }
    if (is.isDuration(type)) return (row) => durationText(at(row), ticksPerSecond(type.unit));
    return is.isInterval(type) ? this.#interval(data) : undefined;
  }

  #interval(data: Data): CellAt {
    const raw = data.values as Int32Array;
    const at = (index: number): bigint => BigInt(raw[index] as number);
    switch ((data.type as Interval).unit as number) {
      case 0:
        return (row) => `${at(row) / 12n} years ${at(row) % 12n} mons`;
      case 1:
        return (row) => intervalText(0n, at(row * 2), at(row * 2 + 1), 1000n);
      default:
        return (row) => {
          const nanos = (at(row * 4 + 3) << 32n) | BigInt.asUintN(32, at(row * 4 + 2));
          return intervalText(at(row * 4), at(row * 4 + 1), nanos, 1_000_000_000n);
        };
    }
  }

  #container(data: Data): CellAt | undefined {
    const { DataType: is } = this.arrow;
    const { type } = data;
    if (is.isDictionary(type)) {
      const values = (data.dictionary as Vector).data.map((part) => this.#nested(part));
      return (row) => (values[0] as CellAt)(Number(data.values[row]));
    }
    if (is.isStruct(type)) {
      const fields = data.children.map(
        (child, index) => [type.children[index]?.name ?? '', this.#nested(child)] as const,
      );
      return (row) => `{${fields.map(([name, text]) => `${name}: ${text(row)}`).join(', ')}}`;
    }
    if (is.isUnion(type)) return this.#union(data);
    if (is.isMap(type)) {
      const [keys, values] = (data.children[0] as Data).children.map((child) => this.#nested(child)) as [
        CellAt,
        CellAt,
      ];
      return this.#items(data, (row) => `${keys(row)}: ${values(row)}`, '{}');
    }
    if (is.isFixedSizeList(type)) {
      const item = this.#nested(data.children[0] as Data);
      const size = type.listSize;
      return (row) => `[${Array.from({ length: size }, (_, index) => item(row * size + index)).join(', ')}]`;
    }
    if (is.isList(type) || type.typeId === this.arrow.Type.LargeList) {
      return this.#items(data, this.#nested(data.children[0] as Data), '[]');
    }
    return undefined;
  }

  #items(data: Data, item: CellAt, brackets: string): CellAt {
    const offsets = data.valueOffsets as unknown as ArrayLike<number | bigint>;
    return (row) => {
      const start = Number(offsets[row]);
      const length = Number(offsets[row + 1]) - start;
      const items = Array.from({ length }, (_, index) => item(start + index)).join(', ');
      return `${brackets[0] ?? ''}${items}${brackets[1] ?? ''}`;
    };
  }

  #union(data: Data): CellAt {
    const members = data.children.map((child, index) => ({
      name: (data.type as DataType).children?.[index]?.name ?? '',
      text: this.#nested(child),
    }));
    const index: Readonly<Record<number, number>> = (data.type as Union).typeIdToChildIndex;
    const offsets = data.valueOffsets as Int32Array | undefined;
    return (row) => {
      const member = members[index[data.typeIds[row] as number] as number];
      const at = offsets && offsets.length > 0 ? (offsets[row] as number) : row;
      return `{${member?.name ?? ''}=${member?.text(at) ?? NULL_TEXT}}`;
    };
  }
}

/** Column types and cells of the Arrow IPC stream in `bytes`. `spark`: floats with 15 decimal places. */
export async function tableCells(bytes: Uint8Array, spark: boolean): Promise<ArrowCells> {
  const arrow = await import('apache-arrow');
  const table = arrow.tableFromIPC(bytes);
  const formatter = new CellFormatter(arrow, spark);
  const columns = table.schema.fields.map((_, index) => formatter.column(table.getChildAt(index) as Vector));
  const rows = Array.from({ length: table.numRows }, (_, row) => columns.map((cell) => cell(row)));
  return { types: table.schema.fields.map((field) => columnTypeChar(arrow, field.type)), rows };
}
