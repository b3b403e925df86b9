/**
 * The type two values are compared as, and the type two branches of one column get.
 *
 * Comparing (`=`, IN, BETWEEN, NULLIF, joins) prefers the more precise side: text is read as the number or date it meets.
 * Merging (CASE, UNION) prefers text, so that no branch fails to convert. Both see through dictionaries and run-end
 * encoding; NULL takes the other type.
 */
import { sameType, semanticallyEqualTypes, type DataType } from '@datafusion-ts/common';
import { listCoercion, mapCoercion, structCoercion, type CoercionRule } from './nested.js';
import { binaryNumericCoercion } from './numeric.js';
import { binaryCoercion, stringCoercion, stringNumericComparison, stringNumericUnion } from './string.js';
import { stringTemporalCoercion, temporalCoercionNonstrict } from './temporal.js';

/** NULL takes the other type. */
export function nullCoercion(a: DataType, b: DataType): DataType | undefined {
  if (a.kind === 'Null') return b;
  return b.kind === 'Null' ? a : undefined;
}

/** Compares the values behind dictionaries; one that meets its own value type may stay. */
export function dictionaryCoercion(
  a: DataType,
  b: DataType,
  preserve: boolean,
  rule: CoercionRule,
): DataType | undefined {
  if (a.kind !== 'Dictionary' && b.kind !== 'Dictionary') return undefined;
  const [left, right] = [a.kind === 'Dictionary' ? a.valueType : a, b.kind === 'Dictionary' ? b.valueType : b];
  if (preserve && (a.kind === 'Dictionary') !== (b.kind === 'Dictionary') && sameType(left, right)) {
    return a.kind === 'Dictionary' ? a : b;
  }
  return rule(left, right);
}

/** Like {@link dictionaryCoercion} for run-end encoded values. */
export function runEndCoercion(a: DataType, b: DataType, preserve: boolean, rule: CoercionRule): DataType | undefined {
  if (a.kind !== 'RunEndEncoded' && b.kind !== 'RunEndEncoded') return undefined;
  const left = a.kind === 'RunEndEncoded' ? a.values.dataType : a;
  const right = b.kind === 'RunEndEncoded' ? b.values.dataType : b;
  if (preserve && (a.kind === 'RunEndEncoded') !== (b.kind === 'RunEndEncoded') && sameType(left, right)) {
    return a.kind === 'RunEndEncoded' ? a : b;
  }
  return rule(left, right);
}

/** The type to compare values of both types as; undefined when they cannot be compared. */
export function comparisonCoercion(a: DataType, b: DataType): DataType | undefined {
  if (semanticallyIdentical(a, b)) return a;
  return (
    dictionaryCoercion(a, b, true, comparisonCoercion) ??
    runEndCoercion(a, b, true, comparisonCoercion) ??
    nullCoercion(a, b) ??
    binaryNumericCoercion(a, b) ??
    temporalCoercionNonstrict(a, b) ??
    stringCoercion(a, b) ??
    listCoercion(a, b, comparisonCoercion) ??
    stringNumericComparison(a, b) ??
    stringTemporalCoercion(a, b) ??
    binaryCoercion(a, b) ??
    structCoercion(a, b, comparisonCoercion) ??
    mapCoercion(a, b, comparisonCoercion)
  );
}

/** The type of a column that gets values of both types (CASE branches, set operations). */
export function typeUnionCoercion(a: DataType, b: DataType): DataType | undefined {
  if (semanticallyIdentical(a, b)) return a;
  return (
    dictionaryCoercion(a, b, true, typeUnionCoercion) ??
    runEndCoercion(a, b, true, typeUnionCoercion) ??
    nullCoercion(a, b) ??
    binaryNumericCoercion(a, b) ??
    temporalCoercionNonstrict(a, b) ??
    stringCoercion(a, b) ??
    listCoercion(a, b, typeUnionCoercion) ??
    stringNumericUnion(a, b) ??
    stringTemporalCoercion(a, b) ??
    binaryCoercion(a, b) ??
    structCoercion(a, b, typeUnionCoercion) ??
    mapCoercion(a, b, typeUnionCoercion)
  );
}

/** The type to compare a value with each of several as (`x IN (…)`); undefined when there is none. */
export function commonComparisonType(first: DataType, others: readonly DataType[]): DataType | undefined {
  return others.reduce<DataType | undefined>(
    (common, type) => (common === undefined ? undefined : comparisonCoercion(common, type)),
    first,
  );
}

/** The type of a column that gets values of all the types, folded from the first; undefined when there is none. */
export function commonUnionType(first: DataType, others: readonly DataType[]): DataType | undefined {
  return others.reduce<DataType | undefined>(
    (common, type) => (common === undefined ? undefined : typeUnionCoercion(common, type)),
    first,
  );
}

/** Equal up to the names of list elements; decimals must agree in precision and scale. */
function semanticallyIdentical(a: DataType, b: DataType): boolean {
  return (
    sameType(a, b) || (!('precision' in a) && a.kind !== 'Struct' && a.kind !== 'Map' && semanticallyEqualTypes(a, b))
  );
}
