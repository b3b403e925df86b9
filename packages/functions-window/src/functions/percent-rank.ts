/**
 * `percent_rank()`: the rank from 0 to 1, `(rank - 1) / (rows of the partition - 1)`; 0 in a partition of one row.
 *
 * Example: `SELECT percent_rank() OVER (ORDER BY score) FROM results`
 */
import { DataTypes, field } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { WindowUDF } from '@datafusion-ts/expr';
import { ratioColumn } from '../support/columns.js';
import { eachPeers } from '../support/each-peers.js';

/** Relative rank from 0 to 1. */
export const percentRank: WindowUDF = {
  name: 'percent_rank',
  signature: Signature.nullary('Immutable'),
  field: ({ name }) => field(name, DataTypes.Float64, false),
  sortOptions: { descending: false, nullsFirst: false },
  partitionEvaluator: () => ({
    usesWindowFrame: false,
    supportsBoundedExecution: false,
    includeRank: true,
    evaluatePartitions: (rows) =>
      ratioColumn(rows.rowCount, rows.arena, (set) =>
        eachPeers(rows, (start, end, partition, partitionEnd) => {
          const value = (start - partition) / Math.max(1, partitionEnd - partition - 1);
          for (let row = start; row < end; row++) set(row, value);
        }),
      ),
  }),
  documentation: {
    section: 'Ranking Functions',
    description:
      'Returns the percentage rank of the current row within its partition. The value ranges from 0 to 1 and is computed as `(rank - 1) / (total_rows - 1)`.',
    syntax: 'percent_rank()',
    sqlExample: 'SELECT player, percent_rank() OVER (ORDER BY score) AS share_below FROM results;',
  },
};
