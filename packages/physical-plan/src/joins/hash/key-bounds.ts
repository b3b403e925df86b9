/** The least and the greatest key of a build side, for scans to skip files, row groups and pages by. */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import { flatten, getScalar, isNull, makeComparator, physicalTypeOf, type Arena } from '@datafusion-ts/compute';
import type { ColumnVector } from '@datafusion-ts/compute';
import { isIntegerKey } from './integer-keys.js';
import { rangeOf } from './key-groups.js';
import type { KeyRange } from './key-packer.js';

/** Bounds as values of the key's type. */
export interface KeyBounds {
  readonly low: ScalarValue;
  readonly high: ScalarValue;
}

/** Keys that are not integers are compared one by one: in longer build sides that would cost more than it tells. */
const MOST_COMPARED = 20_000;

/**
 * Bounds of the keys that are not null; undefined when there are none, or none that are worth it. `known`: those of integer
 * keys in their 64-bit form, if they are known.
 */
export function boundsOfKey(
  key: ColumnVector,
  rowCount: number,
  known: KeyRange | undefined,
  scratch: Arena,
): KeyBounds | undefined {
  if (isIntegerKey(key.type) && !isNarrow(key.type)) {
    const range = known ?? rangeOf(flatten(key, scratch), rowCount, scratch);
    const [low, high] = [integerScalar(key.type, range?.low), integerScalar(key.type, range?.high)];
    return low === undefined || high === undefined ? undefined : { low, high };
  }
  return rowCount <= MOST_COMPARED && isComparable(key.type) ? comparedBounds(key, rowCount) : undefined;
}

/** Signed integers whose 64-bit form does not keep their order. */
function isNarrow(type: DataType): boolean {
  const physical = physicalTypeOf(type);
  return physical === 'int8' || physical === 'int16';
}

function isComparable(type: DataType): boolean {
  const physical = physicalTypeOf(type);
  return physical === 'view' || physical === 'decimal' || physical === 'boolean' || isNarrow(type);
}

function comparedBounds(key: ColumnVector, rowCount: number): KeyBounds | undefined {
  const compare = makeComparator(key, key);
  let [low, high] = [-1, -1];
  for (let row = 0; row < rowCount; row++) {
    if (isNull(key, row)) continue;
    if (low === -1 || compare(row, low) < 0) low = row;
    if (high === -1 || compare(row, high) > 0) high = row;
  }
  return low === -1 ? undefined : { low: getScalar(key, low), high: getScalar(key, high) };
}

/** The value of an integer key; undefined where the 64-bit form is not the number itself. */
function integerScalar(type: DataType, value: bigint | undefined): ScalarValue | undefined {
  if (value === undefined) return undefined;
  switch (physicalTypeOf(type)) {
    case 'int64':
      return new ScalarValue(type, value);
    case 'uint64':
      return value < 0n ? undefined : new ScalarValue(type, value);
    case 'int32':
      return new ScalarValue(type, Number(value));
    case 'uint8':
    case 'uint16':
    case 'uint32':
      return value < 0n ? undefined : new ScalarValue(type, Number(value));
    default:
      return undefined;
  }
}
