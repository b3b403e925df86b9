/**
 * `row_number()`: 1, 2, 3 … in the order of the window, from 1 again in every partition.
 *
 * Example: `SELECT row_number() OVER (PARTITION BY a ORDER BY b) FROM t`
 */
import { DataTypes, field } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { WindowUDF } from '@datafusion-ts/expr';
import { countColumn } from '../support/columns.js';

/** The number of a row in its partition. */
export const rowNumber: WindowUDF = {
  name: 'row_number',
  signature: Signature.nullary('Immutable'),
  field: ({ name }) => field(name, DataTypes.UInt64, false),
  sortOptions: { descending: false, nullsFirst: false },
  numbersRows: true,
  countsRowsBefore: true,
  rowsAhead: () => 0,
  partitionEvaluator: () => ({
    usesWindowFrame: false,
    supportsBoundedExecution: true,
    includeRank: false,
    isCausal: true,
    reach: {},
    evaluatePartitions: ({ rowCount, partitions, earlier, arena }) =>
      countColumn(rowCount, arena, (set) => {
        for (let p = 0; p + 1 < partitions.length; p++) {
          const [start, end] = [partitions[p]!, partitions[p + 1]!];
          const first = earlier?.rows[p] ?? 0;
          for (let row = start; row < end; row++) set(row, first + row - start + 1);
        }
      }),
  }),
  documentation: {
    section: 'Ranking Functions',
    description: 'Number of the current row within its partition, counting from 1.',
    syntax: 'row_number()',
    sqlExample:
      'SELECT name, row_number() OVER (PARTITION BY team ORDER BY joined) AS seniority FROM members ORDER BY name;',
  },
};
