/**
 * `dense_rank()`: the number of the run of peers, without gaps: 1, 1, 2.
 *
 * Example: `SELECT dense_rank() OVER (ORDER BY score DESC) FROM results`
 */
import { DataTypes, field } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { WindowUDF } from '@datafusion-ts/expr';
import { countColumn } from '../support/columns.js';
import { eachRankedPeers } from '../support/each-peers.js';

/** Rank without gaps. */
export const denseRank: WindowUDF = {
  name: 'dense_rank',
  signature: Signature.nullary('Immutable'),
  field: ({ name }) => field(name, DataTypes.UInt64, false),
  sortOptions: { descending: false, nullsFirst: false },
  rowsAhead: () => 0,
  partitionEvaluator: () => ({
    usesWindowFrame: false,
    supportsBoundedExecution: true,
    includeRank: true,
    isCausal: true,
    reach: {},
    evaluatePartitions: (rows) =>
      countColumn(rows.rowCount, rows.arena, (set) =>
        eachRankedPeers(rows, (start, end, index) => {
          for (let row = start; row < end; row++) set(row, index + 1);
        }),
      ),
  }),
  documentation: {
    section: 'Ranking Functions',
    description:
      'Returns the rank of the current row without gaps. This function ranks rows in a dense manner, meaning consecutive ranks are assigned even for identical values.',
    syntax: 'dense_rank()',
    sqlExample: 'SELECT player, score, dense_rank() OVER (ORDER BY score DESC) AS place FROM results;',
  },
};
