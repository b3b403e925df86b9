import { DataTypes, type DataType, ScalarValue } from '@datafusion-ts/common';
import {
  flatten,
  flatVector,
  joinTexts,
  physicalTypeOf,
  type ColumnVector,
  type ConstantVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import { lit, scalarFunction, type Expr, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { copyText, reserveText, textsOf, writeEach, writtenRows, type PrepareWrite } from '../utils/byte-texts.js';
import { doc, Sections } from '../utils/documentation.js';
import { valueOfLiteral } from '../utils/literals.js';
import { evaluateOnce, type Call } from '../utils/rows.js';

/** The widest kind of text among the arguments: view, then large, then plain. */
export function joinedType(types: readonly DataType[]): DataType {
  const kinds = new Set(types.map((type) => type.kind));
  if (kinds.has('Utf8View')) return DataTypes.Utf8View;
  return kinds.has('LargeUtf8') ? DataTypes.LargeUtf8 : DataTypes.Utf8;
}

/** Arguments without NULLs, with neighbouring literals joined by `separator`. */
export function joinLiterals(args: readonly Expr[], type: DataType, separator: string | undefined): readonly Expr[] {
  const joined: Expr[] = [];
  let pending: string | undefined;
  const flush = (): void => {
    // Without a separator an empty text adds nothing.
    if (pending !== undefined && (separator !== undefined || pending !== ''))
      joined.push(lit(new ScalarValue(type, pending)));
    pending = undefined;
  };
  for (const arg of args) {
    const value = valueOfLiteral(arg);
    if (value === undefined) {
      flush();
      joined.push(arg);
    } else if (typeof value.value === 'string') {
      pending = pending === undefined ? value.value : pending + (separator ?? '') + value.value;
    }
  }
  flush();
  return joined;
}

/** The call of `concat` with its literals joined. */
export function joinedConcat(args: readonly Expr[], type: DataType): Expr {
  const joined = joinLiterals(args, type, undefined);
  return joined.length === 0 ? lit(new ScalarValue(type, '')) : scalarFunction(concat, joined);
}

const sameArgs = (a: readonly Expr[], b: readonly Expr[]): boolean =>
  a.length === b.length && a.every((arg, i) => arg === b[i] || String(arg) === String(b[i]));

const joinEach: PrepareWrite = (args, arena) => {
  const parts = args.map((arg) => textsOf(arg, arena));
  return (row, builder) => {
    let bytes = 0;
    for (const part of parts) if (!part.isNull(row)) bytes += part.length(row);
    let at = reserveText(builder, bytes);
    for (const part of parts) if (!part.isNull(row)) at = copyText(part, row, at);
    builder.commit(bytes);
  };
};

/** Texts joined by a kernel; undefined when they are very long or no texts at all. */
function joinAll({ args, rowCount, arena }: Call, type: DataType): ColumnVector | undefined {
  const parts: (FlatVector | ConstantVector)[] = [];
  for (const arg of args) {
    if (arg.type.kind === 'Null' || (arg.encoding === 'constant' && arg.value.isNull)) continue;
    const part = arg.encoding === 'constant' ? arg : flatten(arg, arena);
    if (physicalTypeOf(part.type) !== 'view') return undefined;
    parts.push(part);
  }
  const values = joinTexts(parts, rowCount, arena);
  return values === undefined ? undefined : flatVector(type, rowCount, { values, width: 16 });
}

/** `concat(a, b, …)`: texts joined; NULLs are left out. */
export const concat: ScalarUDF = {
  name: 'concat',
  signature: Signature.variadic(
    [DataTypes.Utf8View, DataTypes.Utf8, DataTypes.LargeUtf8, DataTypes.Binary],
    'Immutable',
  ),
  returnType: joinedType,
  invoke: (call) => {
    const type = call.returnField.dataType;
    if (type.kind === 'Null') return writtenRows(call, joinEach, 'values');
    return evaluateOnce(call, (own) => joinAll(own, type) ?? writeEach(own, type, joinEach), 'values');
  },
  simplify: (args, context) => {
    const type = joinedType(args.map((arg) => context.dataTypeOf(arg)));
    const result = joinedConcat(args, type);
    return result.kind === 'ScalarFunction' && sameArgs(result.args, args) ? undefined : result;
  },
  preservesLexOrdering: true,
  documentation: doc(
    Sections.string,
    'Joins texts into one; NULLs are left out.',
    'concat(str[, ..., str_n])',
    "SELECT concat('data', 'f', 'us', 'ion')",
    [['str', 'Texts to join.']],
    ['concat_ws'],
  ),
};
