import { DataTypes, field, NotImplementedError, Schema, type Field } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import {
  type AggregateClauses,
  type AggregateUDF,
  aggregateFunction,
  type Expr,
  LogicalPlanBuilder,
  logicalTableSource,
  newWindowFrame,
  type OverOptions,
  scalarFunction,
  type ScalarUDF,
  windowFunction,
  type WindowUDF,
} from '@datafusion-ts/expr';

const noEvaluation = (): never => {
  throw new NotImplementedError('evaluation in planner tests');
};

/** An aggregate of any arguments that gives the type of its first. */
function aggregateUdf(name: string, extra: Partial<AggregateUDF> = {}): AggregateUDF {
  return {
    name,
    signature: Signature.variadicAny('Immutable'),
    returnType: (types) => types[0]!,
    accumulator: noEvaluation,
    ...extra,
  };
}

export const sumUdaf = aggregateUdf('sum');
export const maxUdaf = aggregateUdf('max');
export const countUdaf = aggregateUdf('count', { returnType: () => DataTypes.Int64, nullable: false });
export const percentileUdaf = aggregateUdf('approx_percentile_cont', { isOrderedSet: true });

const call =
  (func: AggregateUDF) =>
  (args: readonly Expr[], clauses: AggregateClauses = {}): Expr =>
    aggregateFunction(func, args, clauses);
export const sum = call(sumUdaf);
export const max = call(maxUdaf);
export const count = call(countUdaf);
export const percentile = call(percentileUdaf);

export const absUdf: ScalarUDF = {
  name: 'abs',
  signature: Signature.numeric(1, 'Immutable'),
  returnType: (types) => types[0]!,
  invoke: noEvaluation,
};
export const abs = (arg: Expr): Expr => scalarFunction(absUdf, [arg]);

export const randomUdf: ScalarUDF = {
  name: 'random',
  signature: Signature.nullary('Volatile'),
  returnType: () => DataTypes.Float64,
  invoke: noEvaluation,
};

function windowUdf(
  name: string,
  dataType: Field['dataType'] | 'argument',
  nullable: boolean,
  extra: Partial<WindowUDF> = {},
): WindowUDF {
  return {
    name,
    signature: dataType === 'argument' ? Signature.variadicAny('Immutable') : Signature.nullary('Immutable'),
    field: (args) => ({
      name: args.name,
      dataType: dataType === 'argument' ? args.inputFields[0]!.dataType : dataType,
      nullable,
    }),
    partitionEvaluator: noEvaluation,
    ...extra,
  };
}

export const rowNumberUdwf = windowUdf('row_number', DataTypes.UInt64, false, { numbersRows: true });
export const firstValueUdwf = windowUdf('first_value', 'argument', true);
export const lagUdwf = windowUdf('lag', 'argument', true);

/** A call of a window function with OVER. */
export function over(
  func: WindowUDF,
  args: readonly Expr[],
  options: OverOptions & { ignoreNulls?: boolean } = {},
): Expr {
  const orderBy = options.orderBy ?? [];
  return windowFunction({
    func: { kind: 'WindowUDF', func },
    args,
    partitionBy: options.partitionBy ?? [],
    orderBy,
    windowFrame: options.windowFrame ?? newWindowFrame(orderBy.length > 0 ? false : undefined),
    distinct: false,
    ...(options.ignoreNulls === true ? { nullTreatment: 'IgnoreNulls' as const } : {}),
  });
}

/** `t(a bigint, b varchar, c double, bo boolean)`, as the oracle's sessions declare it. */
export const tableT = new Schema([
  field('a', DataTypes.Int64),
  field('b', DataTypes.Utf8View),
  field('c', DataTypes.Float64),
  field('bo', DataTypes.Boolean),
]);

/** A scan of a table of BIGINT columns. */
export function table(name: string, ...columns: readonly string[]): LogicalPlanBuilder {
  const schema = new Schema(columns.map((c) => field(c, DataTypes.Int64)));
  return LogicalPlanBuilder.scan(name, logicalTableSource(schema));
}

/** A scan of {@link tableT}. */
export const scanT = (): LogicalPlanBuilder => LogicalPlanBuilder.scan('t', logicalTableSource(tableT));

/** The text of an error, as the shell prints it. */
export function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  throw new Error('expected an error');
}
