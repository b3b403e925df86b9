/** Table functions from one literal: rows of plain values, made while the query asks for them. */
import { ExecutionError, field, PlanError, Schema, type ScalarValue } from '@datafusion-ts/common';
import type { ScanArgs, TableFunctionImpl, TableProvider } from '@datafusion-ts/catalog';
import { Arena, Batch, castScalar } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import {
  plainOf,
  typeOf,
  unknownKeyOf,
  userError,
  vectorFromPlain,
  type Expr,
  type PlainArgs,
  type PlainRow,
  type PlainValue,
  type TypeLike,
} from '@datafusion-ts/expr';
import { batchStream, StreamingTableExec, type BatchStream, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';

/** A function that stands where a table stands. */
export interface TableFunctionLiteral<
  Args extends readonly TypeLike[],
  Columns extends Readonly<Record<string, TypeLike>>,
> {
  readonly name: string;
  /** Types of the arguments, which are constant expressions; a NULL is null. */
  readonly args: Args;
  /** Names and types of the columns. */
  readonly returns: Columns;
  /** The rows, anew for each execution; stopped by `return` when the query needs no more. A missing column is NULL. */
  readonly call: (...args: PlainArgs<Args, true>) => Iterable<PlainRow<Columns>> | AsyncIterable<PlainRow<Columns>>;
}

type AnyRow = Readonly<Record<string, unknown>>;
type Rows = Iterable<AnyRow> | AsyncIterable<AnyRow>;

/**
 * A table function on plain values:
 * `createUdtf({ name: 'letters', args: ['Utf8'], returns: { letter: 'Utf8' }, *call(text) { … yield { letter } } })`.
 */
export function createUdtf<
  const Args extends readonly TypeLike[],
  const Columns extends Readonly<Record<string, TypeLike>>,
>(literal: TableFunctionLiteral<Args, Columns>): TableFunctionImpl {
  const { name } = literal;
  if (name === '') throw new PlanError('The name of a function must not be empty');
  const types = literal.args.map(typeOf);
  const columns = Object.entries<TypeLike>(literal.returns);
  const schema = new Schema(columns.map(([column, type]) => field(column, typeOf(type))));
  const call = literal.call as unknown as (...args: readonly PlainValue[]) => Rows;
  return {
    name,
    call(args) {
      if (args.length !== types.length) {
        throw new PlanError(`Table function '${name}' expects ${types.length} argument(s) but received ${args.length}`);
      }
      const values = args.map((arg, i) => plainOf(castScalar(constantOf(name, arg), types[i]!, { safe: false })));
      return new RowsOnDemand(name, schema, literal.returns, () => call(...values));
    },
  };
}

function constantOf(name: string, arg: Expr): ScalarValue {
  if (arg.kind === 'Literal') return arg.value;
  throw new PlanError(`Arguments of the table function '${name}' must be constant`);
}

class RowsOnDemand implements TableProvider {
  readonly schema: Schema;
  readonly #name: string;
  readonly #columns: Readonly<Record<string, TypeLike>>;
  readonly #rows: () => Rows;

  constructor(name: string, schema: Schema, columns: Readonly<Record<string, TypeLike>>, rows: () => Rows) {
    this.#name = name;
    this.schema = schema;
    this.#columns = columns;
    this.#rows = rows;
  }

  scan(_session: Session, { projection, limit }: ScanArgs): Promise<ExecutionPlan> {
    const { schema } = this;
    const execute = (context: TaskContext): BatchStream => batchStream(schema, () => this.#batches(context, limit));
    const partitions = [{ schema, execute }];
    return Promise.resolve(new StreamingTableExec({ schema, partitions, projection, infinite: false, fetch: limit }));
  }

  async *#batches(context: TaskContext, limit: number | undefined): AsyncGenerator<Batch, void, undefined> {
    // No row is made that a limit does not let through: rows may be slow to come, and endless.
    const batchSize = Math.max(1, Math.min(context.config.execution.batchSize, limit ?? Infinity));
    const arena = new Arena();
    try {
      let rows: AnyRow[] = [];
      for await (const row of this.#guarded()) {
        if (rows.push(row) < batchSize) continue;
        yield this.#batch(rows, arena);
        checkCancelled(context);
        rows = [];
      }
      if (rows.length > 0) yield this.#batch(rows, arena);
    } finally {
      arena.release();
    }
  }

  /** The rows; what making them throws names the function. */
  async *#guarded(): AsyncGenerator<AnyRow, void, undefined> {
    try {
      yield* this.#rows();
    } catch (error) {
      throw userError(this.#name, error);
    }
  }

  #batch(rows: readonly AnyRow[], arena: Arena): Batch {
    arena.reset();
    try {
      for (const row of rows) {
        const unknown = unknownKeyOf(row, this.#columns);
        if (unknown !== undefined) throw new ExecutionError(`A row has '${unknown}', which is no column`);
      }
      const columns = this.schema.fields.map((column) =>
        vectorFromPlain(column.dataType, rows.length, (row) => rows[row]![column.name], arena),
      );
      return new Batch(this.schema, columns, rows.length);
    } catch (error) {
      throw userError(this.#name, error);
    }
  }
}
