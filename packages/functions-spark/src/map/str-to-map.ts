import { DataTypes, ExecutionError, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  clearBit,
  flatVector,
  mem,
  StringBuilder,
  stringReader,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, evaluateOnce, type Call } from '@datafusion-ts/functions';
import { listVector, mapOf } from '@datafusion-ts/functions-nested';
import { nullsOfArguments } from '../support/result-fields.js';

const TYPE = mapOf(DataTypes.Utf8, DataTypes.Utf8);
const [PAIRS, VALUES] = [',', ':'];

/** Parts between delimiters that are not empty, single characters without one; an empty text is one empty part. */
const split = (text: string, delimiter: string): readonly string[] =>
  text === '' ? [''] : (delimiter === '' ? [...text] : text.split(delimiter)).filter((part) => part !== '');

/** Adds the entries of a text; a key without delimiter has the value NULL. */
function addEntries(text: string, pairs: string, between: string, keys: StringBuilder, values: StringBuilder): void {
  const seen = new Set<string>();
  for (const pair of split(text, pairs)) {
    const at = pair.indexOf(between);
    const key = at < 0 ? pair : pair.slice(0, at);
    if (seen.has(key)) throw duplicate(key);
    seen.add(key);
    keys.appendString(key);
    if (at < 0) values.appendNull();
    else values.appendString(pair.slice(at + between.length));
  }
}

const duplicate = (key: string): ExecutionError =>
  new ExecutionError(
    `Duplicate map key '${key}' was found, please check the input data. If you want to remove the duplicated keys, you can set spark.sql.mapKeyDedupPolicy to "LAST_WIN" so that the key inserted at last takes precedence.`,
  );

/** Reads a delimiter argument, which may be missing. */
const delimiterReader = (column: ColumnVector | undefined, missing: string): ((row: number) => string | null) =>
  column === undefined ? () => missing : stringReader(column);

function makeMaps({ args: [text, pairs, between], rowCount, arena }: Call): ColumnVector {
  const readText = stringReader(text!);
  const [readPairs, readBetween] = [delimiterReader(pairs, PAIRS), delimiterReader(between, VALUES)];
  const [keys, values] = [textBuilder(arena, rowCount), textBuilder(arena, rowCount)];
  const offsets = arena.alloc((rowCount + 1) * 4);
  const validity = allocBitmap(rowCount, true, arena);
  let nullCount = 0;
  mem.i32[offsets >>> 2] = 0;
  for (let row = 0; row < rowCount; row++) {
    const [own, pair, value] = [readText(row), readPairs(row), readBetween(row)];
    if (own === null || pair === null || value === null) {
      clearBit(validity, row);
      nullCount++;
    } else addEntries(own, pair, value, keys, values);
    mem.i32[(offsets >>> 2) + row + 1] = keys.length;
  }
  const children = [keys.finish(), values.finish()];
  const entries = flatVector(entriesOf(TYPE), children[0]!.length, { children });
  return listVector(TYPE, rowCount, offsets, entries, { validity, nullCount });
}

const textBuilder = (arena: Arena, capacity: number): StringBuilder =>
  new StringBuilder(arena, capacity, DataTypes.Utf8);
const entriesOf = (type: DataType): DataType => (type.kind === 'Map' ? type.entries.dataType : type);

/** `str_to_map('a:1,b:2')` is {a: 1, b: 2}; delimiters are plain texts, and equal keys are an error. */
export const strToMap: ScalarUDF = {
  name: 'str_to_map',
  signature: Signature.oneOf(
    [1, 2, 3].map((count) => ({ kind: 'String', count })),
    'Immutable',
  ),
  returnField: nullsOfArguments('str_to_map', () => TYPE),
  invoke: (call) => evaluateOnce(call, makeMaps, 'values'),
  documentation: doc(
    'Map Functions',
    'Makes a map of a text of keys and values with delimiters between them.',
    'str_to_map(text[, pair_delimiter[, key_value_delimiter]])',
    "SELECT str_to_map('a:1,b:2,c'), str_to_map('a=1&b=2', '&', '=')",
    [
      ['text', 'Pairs of keys and values.'],
      ['pair_delimiter', 'What is between pairs; a comma when left out.'],
      ['key_value_delimiter', 'What is between a key and its value; a colon when left out.'],
    ],
  ),
};
