/**
 * `ntile(n)`: the number of the bucket, 1 to n, when the partition is dealt into n buckets as even as possible.
 *
 * With fewer rows than buckets every row has a bucket of its own. `n` must be a positive literal.
 */
import { DataTypes, ExecutionError, field } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { PartitionEvaluatorArgs, WindowRows, WindowUDF } from '@datafusion-ts/expr';
import type { ColumnVector } from '@datafusion-ts/compute';
import { countColumn } from '../support/columns.js';
import { literalArg } from '../support/literal-args.js';

const { UInt64, UInt32, UInt16, UInt8, Int64, Int32, Int16, Int8 } = DataTypes;

/** Dealing a partition into buckets. */
export const ntile: WindowUDF = {
  name: 'ntile',
  signature: Signature.uniform(1, [UInt64, UInt32, UInt16, UInt8, Int64, Int32, Int16, Int8], 'Immutable'),
  field: ({ name }) => field(name, DataTypes.UInt64, false),
  partitionEvaluator: (args) => {
    const buckets = bucketCount(args);
    return {
      usesWindowFrame: false,
      supportsBoundedExecution: false,
      includeRank: false,
      evaluatePartitions: (rows) => bucketNumbers(rows, buckets),
    };
  },
  documentation: {
    section: 'Ranking Functions',
    description: 'Integer ranging from 1 to the argument value, dividing the partition as equally as possible',
    syntax: 'ntile(expression)',
    args: [{ name: 'expression', description: 'The number of buckets, a positive whole number.' }],
    sqlExample: 'SELECT player, ntile(4) OVER (ORDER BY score DESC) AS quartile FROM results;',
  },
};

function bucketCount(args: PartitionEvaluatorArgs): number {
  const value = literalArg(args, 0);
  if (value === undefined) throw new ExecutionError('NTILE requires a positive integer');
  if (value.isNull) throw new ExecutionError('NTILE requires a positive integer, but finds NULL');
  const count = Number(value.value);
  if (count <= 0) throw new ExecutionError('NTILE requires a positive integer');
  return count;
}

function bucketNumbers({ rowCount, partitions, arena }: WindowRows, buckets: number): ColumnVector {
  return countColumn(rowCount, arena, (set) => {
    for (let p = 0; p + 1 < partitions.length; p++) {
      const [start, end] = [partitions[p]!, partitions[p + 1]!];
      // The first buckets get the rows that are left over.
      const size = Math.floor((end - start) / buckets);
      const larger = (end - start) % buckets;
      const border = larger * (size + 1);
      for (let i = 0; i < end - start; i++) {
        set(start + i, i < border ? Math.floor(i / (size + 1)) + 1 : larger + Math.floor((i - border) / size) + 1);
      }
    }
  });
}
