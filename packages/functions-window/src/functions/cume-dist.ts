/**
 * `cume_dist()`: the share of the partition's rows up to and including the peers of the row.
 *
 * Example: `SELECT cume_dist() OVER (ORDER BY score) FROM results`
 */
import { DataTypes, field } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { WindowUDF } from '@datafusion-ts/expr';
import { ratioColumn } from '../support/columns.js';
import { eachPeers } from '../support/each-peers.js';

/** Cumulative distribution. */
export const cumeDist: WindowUDF = {
  name: 'cume_dist',
  signature: Signature.nullary('Immutable'),
  field: ({ name }) => field(name, DataTypes.Float64, false),
  partitionEvaluator: () => ({
    usesWindowFrame: false,
    supportsBoundedExecution: false,
    includeRank: true,
    evaluatePartitions: (rows) =>
      ratioColumn(rows.rowCount, rows.arena, (set) =>
        eachPeers(rows, (start, end, partition, partitionEnd) => {
          const value = (end - partition) / (partitionEnd - partition);
          for (let row = start; row < end; row++) set(row, value);
        }),
      ),
  }),
  documentation: {
    section: 'Ranking Functions',
    description:
      'Relative rank of the current row: (number of rows preceding or peer with the current row) / (total rows).',
    syntax: 'cume_dist()',
    sqlExample: 'SELECT player, cume_dist() OVER (ORDER BY score) AS share FROM results;',
  },
};
