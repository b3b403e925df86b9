/**
 * Spark's `concat`: texts joined, NULL when one of them is. Binaries count as text and need only be UTF-8 when joined:
 * half a character may come from each. Bytes are copied as they are; no text is decoded.
 */
import {
  ArrowError,
  DataTypes,
  displayType,
  ExecutionError,
  PlanError,
  ScalarValue,
  type DataType,
} from '@datafusion-ts/common';
import {
  byteLengthAt,
  bytesAddressAt,
  constantVector,
  formatScalar,
  describeUtf8Defect,
  findUtf8Defect,
  flatten,
  isNull,
  isText,
  mem,
  nullVector,
  StringBuilder,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, evaluateOnce, Sections, type Call } from '@datafusion-ts/functions';
import { nullsOfArguments } from '../support/result-fields.js';

const valueType = (type: DataType): DataType => (type.kind === 'Dictionary' ? type.valueType : type);

/** The widest kind of text among the arguments: view, then large, then plain. */
function joinedType(types: readonly DataType[]): DataType {
  const kinds = new Set(types.map((type) => valueType(type).kind));
  if (kinds.has('Utf8View')) return DataTypes.Utf8View;
  return kinds.has('LargeUtf8') ? DataTypes.LargeUtf8 : DataTypes.Utf8;
}

const isPart = ({ type }: ColumnVector): boolean =>
  isText(valueType(type)) || valueType(type).kind === 'Binary' || type.kind === 'Null';

/** Refuses what is neither text nor bytes, in the words for a constant or a column. */
function checkPart(part: ColumnVector): void {
  if (isPart(part)) return;
  if (part.encoding !== 'constant') {
    throw new PlanError(`Input was ${displayType(part.type)} which is not a supported datatype for concat function`);
  }
  throw new PlanError(`Concat function does not support scalar type ${formatScalar(part.value)}`);
}

/** Short texts are copied faster by hand. */
const BY_HAND = 32;

function copyTo(to: number, from: number, length: number): void {
  const { u8 } = mem;
  if (length > BY_HAND) u8.copyWithin(to, from, from + length);
  else for (let i = 0; i < length; i++) u8[to + i] = u8[from + i]!;
}

/** Joins row after row and checks that bytes have become text. */
class Joiner {
  readonly #builder: StringBuilder;
  readonly #checked: boolean;
  readonly #type: DataType;
  readonly #constant: boolean;
  #total = 0;

  constructor(type: DataType, parts: readonly ColumnVector[], rowCount: number, arena: Arena) {
    this.#builder = new StringBuilder(arena, rowCount, type);
    this.#type = type;
    this.#checked = parts.some((part) => valueType(part.type).kind === 'Binary');
    this.#constant = parts.every((part) => part.encoding === 'constant');
  }

  appendNull(): void {
    this.#builder.appendNull();
  }

  /** Appends the parts of a row, none of which is NULL. */
  append(parts: readonly FlatVector[], row: number): void {
    let length = 0;
    for (const part of parts) length += byteLengthAt(part, row);
    const start = this.#builder.reserve(length);
    let to = start;
    for (const part of parts) {
      const bytes = byteLengthAt(part, row);
      copyTo(to, bytesAddressAt(part, row), bytes);
      to += bytes;
    }
    if (this.#checked) this.#check(start, length, row);
    this.#builder.commit(length);
    this.#total += length;
  }

  #check(start: number, length: number, row: number): void {
    const defect = findUtf8Defect(start, length);
    if (defect === undefined) return;
    if (this.#constant || this.#type.kind === 'Utf8View') {
      throw new ExecutionError('invalid UTF-8 in binary literal');
    }
    const range = `${this.#total}..${this.#total + length}`;
    throw new ArrowError(
      'Invalid argument error',
      `Invalid UTF8 sequence at string index ${row} (${range}): ${describeUtf8Defect(defect)}`,
    );
  }

  finish(): FlatVector {
    return this.#builder.finish();
  }
}

function joined({ args, rowCount, arena }: Call, type: DataType): ColumnVector {
  const joiner = new Joiner(type, args, rowCount, arena);
  const parts = args.map((arg) => flatten(arg, arena));
  const nullable = parts.filter((part) => part.nullCount > 0);
  for (let row = 0; row < rowCount; row++) {
    if (nullable.some((part) => isNull(part, row))) joiner.appendNull();
    else joiner.append(parts, row);
  }
  return joiner.finish();
}

function invoke(call: ScalarFunctionArgs): ColumnVector {
  const type = call.returnField.dataType;
  const { args, rowCount } = call;
  args.forEach(checkPart);
  if (args.length === 0) return constantVector(new ScalarValue(type, ''), rowCount);
  if (args.some((arg) => arg.type.kind === 'Null')) return nullVector(type, rowCount);
  return evaluateOnce(call, (once) => joined(once, type));
}

/** `concat('Spark', 'SQL')` is `SparkSQL`; `concat('Spark', NULL)` is NULL. */
export const concat: ScalarUDF = {
  name: 'concat',
  signature: Signature.oneOf([{ kind: 'UserDefined' }, { kind: 'Nullary' }], 'Immutable'),
  coerceTypes: (types) => types,
  returnField: nullsOfArguments('concat', joinedType),
  invoke,
  preservesLexOrdering: true,
  documentation: doc(
    Sections.string,
    'Joins texts into one; NULL when one of them is.',
    'concat(str[, ..., str_n])',
    "SELECT concat('Spark', 'SQL')",
    [['str, str_n', 'Texts, or bytes that are text.']],
  ),
};
