import type { DataType } from '@datafusion-ts/common';

/** Groups of conversions that take the same types. */
export type ConversionClass = 'boolean' | 'character' | 'integer' | 'float' | 'time';

/** The groups that a type goes with. */
export function classOf(type: DataType): readonly ConversionClass[] {
  switch (type.kind) {
    case 'Boolean':
      return ['boolean'];
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
      // Floating-point conversions of integers fail only when a value is written.
      return ['integer', 'character', 'float'];
    case 'Float16':
    case 'Float32':
    case 'Float64':
    case 'Decimal128':
    case 'Decimal256':
      return ['float'];
    case 'Timestamp':
    case 'Date32':
    case 'Date64':
    case 'Time32':
    case 'Time64':
      return ['time'];
    default:
      return [];
  }
}
