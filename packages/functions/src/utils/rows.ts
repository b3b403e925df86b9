/**
 * Functions written for one row at a time. Each helper makes a column from a function that is given the argument columns once
 * and then asked for every row. Constant arguments give a constant; when the only argument that varies is coded by a
 * dictionary, the function runs once for each entry (not for functions that give values for NULL: pass `nulls: 'values'`).
 */
import { DataTypes, type DataType, type ScalarValue } from '@datafusion-ts/common';
import {
  BigIntBuilder,
  BinaryBuilder,
  BooleanBuilder,
  broadcast,
  constantVector,
  makeBuilder,
  mapDictionary,
  nullVector,
  NumberBuilder,
  StringBuilder,
  widthOf,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs } from '@datafusion-ts/expr';
import type { Row } from './readers.js';

/** Arguments of one evaluation: `args` all have `rowCount` values. */
export interface Call {
  readonly args: readonly ColumnVector[];
  readonly rowCount: number;
  readonly arena: Arena;
}

/** Whether NULL arguments give NULL (so that dictionary entries may be evaluated) or the function decides. */
export type NullHandling = 'nulls' | 'values';

/** Evaluates a body on as few rows as possible. */
export function evaluateOnce(
  call: ScalarFunctionArgs,
  body: (call: Call) => ColumnVector,
  nulls: NullHandling = 'nulls',
): ColumnVector {
  const { args, rowCount, arena } = call;
  const varying = args.filter((arg) => arg.encoding !== 'constant');
  if (varying.length === 0 && args.length > 0 && rowCount > 0) {
    const one = body({ args: args.map((arg) => ({ ...arg, length: 1 })), rowCount: 1, arena });
    return broadcast(one, rowCount, arena);
  }
  const [single] = varying;
  if (nulls === 'nulls' && varying.length === 1 && single!.encoding === 'dictionary') {
    const onEntries = (flat: FlatVector, own: Arena): ColumnVector => {
      const resized = args.map((arg) => (arg === single ? flat : { ...arg, length: flat.length }));
      return body({ args: resized, rowCount: flat.length, arena: own });
    };
    return mapDictionary(single!, arena, onEntries, call.memo);
  }
  return body({ args, rowCount, arena });
}

/** Makes the function for rows from the argument columns. */
export type Prepare<T> = (args: readonly ColumnVector[], arena: Arena) => Row<T>;

const isNullType = (call: ScalarFunctionArgs): boolean => call.returnField.dataType.kind === 'Null';
const allNull = (call: ScalarFunctionArgs): ColumnVector => nullVector(DataTypes.Null, call.rowCount);

/** A column of text. */
export function textRows(call: ScalarFunctionArgs, prepare: Prepare<string>, nulls?: NullHandling): ColumnVector {
  if (isNullType(call)) return allNull(call);
  const type = call.returnField.dataType;
  return evaluateOnce(
    call,
    ({ args, rowCount, arena }) => {
      const each = prepare(args, arena);
      const builder = new StringBuilder(arena, rowCount, type);
      for (let row = 0; row < rowCount; row++) {
        const value = each(row);
        if (value === null) builder.appendNull();
        else builder.appendString(value);
      }
      return builder.finish();
    },
    nulls,
  );
}

/** A column of bytes. */
export function bytesRows(call: ScalarFunctionArgs, prepare: Prepare<Uint8Array>): ColumnVector {
  const type = call.returnField.dataType;
  return evaluateOnce(call, ({ args, rowCount, arena }) => {
    const each = prepare(args, arena);
    const builder = new BinaryBuilder(arena, rowCount, type);
    for (let row = 0; row < rowCount; row++) {
      const value = each(row);
      if (value === null) builder.appendNull();
      else builder.appendBytes(value);
    }
    return builder.finish();
  });
}

/** A column of numbers; 64-bit integers must be safe integers. */
export function numberRows(call: ScalarFunctionArgs, prepare: Prepare<number>, nulls?: NullHandling): ColumnVector {
  if (isNullType(call)) return allNull(call);
  const type = call.returnField.dataType;
  if (widthOf(type) === 8 && type.kind !== 'Float64') return bigintRows(call, bigints(prepare), nulls);
  return evaluateOnce(
    call,
    ({ args, rowCount, arena }) => {
      const each = prepare(args, arena);
      const builder = new NumberBuilder(type, arena, rowCount);
      for (let row = 0; row < rowCount; row++) {
        const value = each(row);
        if (value === null) builder.appendNull();
        else builder.appendNumber(value);
      }
      return builder.finish();
    },
    nulls,
  );
}

const bigints =
  (prepare: Prepare<number>): Prepare<bigint> =>
  (args, arena) => {
    const each = prepare(args, arena);
    return (row) => {
      const value = each(row);
      return value === null ? null : BigInt(value);
    };
  };

/** A column of 64-bit integers, or of what lies in memory as such. */
export function bigintRows(
  call: ScalarFunctionArgs,
  prepare: Prepare<bigint>,
  nulls?: NullHandling,
  type: DataType = call.returnField.dataType,
): ColumnVector {
  return evaluateOnce(
    call,
    ({ args, rowCount, arena }) => {
      const each = prepare(args, arena);
      const builder = new BigIntBuilder(type, arena, rowCount);
      for (let row = 0; row < rowCount; row++) {
        const value = each(row);
        if (value === null) builder.appendNull();
        else builder.appendBigInt(value);
      }
      return builder.finish();
    },
    nulls,
  );
}

/** A column of booleans. */
export function booleanRows(call: ScalarFunctionArgs, prepare: Prepare<boolean>, nulls?: NullHandling): ColumnVector {
  return evaluateOnce(
    call,
    ({ args, rowCount, arena }) => {
      const each = prepare(args, arena);
      const builder = new BooleanBuilder(arena, rowCount);
      for (let row = 0; row < rowCount; row++) {
        const value = each(row);
        if (value === null) builder.appendNull();
        else builder.appendBoolean(value);
      }
      return builder.finish();
    },
    nulls,
  );
}

/** A column of any type, from scalars. */
export function scalarRows(
  call: ScalarFunctionArgs,
  prepare: Prepare<ScalarValue>,
  nulls?: NullHandling,
): ColumnVector {
  const type = call.returnField.dataType;
  return evaluateOnce(
    call,
    ({ args, rowCount, arena }) => {
      const each = prepare(args, arena);
      const builder = makeBuilder(type, rowCount, arena);
      for (let row = 0; row < rowCount; row++) {
        const value = each(row);
        if (value === null) builder.appendNull();
        else builder.append(value);
      }
      return builder.finish();
    },
    nulls,
  );
}

/** A column of one value. */
export function constantResult(call: ScalarFunctionArgs, value: ScalarValue): ColumnVector {
  return constantVector(value, call.rowCount);
}
