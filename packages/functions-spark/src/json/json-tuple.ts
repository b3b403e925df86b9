import { DataTypes, ExecutionError, field, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  clearBit,
  flatVector,
  StringBuilder,
  stringReader,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, evaluateOnce, Sections } from '@datafusion-ts/functions';
import { jsonFields } from './compact-json.js';

function resultType(argumentCount: number): DataType {
  if (argumentCount < 2) {
    throw new ExecutionError(`json_tuple requires at least 2 arguments (json_string, field1), got ${argumentCount}`);
  }
  return DataTypes.struct(Array.from({ length: argumentCount - 1 }, (_, i) => field(`c${i}`, DataTypes.Utf8, true)));
}

/** One column of text a name, and which rows are objects. */
class Tuples {
  readonly #fields: readonly StringBuilder[];
  readonly #rowCount: number;
  readonly #validity: number;
  #nullCount = 0;

  constructor(fieldCount: number, rowCount: number, arena: Arena) {
    this.#fields = Array.from({ length: fieldCount }, () => new StringBuilder(arena, rowCount, DataTypes.Utf8));
    this.#rowCount = rowCount;
    this.#validity = allocBitmap(rowCount, true, arena);
  }

  appendNull(row: number): void {
    for (const builder of this.#fields) builder.appendNull();
    clearBit(this.#validity, row);
    this.#nullCount++;
  }

  append(read: (position: number) => string | null): void {
    this.#fields.forEach((builder, position) => {
      const text = read(position);
      if (text === null) builder.appendNull();
      else builder.appendString(text);
    });
  }

  finish(type: DataType): ColumnVector {
    const children = this.#fields.map((builder) => builder.finish());
    const validity = this.#nullCount === 0 ? 0 : this.#validity;
    return flatVector(type, this.#rowCount, { children, validity, nullCount: this.#nullCount });
  }
}

/**
 * `json_tuple(json, name, …)`: fields of an object in JSON as a struct of texts `c0`, `c1`, …: strings as what they say,
 * other values as their JSON. Missing fields and null are NULL; text that is no object makes the whole struct NULL.
 *
 * Example: `SELECT json_tuple('{"a": 1}', 'a', 'b')` is `{c0: 1, c1: NULL}`.
 */
export const jsonTuple: ScalarUDF = {
  name: 'json_tuple',
  signature: Signature.variadic([DataTypes.Utf8], 'Immutable'),
  returnType: (types) => resultType(types.length),
  invoke: (call) =>
    evaluateOnce(
      call,
      ({ args: [json, ...names], rowCount, arena }) => {
        const read = stringReader(json!);
        const readNames = names.map((name) => stringReader(name));
        const tuples = new Tuples(names.length, rowCount, arena);
        for (let row = 0; row < rowCount; row++) {
          const text = read(row);
          const fields = text === null ? undefined : jsonFields(text);
          if (fields === undefined) {
            tuples.appendNull(row);
            continue;
          }
          tuples.append((position) => {
            const name = readNames[position]!(row);
            const value = name === null ? undefined : fields.get(name);
            return value === undefined || value.isNull ? null : value.content;
          });
        }
        return tuples.finish(call.returnField.dataType);
      },
      'values',
    ),
  documentation: doc(
    Sections.other,
    'Gives fields of an object in JSON as a struct.',
    'json_tuple(json, field1[, ..., field_n])',
    `SELECT json_tuple('{"a": 1}', 'a', 'b')`,
    [
      ['json', 'An object in JSON.'],
      ['field1, field_n', 'Names of fields.'],
    ],
  ),
};
