/** Shared by lag and lead: the value some rows before or after, in the same partition. */
import { field, type Field, type ScalarValue } from '@datafusion-ts/common';
import {
  castScalar,
  concatVectors,
  constantVector,
  flatten,
  mem,
  NO_ROW,
  nullVector,
  takeVectorOrNull,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { DataTypes } from '@datafusion-ts/common';
import type { PartitionEvaluator, PartitionEvaluatorArgs, WindowRows } from '@datafusion-ts/expr';
import { literalArg, signedInteger } from './literal-args.js';
import { validRows, type ValidRows } from './valid-rows.js';

/** Result: as the first argument, or as the default when that is an untyped NULL; may be NULL. */
export function shiftField(name: string, inputFields: readonly Field[]): Field {
  const [value, , fallback] = inputFields;
  const source =
    value !== undefined && value.dataType.kind !== 'Null' ? value : (fallback ?? field(name, DataTypes.Null));
  return { ...source, name, nullable: true };
}

/** The evaluator of a call `(expression[, offset[, default]])`; `direction` 1 looks back, -1 ahead. */
export function shiftEvaluator(args: PartitionEvaluatorArgs, direction: 1 | -1): PartitionEvaluator {
  const literal = literalArg(args, 1);
  const distance = direction * (literal === undefined ? 1 : signedInteger(literal));
  const offset = args.isReversed ? -distance : distance;
  const fallback = defaultValue(args);
  return {
    usesWindowFrame: false,
    supportsBoundedExecution: true,
    includeRank: false,
    isCausal: offset > 0,
    reach: { behind: Math.max(0, offset), ahead: Math.max(0, -offset), onlyValid: args.ignoreNulls },
    evaluatePartitions: (rows) => shifted(rows, offset, args.ignoreNulls, fallback),
  };
}

/** The default, cast to the type of the result; undefined for NULL. */
function defaultValue(args: PartitionEvaluatorArgs): ScalarValue | undefined {
  const value = literalArg(args, 2);
  if (value === undefined || value.isNull) return undefined;
  return castScalar(value, shiftField('', args.inputFields).dataType, { safe: false });
}

function shifted(
  window: WindowRows,
  offset: number,
  ignoreNulls: boolean,
  fallback: ScalarValue | undefined,
): ColumnVector {
  const { rowCount, arena } = window;
  const column = window.values[0]!;
  const missing = fallback === undefined ? NO_ROW : rowCount;
  const valid = ignoreNulls ? validRows(column, rowCount, arena) : undefined;
  const rows = arena.alloc(rowCount * 4);
  if (valid === undefined || offset === 0) shiftRows(window, offset, missing, rows);
  else shiftValid(window, valid, offset, missing, rows);
  if (fallback === undefined) return takeVectorOrNull(column, rows, rowCount, arena);
  const typed = column.type.kind === 'Null' ? nullVector(fallback.dataType, rowCount) : column;
  const extended = concatVectors(
    [flatten(typed, arena), flatten(constantVector(fallback, 1), arena)],
    typed.type,
    arena,
  );
  return takeVectorOrNull(extended, rows, rowCount, arena);
}

/** Row numbers `offset` rows earlier; `missing` outside the partition. */
function shiftRows({ partitions }: WindowRows, offset: number, missing: number, rows: number): void {
  const { u32 } = mem;
  for (let p = 0; p + 1 < partitions.length; p++) {
    const [start, end] = [partitions[p]!, partitions[p + 1]!];
    for (let row = start; row < end; row++) {
      const from = row - offset;
      u32[(rows >>> 2) + row] = from >= start && from < end ? from : missing;
    }
  }
}

/** Likewise counting only rows with a value, the current row not among them. */
function shiftValid({ partitions }: WindowRows, valid: ValidRows, offset: number, missing: number, rows: number): void {
  const { u32 } = mem;
  for (let p = 0; p + 1 < partitions.length; p++) {
    const [start, end] = [partitions[p]!, partitions[p + 1]!];
    const [first, last] = [valid.before[start]!, valid.before[end]!];
    for (let row = start; row < end; row++) {
      const at = offset > 0 ? valid.before[row]! - offset : valid.before[row + 1]! - offset - 1;
      u32[(rows >>> 2) + row] = at >= first && at < last ? valid.rows[at]! : missing;
    }
  }
}
