/** Result types of sums and means. */
import { DataTypes, ExecutionError, displayType, type DataType } from '@datafusion-ts/common';
import { maxDecimalPrecision } from './decimal.js';
import { isDecimal, isFloating, isSignedInteger, isUnsignedInteger } from './type-tests.js';

/** Digits a sum of decimals gains. */
const SUM_DIGITS = 10;
/** Digits, before and behind the point, that a mean of decimals gains. */
const AVG_DIGITS = 4;

/** The type of `sum` over a column of `type` (after coercion); throws an ExecutionError for types without a sum. */
export function sumReturnType(type: DataType): DataType {
  if (isSignedInteger(type)) return DataTypes.Int64;
  if (isUnsignedInteger(type)) return DataTypes.UInt64;
  if (isFloating(type)) return DataTypes.Float64;
  if (type.kind === 'Duration') return type;
  if (isDecimal(type))
    return { ...type, precision: Math.min(maxDecimalPrecision(type.kind), type.precision + SUM_DIGITS) };
  throw new ExecutionError(`[return_type] SUM not supported for ${displayType(type)}`);
}

/** The type of `avg` over a column of `type` (after coercion). */
export function avgReturnType(name: string, type: DataType): DataType {
  if (type.kind === 'Dictionary') return avgReturnType(name, type.valueType);
  if (type.kind === 'Duration') return type;
  if (!isDecimal(type)) return DataTypes.Float64;
  const max = maxDecimalPrecision(type.kind);
  return {
    ...type,
    precision: Math.min(max, type.precision + AVG_DIGITS),
    scale: Math.min(max, type.scale + AVG_DIGITS),
  };
}
