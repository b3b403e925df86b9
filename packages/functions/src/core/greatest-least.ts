import { PlanError } from '@datafusion-ts/common';
import {
  concatVectors,
  flatten,
  isNull,
  makeComparator,
  mem,
  NO_ROW,
  takeVector,
  takeVectorOrNull,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { commonComparisonType, Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { evaluateOnce } from '../utils/rows.js';

/**
 * `greatest` and `least`: the extreme of several values, NULLs left out. Floats are in total order, so NaN is the greatest.
 * Arguments become what they would be compared as (text beside a date is read as a date); rows of the winning columns are
 * gathered at the end.
 */
function extreme(name: string, sign: 1 | -1, description: string, example: string): ScalarUDF {
  return {
    name,
    signature: Signature.userDefined('Immutable'),
    returnType: (types) => types[0]!,
    coerceTypes: (types) => {
      if (types.length === 0) throw new PlanError(`${name} was called without any arguments. It requires at least 1.`);
      const common = commonComparisonType(types[0]!, types.slice(1));
      if (common === undefined) throw new PlanError(`Cannot find a common type for arguments to ${name}`);
      return types.map(() => common);
    },
    invoke: (call) => pickRows(call, sign),
    documentation: doc(Sections.conditional, description, `${name}(expression1[, ..., expression_n])`, example, [
      ['expression1, expression_n', 'Expressions to compare, of comparable types.'],
    ]),
  };
}

function pickRows(call: ScalarFunctionArgs, sign: 1 | -1): ColumnVector {
  const type = call.returnField.dataType;
  return evaluateOnce(
    call,
    ({ args, rowCount, arena }) => {
      const columns = args.map((arg) => flatten(arg, arena));
      const all = flatten(concatVectors(columns, type, arena), arena);
      const best = bestRows(all, columns.length, rowCount, sign, arena);
      return all.length === 0 ? takeVector(all, best, 0, arena) : takeVectorOrNull(all, best, rowCount, arena);
    },
    'values',
  );
}

/** For each row the place of its extreme among all columns' values put one after the other. */
function bestRows(all: ColumnVector, columns: number, rowCount: number, sign: 1 | -1, arena: Arena): number {
  const compare = makeComparator(all, all);
  const best = arena.alloc(rowCount * 4);
  for (let row = 0; row < rowCount; row++) {
    let at = NO_ROW;
    for (let column = 0; column < columns; column++) {
      const candidate = column * rowCount + row;
      if (isNull(all, candidate)) continue;
      if (at === NO_ROW || compare(candidate, at) * sign > 0) at = candidate;
    }
    mem.u32[(best >>> 2) + row] = at;
  }
  return best;
}

/** `greatest(a, b, …)`. */
export const greatest: ScalarUDF = extreme(
  'greatest',
  1,
  'Gives the greatest of its arguments; NULL only when all are NULL.',
  'SELECT greatest(4, 7, 5)',
);

/** `least(a, b, …)`. */
export const least: ScalarUDF = extreme(
  'least',
  -1,
  'Gives the smallest of its arguments; NULL only when all are NULL.',
  'SELECT least(4, 7, 5)',
);
