import {
  InternalError,
  type DataType,
  type DayTimeInterval,
  type MonthDayNanoInterval,
  type ScalarData,
  type ScalarValue,
} from '@datafusion-ts/common';
import type { PlainValue } from './plain-type.js';

/** What stands for a decimal. */
export type DecimalForm = (unscaled: bigint, scale: number) => PlainValue;

const unscaledDecimal: DecimalForm = (unscaled) => unscaled;

/** The value user functions get for a scalar's data; decimals, inside others too, in the form given: by default unscaled. */
export function toPlain(type: DataType, data: ScalarData, decimal: DecimalForm = unscaledDecimal): PlainValue {
  if (data === null) return null;
  const plain = ({ dataType, value }: ScalarValue): PlainValue => toPlain(dataType, value, decimal);
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
      return scalars(data).map(plain);
    case 'Struct':
      return Object.fromEntries(scalars(data).map((value, i) => [type.fields[i]!.name, plain(value)]));
    case 'Map':
      return new Map(
        scalars(data).map((entry) => {
          const [key, value] = scalars(entry.value);
          return [plain(key!), plain(value!)];
        }),
      );
    case 'Dictionary':
      return toPlain(type.valueType, data, decimal);
    case 'RunEndEncoded':
      return toPlain(type.values.dataType, data, decimal);
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return decimal(data as bigint, type.scale);
    default:
      if (typeof data !== 'object') return data;
      if ('typeId' in data) return plain(data.value);
      if (Array.isArray(data)) throw new InternalError(`elements in a value of type ${type.kind}`);
      // Whoever gets it may change it, and the scalar may be a literal of the query.
      return ArrayBuffer.isView(data) ? data.slice() : ({ ...data } as DayTimeInterval | MonthDayNanoInterval);
  }
}

/** The value user functions get for a scalar. */
export const plainOf = ({ dataType, value }: ScalarValue): PlainValue => toPlain(dataType, value);

const scalars = (data: ScalarData): readonly ScalarValue[] => data as readonly ScalarValue[];
