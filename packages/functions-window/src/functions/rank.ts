/**
 * `rank()`: the row number of the first peer, so that ties leave gaps: 1, 1, 3.
 *
 * Example: `SELECT rank() OVER (ORDER BY score DESC) FROM results`
 */
import { DataTypes, field } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { WindowUDF } from '@datafusion-ts/expr';
import { countColumn } from '../support/columns.js';
import { eachRankedPeers } from '../support/each-peers.js';

/** Rank with gaps. */
export const rank: WindowUDF = {
  name: 'rank',
  signature: Signature.nullary('Immutable'),
  field: ({ name }) => field(name, DataTypes.UInt64, false),
  sortOptions: { descending: false, nullsFirst: false },
  countsRowsBefore: true,
  rowsAhead: () => 0,
  partitionEvaluator: () => ({
    usesWindowFrame: false,
    supportsBoundedExecution: true,
    includeRank: true,
    isCausal: true,
    reach: {},
    evaluatePartitions: (rows) =>
      countColumn(rows.rowCount, rows.arena, (set) =>
        eachRankedPeers(rows, (start, end, _index, first) => {
          for (let row = start; row < end; row++) set(row, first + 1);
        }),
      ),
  }),
  documentation: {
    section: 'Ranking Functions',
    description:
      'Returns the rank of the current row within its partition, allowing gaps between ranks. This function provides a ranking similar to `row_number`, but skips ranks for identical values.',
    syntax: 'rank()',
    sqlExample: 'SELECT player, score, rank() OVER (ORDER BY score DESC) AS place FROM results;',
  },
};
