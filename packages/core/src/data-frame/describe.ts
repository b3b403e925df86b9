/**
 * Summary statistics of a query, as DataFusion's `DataFrame::describe`: one aggregation over all columns, then a row for each
 * statistic. Columns of numbers show Float64 and all others text, with the word `null` where a statistic does not apply.
 */
import { DataTypes, DFSchema, field, type Field } from '@datafusion-ts/common';
import {
  aggregateFunction,
  alias,
  cast,
  columnExprsOf,
  lit,
  LogicalPlanBuilder,
  schemaOf,
  when,
  type AggregateUDF,
  type Expr,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import { isNumeric } from '@datafusion-ts/expr-common';

/** An aggregate function of the session by its name. */
type Functions = (name: string) => AggregateUDF;

interface Statistic {
  readonly name: string;
  appliesTo(column: Field): boolean;
  of(column: Expr, functions: Functions): Expr;
}

const aggregate =
  (name: string) =>
  (column: Expr, functions: Functions): Expr =>
    aggregateFunction(functions(name), [column]);

const always = (): boolean => true;
const ofNumbers = ({ dataType }: Field): boolean => isNumeric(dataType);
const ofOrdered = ({ dataType }: Field): boolean =>
  !['Boolean', 'Binary', 'LargeBinary', 'BinaryView', 'FixedSizeBinary', 'Null'].includes(dataType.kind);

const STATISTICS: readonly Statistic[] = [
  { name: 'count', appliesTo: always, of: aggregate('count') },
  {
    name: 'null_count',
    appliesTo: always,
    of: (column, functions) => aggregate('sum')(when(column.isNull(), lit(1n)).otherwise(lit(0n)), functions),
  },
  { name: 'mean', appliesTo: ofNumbers, of: aggregate('avg') },
  { name: 'std', appliesTo: ofNumbers, of: aggregate('stddev') },
  { name: 'min', appliesTo: ofOrdered, of: aggregate('min') },
  { name: 'max', appliesTo: ofOrdered, of: aggregate('max') },
  { name: 'median', appliesTo: ofNumbers, of: aggregate('median') },
];

const shownType = ({ dataType }: Field) => (isNumeric(dataType) ? DataTypes.Float64 : DataTypes.Utf8);

/** A plan of one row: every statistic of the first column as it is shown, then those of the second, … */
export function statisticsPlan(plan: LogicalPlan, functions: Functions): LogicalPlan {
  const schema = schemaOf(plan);
  const cells = columnExprsOf(schema).flatMap((column, i) =>
    STATISTICS.map((statistic, j) => ({ statistic, column, field: schema.field(i), name: `${i}:${j}` })),
  );
  const applied = cells.filter(({ statistic, field: of }) => statistic.appliesTo(of));
  const aggregated = LogicalPlanBuilder.from(plan).aggregate(
    [],
    applied.map(({ statistic, column, name }) => alias(statistic.of(column, functions), name)),
  );
  const values = new Map(applied.map(({ name }, i) => [name, columnExprsOf(schemaOf(aggregated.build()))[i]!]));
  return aggregated
    .project(
      cells.map(({ field: of, name }) => {
        const value = values.get(name);
        return alias(value === undefined ? lit('null') : cast(value, shownType(of)), name);
      }),
    )
    .build();
}

/** A table of the values of {@link statisticsPlan}: a row for each statistic, `describe` with its name first. */
export function describePlan(schema: DFSchema, values: readonly Expr[]): LogicalPlan {
  const shown = DFSchema.fromUnqualifiedFields([
    field('describe', DataTypes.Utf8, false),
    ...schema.fields.map((of) => field(of.name, shownType(of))),
  ]);
  // Plans of VALUES name their columns themselves.
  const rows = STATISTICS.map(({ name }, j) => [
    lit(name),
    ...schema.fields.map((_, i) => values[i * STATISTICS.length + j]!),
  ]);
  const table = LogicalPlanBuilder.valuesWithSchema(rows, shown);
  const columns = columnExprsOf(schemaOf(table.build()));
  return table.project(columns.map((column, i) => alias(column, shown.field(i).name))).build();
}
