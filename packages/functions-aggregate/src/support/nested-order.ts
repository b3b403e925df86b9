import { compareScalars, type ScalarValue } from '@datafusion-ts/common';

/**
 * Order of lists and structs for least and greatest values; neither may be NULL. Unlike in sorts, a NULL inside a list is
 * greater than any value, and fields of which one is NULL do not tell structs apart.
 *
 * Example: [1, 2] is less than [1, NULL, 3].
 */
export function compareNested(a: ScalarValue, b: ScalarValue): number {
  if (a.dataType.kind === 'Struct') return compareFields(a, b);
  if (a.isNull || b.isNull) return Number(a.isNull) - Number(b.isNull);
  if (!Array.isArray(a.value) || !Array.isArray(b.value)) return compareScalars(a, b) ?? 0;
  const [left, right] = [a.value as readonly ScalarValue[], b.value as readonly ScalarValue[]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareNested(left[i]!, right[i]!);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareFields(a: ScalarValue, b: ScalarValue): number {
  if (!Array.isArray(a.value) || !Array.isArray(b.value)) return 0;
  const [left, right] = [a.value as readonly ScalarValue[], b.value as readonly ScalarValue[]];
  for (let i = 0; i < left.length; i++) {
    const [x, y] = [left[i]!, right[i]!];
    const order = x.isNull || y.isNull ? 0 : compareNested(x, y);
    if (order !== 0) return order;
  }
  return 0;
}
