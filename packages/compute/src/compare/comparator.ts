/**
 * Row against row, for types without a kernel and for operators that compare few rows. The types are looked at once; the
 * comparator then reads values in place.
 */
import type { DataType } from '@datafusion-ts/common';
import { mem } from '../memory/engine-memory.js';
import { getBit } from '../vector/bitmap.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { halfToNumber, readWide } from '../vector/numbers.js';
import { physicalTypeOf, valueTypeOf } from '../vector/physical-type.js';
import { getScalar, isNull, listRange } from '../vector/scalar-access.js';
import { codeAt } from '../vector/view.js';
import { compareBytes, compareViews } from './bytes.js';
import { compareData, compareNumbers } from './compare-scalars.js';

/** Orders row `i` of one vector against row `j` of another: negative, 0 or positive. Rows must be valid. */
export type RowComparator = (i: number, j: number) => number;

/** A comparator of two vectors of one type, nested ones included (nested nulls first). */
export function makeComparator(a: ColumnVector, b: ColumnVector): RowComparator {
  if (a.encoding === 'dictionary') {
    const entries = makeComparator(a.values.column, b);
    return (i, j) => entries(codeAt(a.codes, a.width, i), j);
  }
  if (b.encoding === 'dictionary') {
    const entries = makeComparator(a, b.values.column);
    return (i, j) => entries(i, codeAt(b.codes, b.width, j));
  }
  if (a.encoding === 'constant' || b.encoding === 'constant') {
    const [scaleA, scaleB] = scales(a.type, b.type);
    return (i, j) => {
      const [x, y] = [getScalar(a, i).value, getScalar(b, j).value];
      return compareData(typeof x === 'bigint' ? x * scaleA : x, typeof y === 'bigint' ? y * scaleB : y);
    };
  }
  return flatComparator(a, b);
}

/** Factors that bring two decimals to one scale; 1 for other types. */
function scales(a: DataType, b: DataType): readonly [bigint, bigint] {
  const [x, y] = [valueTypeOf(a), valueTypeOf(b)];
  if (!('scale' in x) || !('scale' in y)) return [1n, 1n];
  const most = Math.max(x.scale, y.scale);
  return [10n ** BigInt(most - x.scale), 10n ** BigInt(most - y.scale)];
}

const order = <T>(x: T, y: T): number => (x < y ? -1 : x === y ? 0 : 1);

type Reader<T> = (address: number, row: number) => T;

function byReader<T>(a: FlatVector, b: FlatVector, read: Reader<T>): RowComparator {
  return (i, j) => order(read(a.values, i), read(b.values, j));
}

function flatComparator(a: FlatVector, b: FlatVector): RowComparator {
  switch (physicalTypeOf(a.type)) {
    case 'null':
      return () => 0;
    case 'boolean':
      return (i, j) => Number(getBit(a.values, i)) - Number(getBit(b.values, j));
    case 'int8':
      return byReader(a, b, (at, row) => mem.i8[at + row]!);
    case 'uint8':
      return byReader(a, b, (at, row) => mem.u8[at + row]!);
    case 'int16':
      return byReader(a, b, (at, row) => mem.i16[(at >>> 1) + row]!);
    case 'uint16':
      return byReader(a, b, (at, row) => mem.u16[(at >>> 1) + row]!);
    case 'int32':
      return byReader(a, b, (at, row) => mem.i32[(at >>> 2) + row]!);
    case 'uint32':
      return byReader(a, b, (at, row) => mem.u32[(at >>> 2) + row]!);
    case 'int64':
      return byReader(a, b, (at, row) => mem.i64[(at >>> 3) + row]!);
    case 'uint64':
      return byReader(a, b, (at, row) => mem.u64[(at >>> 3) + row]!);
    case 'float16':
      return (i, j) =>
        compareNumbers(halfToNumber(mem.u16[(a.values >>> 1) + i]!), halfToNumber(mem.u16[(b.values >>> 1) + j]!));
    case 'float32':
      return (i, j) => compareNumbers(mem.f32[(a.values >>> 2) + i]!, mem.f32[(b.values >>> 2) + j]!);
    case 'float64':
      return (i, j) => compareNumbers(mem.f64[(a.values >>> 3) + i]!, mem.f64[(b.values >>> 3) + j]!);
    case 'decimal': {
      const [x, y] = scales(a.type, b.type);
      return (i, j) =>
        order(readWide(a.values + i * a.width, a.width) * x, readWide(b.values + j * b.width, b.width) * y);
    }
    case 'view':
      return (i, j) => compareViews(a.values + i * 16, b.values + j * 16);
    case 'fixedBinary':
      return (i, j) => compareBytes(a.values + i * a.width, a.width, b.values + j * b.width, b.width);
    case 'dayTime':
      return (i, j) => compareWords(a.values + i * 8, b.values + j * 8);
    case 'monthDayNano':
      return (i, j) => {
        const [x, y] = [a.values + i * 16, b.values + j * 16];
        return compareWords(x, y) || order(mem.i64[(x >>> 3) + 1]!, mem.i64[(y >>> 3) + 1]!);
      };
    default:
      return nestedComparator(a, b);
  }
}

/** Two 32-bit integers against two others. */
function compareWords(x: number, y: number): number {
  const { i32 } = mem;
  return order(i32[x >>> 2]!, i32[y >>> 2]!) || order(i32[(x >>> 2) + 1]!, i32[(y >>> 2) + 1]!);
}

/** A comparator that puts nulls first. */
function nullsFirst(a: ColumnVector, b: ColumnVector): RowComparator {
  const compare = makeComparator(a, b);
  return (i, j) => {
    const [x, y] = [isNull(a, i), isNull(b, j)];
    return x || y ? Number(y) - Number(x) : compare(i, j);
  };
}

function nestedComparator(a: FlatVector, b: FlatVector): RowComparator {
  switch (physicalTypeOf(a.type)) {
    case 'struct': {
      const fields = a.children.map((child, k) => nullsFirst(child, b.children[k]!));
      return (i, j) => {
        for (const field of fields) {
          const result = field(i, j);
          if (result !== 0) return result;
        }
        return 0;
      };
    }
    case 'list':
    case 'fixedList': {
      const elements = nullsFirst(a.children[0]!, b.children[0]!);
      return (i, j) => {
        const [x, y] = [listRange(a, i), listRange(b, j)];
        const [m, n] = [x.end - x.start, y.end - y.start];
        for (let k = 0; k < m && k < n; k++) {
          const result = elements(x.start + k, y.start + k);
          if (result !== 0) return result;
        }
        return m - n;
      };
    }
    default:
      return (i, j) => compareData(getScalar(a, i).value, getScalar(b, j).value);
  }
}
