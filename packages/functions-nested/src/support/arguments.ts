/** Reading arguments row by row. */
import { ExecutionError, type DataType } from '@datafusion-ts/common';
import { type Arena, type ColumnVector, flatten, getBit, getScalar, isNull, mem } from '@datafusion-ts/compute';
import { type ArrayFunctionArgument, Signature, type TypeSignature } from '@datafusion-ts/expr-common';

/** Reads an Int64 column; NULL is undefined. Numbers beyond 2^53 are rounded: they are only compared with lengths. */
export function integerReader(vector: ColumnVector, arena: Arena): (row: number) => number | undefined {
  if (vector.encoding === 'constant') {
    const { value } = vector.value;
    const constant = value === null ? undefined : Number(value as bigint | number);
    return () => constant;
  }
  const flat = flatten(vector, arena);
  if (flat.width !== 8) {
    return (row) => (isNull(flat, row) ? undefined : Number(getScalar(flat, row).value as bigint | number));
  }
  const at = flat.values >>> 3;
  return (row) => (flat.validity !== 0 && !getBit(flat.validity, row) ? undefined : Number(mem.i64[at + row]!));
}

/** The integer of a row in full, for error messages. */
export function exactInteger(vector: ColumnVector, row: number, arena: Arena): bigint {
  const { value } = vector.encoding === 'constant' ? vector.value : getScalar(flatten(vector, arena), row);
  return BigInt(value as bigint | number);
}

/** Throws unless a place, read from a row of `places`, fits the offsets of the list type: 32 bits, but for LargeList. */
export function checkPlace(
  name: string,
  type: DataType,
  place: number | undefined,
  places: ColumnVector,
  row: number,
  arena: Arena,
): void {
  if (place === undefined || type.kind === 'LargeList' || (place >= -(2 ** 31) && place < 2 ** 31)) return;
  throw new ExecutionError(`${name} got invalid index: ${exactInteger(places, row, arena)}`);
}

/** Signature of an array function with these arguments; fixed-size lists become lists. */
export const arraySignature = (...args: readonly ArrayFunctionArgument[]): Signature =>
  Signature.arrays(args, 'Immutable');

/** Signature of an array function that takes any of several argument lists. */
export const arraySignatures = (...lists: readonly (readonly ArrayFunctionArgument[])[]): Signature =>
  Signature.oneOf(
    lists.map((args): TypeSignature => ({
      kind: 'ArraySignature',
      signature: { kind: 'Array', arguments: args, fixedSizeListToList: true },
    })),
    'Immutable',
  );

/** The element type of a list type, Null for others. */
export const elementTypeOf = (type: DataType): DataType => ('field' in type ? type.field.dataType : { kind: 'Null' });
