/** Window functions from one literal: a whole partition at a time, or a frame at a time, on plain values. */
import { ExecutionError, NotImplementedError, PlanError, type DataType } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { PartitionEvaluator, WindowRows, WindowUDF } from '../window-udf.js';
import { plainColumn, vectorFromPlain } from './plain-column.js';
import { typeOf, type PlainInputOf, type PlainOf, type PlainValue, type TypeLike } from './plain-type.js';
import { describeLiteral, type CallableLiteral } from './scalar-literal.js';
import { callUser } from './user-error.js';

/** The arguments of some rows: for each argument an array of its values. NULLs are null. */
export type PlainColumns<Args extends readonly TypeLike[]> = {
  -readonly [I in keyof Args]: readonly (PlainOf<Args[I]> | null)[];
};

/** A partition of rows in the order of the window. */
export interface PlainPartition<Args extends readonly TypeLike[]> {
  readonly columns: PlainColumns<Args>;
  readonly rowCount: number;
  /** First row of each run of rows that ORDER BY does not tell apart. */
  readonly peers: readonly number[];
}

/** The rows of a frame. */
export interface PlainFrame<Args extends readonly TypeLike[]> {
  /** The values of the frame's rows alone. */
  readonly columns: PlainColumns<Args>;
  readonly rowCount: number;
  /** Position of the current row counted from the first of the frame; may be outside of the frame. */
  readonly current: number;
}

/** Given as `evaluatePartition`, which does not look at the frame, or as `evaluateFrame`. */
export type WindowLiteral<Args extends readonly TypeLike[] = readonly TypeLike[], R extends TypeLike = TypeLike> = Omit<
  CallableLiteral<Args, R, boolean>,
  'calledOnNull'
> &
  (
    | {
        /** A value for each row of the partition. */
        readonly evaluatePartition: (partition: PlainPartition<Args>) => Iterable<PlainInputOf<R> | null | undefined>;
        readonly evaluateFrame?: undefined;
      }
    | {
        /** The value of the current row. */
        readonly evaluateFrame: (frame: PlainFrame<Args>) => PlainInputOf<R> | null | undefined;
        readonly evaluatePartition?: undefined;
      }
  );

type AnyColumns = readonly (readonly PlainValue[])[];
type AnyPartition = Pick<PlainPartition<[]>, 'rowCount' | 'peers'> & { readonly columns: AnyColumns };
type AnyFrame = Pick<PlainFrame<[]>, 'rowCount' | 'current'> & { readonly columns: AnyColumns };

/** The literal without its types. */
export interface AnyWindowLiteral extends CallableLiteral<readonly TypeLike[], TypeLike, boolean> {
  readonly evaluatePartition?: (partition: AnyPartition) => Iterable<unknown>;
  readonly evaluateFrame?: (frame: AnyFrame) => unknown;
}

/** The full interface over a literal. */
export function windowUdfOf(literal: AnyWindowLiteral): WindowUDF {
  const { name, evaluatePartition, evaluateFrame } = literal;
  if ((evaluatePartition === undefined) === (evaluateFrame === undefined)) {
    throw new PlanError(`The window function '${name}' must have evaluatePartition or evaluateFrame`);
  }
  const { signature, aliases, documentation } = describeLiteral(literal);
  const returns = typeOf(literal.returns);
  const evaluate = evaluateFrame === undefined ? byPartition(evaluatePartition!) : byFrame(evaluateFrame);
  const evaluator: PartitionEvaluator = {
    usesWindowFrame: evaluateFrame !== undefined,
    supportsBoundedExecution: false,
    includeRank: false,
    evaluatePartitions: (rows) => callUser(name, () => evaluate(rows, returns)),
  };
  return {
    name,
    signature,
    field: (args) => ({ name: args.name, dataType: returns, nullable: true }),
    partitionEvaluator: ({ ignoreNulls }) => {
      if (ignoreNulls)
        throw new NotImplementedError(`IGNORE NULLS in calls of the user-defined window function '${name}'`);
      return evaluator;
    },
    ...(aliases === undefined ? {} : { aliases }),
    ...(documentation === undefined ? {} : { documentation }),
  };
}

type Evaluate = (rows: WindowRows, returns: DataType) => ColumnVector;

function byPartition(evaluate: NonNullable<AnyWindowLiteral['evaluatePartition']>): Evaluate {
  return ({ values, rowCount, partitions, peers, arena }, returns) => {
    const columns = values.map(plainColumn);
    const results: unknown[] = [];
    let peer = 0;
    for (let p = 0; p + 1 < partitions.length; p++) {
      const [from, to] = [partitions[p]!, partitions[p + 1]!];
      if (from === to) continue;
      const own: number[] = [];
      for (; peer < peers.length && peers[peer]! < to; peer++) own.push(peers[peer]! - from);
      const part = { columns: columns.map((c) => c.slice(from, to)), rowCount: to - from, peers: own };
      for (const value of evaluate(part)) results.push(value);
      if (results.length !== to) {
        throw new ExecutionError(`${to - from} values were expected for a partition, ${results.length - from} came`);
      }
    }
    return vectorFromPlain(returns, rowCount, (row) => results[row], arena);
  };
}

function byFrame(evaluate: NonNullable<AnyWindowLiteral['evaluateFrame']>): Evaluate {
  return ({ values, rowCount, frames, arena }, returns) => {
    const columns = values.map(plainColumn);
    const value = (row: number): unknown => {
      const start = frames!.starts[row]!;
      const end = Math.max(start, frames!.ends[row]!);
      return evaluate({
        columns: columns.map((column) => column.slice(start, end)),
        rowCount: end - start,
        current: row - start,
      });
    };
    return vectorFromPlain(returns, rowCount, value, arena);
  };
}
