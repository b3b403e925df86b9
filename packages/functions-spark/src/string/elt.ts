import { DataTypes, displayType, ExecutionError, PlanError } from '@datafusion-ts/common';
import { canCast, stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, numberReader, Sections, textRows } from '@datafusion-ts/functions';

/**
 * `elt(n, a, b, …)`: the n-th of the arguments behind the number, as text; NULL when there is no such argument.
 *
 * Example: `SELECT elt(2, 'scala', 'java')` is `java`.
 */
export const elt: ScalarUDF = {
  name: 'elt',
  signature: Signature.userDefined('Immutable'),
  coerceTypes: ([index, ...values]) => {
    if (index === undefined) throw new ExecutionError('ELT function requires an index');
    if (index.kind !== 'Null' && !canCast(index, DataTypes.Int64)) {
      throw new PlanError(`ELT index must be Int64 (or castable to Int64), got ${displayType(index)}`);
    }
    return [DataTypes.Int64, ...values.map(() => DataTypes.Utf8)];
  },
  returnType: () => DataTypes.Utf8,
  invoke: (call) =>
    textRows(
      call,
      ([index, ...values], arena) => {
        const read = numberReader(index!, arena);
        const readers = values.map((value) => stringReader(value));
        return (row) => readers[(read(row) ?? 0) - 1]?.(row) ?? null;
      },
      'values',
    ),
  documentation: doc(
    Sections.string,
    'Gives one of several values by its number, as text.',
    'elt(n, input1[, ..., input_n])',
    "SELECT elt(2, 'scala', 'java')",
    [
      ['n', 'Number of the value, from 1.'],
      ['input1, input_n', 'Values to choose from.'],
    ],
  ),
};
