import {
  DataTypes,
  displayType,
  InternalError,
  PlanError,
  sameType,
  ScalarValue,
  type DataType,
} from '@datafusion-ts/common';
import { castScalar } from '@datafusion-ts/compute';
import { isInteger } from '@datafusion-ts/expr-common';
import type { WindowFrame, WindowFrameBound } from '@datafusion-ts/expr';

/**
 * Distances of a frame in the type they are compared in: the order key's for RANGE (an interval for dates and
 * timestamps), counts of rows or groups otherwise.
 */
export function coerceWindowFrame(frame: WindowFrame, orderTypes: readonly DataType[]): WindowFrame {
  const target = frame.units === 'Range' ? rangeType(orderTypes) : DataTypes.UInt64;
  if (target === undefined) return frame;
  const startBound = coerceBound(frame.startBound, target);
  const endBound = coerceBound(frame.endBound, target);
  return startBound === frame.startBound && endBound === frame.endBound ? frame : { ...frame, startBound, endBound };
}

function rangeType(orderTypes: readonly DataType[]): DataType | undefined {
  const [first] = orderTypes;
  if (first === undefined) throw new InternalError('ORDER BY column cannot be empty');
  return distanceType(first);
}

function distanceType(type: DataType): DataType {
  switch (type.kind) {
    case 'Date32':
    case 'Date64':
    case 'Timestamp':
      return DataTypes.interval('MonthDayNano');
    case 'Dictionary':
      return distanceType(type.valueType);
    case 'Time32':
    case 'Time64':
    case 'Duration':
    case 'Interval':
    case 'Struct':
    case 'Map':
    case 'Union':
      throw new InternalError(`Cannot run range queries on datatype: ${displayType(type)}`);
    default:
      return type;
  }
}

function coerceBound(bound: WindowFrameBound, target: DataType): WindowFrameBound {
  if (bound.kind === 'CurrentRow' || sameType(bound.value.dataType, target)) return bound;
  return { kind: bound.kind, value: coerceDistance(bound.value, target) };
}

const isIntegerText = ({ value }: ScalarValue): boolean =>
  typeof value === 'number' || typeof value === 'bigint' || /^\d+$/.test(String(value));

function coerceDistance(value: ScalarValue, target: DataType): ScalarValue {
  if (value.isNull) return ScalarValue.null(target);
  try {
    return castScalar(value, target, { safe: false });
  } catch (error) {
    // Farther than the type reaches is as good as everything.
    if (isInteger(target) && isIntegerText(value)) return ScalarValue.null(target);
    throw new PlanError(`Cannot cast ${String(value.value)} to ${displayType(target)}`, { cause: error });
  }
}
