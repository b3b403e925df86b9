import { sameType } from '../data-type.js';
import type { ScalarValue } from '../scalar-value.js';

/**
 * How far two numbers or points in time of one type lie apart, in steps of the type (floats rounded); undefined when
 * either is NULL, the types differ, have no distance, or it exceeds 2^53.
 */
export function scalarDistance(a: ScalarValue, b: ScalarValue): number | undefined {
  if (a.isNull || b.isNull || !sameType(a.dataType, b.dataType)) return undefined;
  if (/^Float\d+$/.test(a.dataType.kind)) {
    const distance = Math.abs((a.value as number) - (b.value as number));
    return Number.isSafeInteger(Math.round(distance)) ? Math.round(distance) : undefined;
  }
  if (!/^U?Int\d+$|^Decimal\d+$|^Date\d+$|^Timestamp$/.test(a.dataType.kind)) return undefined;
  const distance = BigInt(a.value as number | bigint) - BigInt(b.value as number | bigint);
  const size = distance < 0n ? -distance : distance;
  return size <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size) : undefined;
}
