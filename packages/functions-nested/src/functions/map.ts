import { displayScalar, displayType, ExecutionError, PlanError, type DataType } from '@datafusion-ts/common';
import { type ColumnVector, flatVector, getScalar, mem, takeVector } from '@datafusion-ts/compute';
import { Signature } from '@datafusion-ts/expr-common';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { mapDoc } from '../support/documentation.js';
import { elementNumbers } from '../support/elements.js';
import { isListType, type Lists, listsOf, listVector } from '../support/lists.js';
import { mapOf } from '../support/map-type.js';

/**
 * `map(keys, values)`: a map from the elements of one array to those of another. Keys must differ and not be NULL. The
 * map is NULL where the array of keys is.
 *
 * Example: `SELECT map(['a', 'b'], [1, 2])` is {a: 1, b: 2}.
 */
export const map: ScalarUDF = {
  name: 'map',
  signature: Signature.variadicAny('Immutable'),
  returnType([keys, values, ...rest]) {
    if (keys === undefined || values === undefined || rest.length > 0) {
      const given = keys === undefined ? 0 : values === undefined ? 1 : rest.length + 2;
      throw new ExecutionError(`map requires exactly 2 arguments, got ${given} instead`);
    }
    return mapOf(elementType(keys), elementType(values));
  },
  invoke: makeMaps,
  documentation: mapDoc(
    'Makes a map of an array of keys and an array of values.',
    "map(key, value)\nmap(key: value)\nmake_map(['key1', 'key2'], ['value1', 'value2'])",
    "SELECT map(['POST', 'HEAD', 'PATCH'], [41, 33, 30])",
    ['key', 'Keys: an array, or one key for `make_map`. Keys must be unique and not NULL.'],
    ['value', 'Values: an array of as many, or one value for `make_map`.'],
  ),
};

function elementType(type: DataType): DataType {
  if (isListType(type)) return type.field.dataType;
  if (type.kind === 'Null') throw new ExecutionError('map key cannot be null');
  throw new PlanError(`Expected list, large_list or fixed_size_list, got ${displayType(type)}`);
}

function makeMaps({ args, rowCount, returnField, arena }: ScalarFunctionArgs): ColumnVector {
  const [keys, values] = [listsOf(args[0]!, arena), listsOf(args[1]!, arena)];
  const offsets = arena.alloc((rowCount + 1) * 4);
  const [keyRows, valueRows] = [arena.alloc(keys.elements.length * 4), arena.alloc(values.elements.length * 4)];
  mem.i32[offsets >>> 2] = 0;
  const check = keyChecker(keys, elementNumbers(keys.elements, arena));
  let total = 0;
  for (let row = 0; row < rowCount; row++) {
    if (!keys.isNull(row)) {
      const [start, end, first] = [keys.start(row), keys.end(row), values.start(row)];
      if (end - start !== (values.isNull(row) ? 0 : values.end(row) - first))
        throw new ExecutionError('map requires key and value lists to have the same length');
      check(row);
      for (let i = 0; i < end - start; i++, total++) {
        mem.u32[(keyRows >>> 2) + total] = start + i;
        mem.u32[(valueRows >>> 2) + total] = first + i;
      }
    }
    mem.i32[(offsets >>> 2) + row + 1] = total;
  }
  const type = returnField.dataType;
  const children = [
    takeVector(keys.elements, keyRows, total, arena),
    takeVector(values.elements, valueRows, total, arena),
  ];
  const entries = flatVector(type.kind === 'Map' ? type.entries.dataType : type, total, { children });
  return listVector(type, rowCount, offsets, entries, keys);
}

const RAW = new Set(['Date32', 'Date64', 'Time32', 'Time64', 'Timestamp', 'Duration']);

/** A key as errors show it: binaries byte by byte, dates and times as the numbers behind them. */
function keyText(keys: Lists, element: number): string {
  const key = getScalar(keys.elements, element);
  if (RAW.has(key.dataType.kind)) return String(key.value);
  return key.value instanceof Uint8Array ? `[${key.value.join(', ')}]` : displayScalar(key);
}

/** Throws for NULL keys and for keys that a row has twice. */
function keyChecker(keys: Lists, numberOf: (element: number) => number): (row: number) => void {
  const seen = new Set<number>();
  return (row) => {
    seen.clear();
    for (let at = keys.start(row); at < keys.end(row); at++) {
      if (keys.isNullElement(at)) throw new ExecutionError('map key cannot be null');
      const number = numberOf(at);
      if (seen.has(number))
        throw new ExecutionError(`map key must be unique, duplicate key found: ${keyText(keys, at)}`);
      seen.add(number);
    }
  };
}
