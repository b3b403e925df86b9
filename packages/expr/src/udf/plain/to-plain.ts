import { InternalError, type DataType, type ScalarData, type ScalarValue } from '@datafusion-ts/common';
import type { PlainValue } from './plain-type.js';

/** The value user functions get for a scalar's data. */
export function toPlain(type: DataType, data: ScalarData): PlainValue {
  if (data === null) return null;
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
      return scalars(data).map(plainOf);
    case 'Struct':
      return Object.fromEntries(scalars(data).map((value, i) => [type.fields[i]!.name, plainOf(value)]));
    case 'Map':
      return new Map(scalars(data).map((entry) => pairOf(scalars(entry.value))));
    case 'Dictionary':
      return toPlain(type.valueType, data);
    case 'RunEndEncoded':
      return toPlain(type.values.dataType, data);
    default:
      if (typeof data === 'object' && 'typeId' in data) return plainOf(data.value);
      if (Array.isArray(data)) throw new InternalError(`elements in a value of type ${type.kind}`);
      return data as PlainValue;
  }
}

/** The value user functions get for a scalar. */
export const plainOf = ({ dataType, value }: ScalarValue): PlainValue => toPlain(dataType, value);

const scalars = (data: ScalarData): readonly ScalarValue[] => data as readonly ScalarValue[];

const pairOf = ([key, value]: readonly ScalarValue[]): readonly [PlainValue, PlainValue] => [
  plainOf(key!),
  plainOf(value!),
];
