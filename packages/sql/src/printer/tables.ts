/** FROM items as SQL. */
import type {
  ExprWithAlias,
  Join,
  JoinConstraint,
  JoinKind,
  PivotValueSource,
  TableAlias,
  TableFactor,
  TableSample,
  TableWithJoins,
} from '../ast/index.js';
import { dataTypeToSql } from './data-types.js';
import { functionArgToSql } from './functions.js';
import { commaList, identToSql, objectNameToSql } from './names.js';
import type { Printer } from './printer.js';

/** A relation with its joins. */
export function tableWithJoinsToSql(table: TableWithJoins, printer: Printer): string {
  return printer.tableFactor(table.relation) + table.joins.map((join) => ` ${joinToSql(join, printer)}`).join('');
}

/** `AS name (a, b)`, with a leading space, or nothing. */
export function tableAliasToSql(alias: TableAlias | undefined): string {
  if (alias === undefined) return '';
  const columns = commaList(
    alias.columns,
    (column) => identToSql(column.name) + (column.dataType === undefined ? '' : ` ${dataTypeToSql(column.dataType)}`),
  );
  return `${alias.explicit ? ' AS' : ''} ${identToSql(alias.name)}${columns === '' ? '' : ` (${columns})`}`;
}

/** One relation. */
export function tableFactorToSql(factor: TableFactor, printer: Printer): string {
  switch (factor.kind) {
    case 'Table':
      return tableToSql(factor, printer);
    case 'Derived':
      return `${factor.lateral ? 'LATERAL ' : ''}(${printer.query(factor.subquery)})${tableAliasToSql(factor.alias)}${sampleAfter(factor.sample, printer)}`;
    case 'TableFunction':
      return `TABLE(${printer.expr(factor.expr)})${tableAliasToSql(factor.alias)}`;
    case 'FunctionTable': {
      const args = commaList(factor.args, (arg) => functionArgToSql(arg, printer));
      const ordinality = factor.withOrdinality ? ' WITH ORDINALITY' : '';
      return `${factor.lateral ? 'LATERAL ' : ''}${objectNameToSql(factor.name)}(${args})${ordinality}${tableAliasToSql(factor.alias)}`;
    }
    case 'Unnest': {
      const offset = factor.withOffset
        ? ` WITH OFFSET${factor.withOffsetAlias === undefined ? '' : ` ${identToSql(factor.withOffsetAlias)}`}`
        : '';
      const ordinality = factor.withOrdinality ? ' WITH ORDINALITY' : '';
      return `UNNEST(${commaList(factor.arrayExprs, printer.expr)})${ordinality}${tableAliasToSql(factor.alias)}${offset}`;
    }
    case 'NestedJoin':
      return `(${printer.tableWithJoins(factor.tableWithJoins)})${tableAliasToSql(factor.alias)}`;
    case 'Pivot':
      return `${printer.tableFactor(factor.table)} ${pivotToSql(factor, printer)}${tableAliasToSql(factor.alias)}`;
    case 'Unpivot': {
      const nulls = factor.nullInclusion === undefined ? '' : ` ${factor.nullInclusion.toUpperCase()} NULLS`;
      const columns = commaList(factor.columns, (column) => exprWithAliasToSql(column, printer));
      const body = `${printer.expr(factor.value)} FOR ${identToSql(factor.name)} IN (${columns})`;
      return `${printer.tableFactor(factor.table)} UNPIVOT${nulls}(${body})${tableAliasToSql(factor.alias)}`;
    }
  }
}

function tableToSql(factor: Extract<TableFactor, { kind: 'Table' }>, printer: Printer): string {
  const partitions = factor.partitions.length === 0 ? '' : ` PARTITION (${commaList(factor.partitions, identToSql)})`;
  const args = factor.args === undefined ? '' : `(${commaList(factor.args, (arg) => functionArgToSql(arg, printer))})`;
  const ordinality = factor.withOrdinality ? ' WITH ORDINALITY' : '';
  const hints = factor.withHints.length === 0 ? '' : ` WITH (${commaList(factor.withHints, printer.expr)})`;
  const sample = sampleAfter(factor.sample, printer);
  return objectNameToSql(factor.name) + partitions + args + ordinality + tableAliasToSql(factor.alias) + hints + sample;
}

function sampleAfter(sample: { readonly sample: TableSample } | undefined, printer: Printer): string {
  return sample === undefined ? '' : ` ${tableSampleToSql(sample.sample, printer)}`;
}

/** `TABLESAMPLE …`. */
export function tableSampleToSql(sample: TableSample, printer: Printer): string {
  let out = sample.modifier === 'Sample' ? 'SAMPLE' : 'TABLESAMPLE';
  if (sample.name !== undefined) out += ` ${sample.name.toUpperCase()}`;
  if (sample.quantity !== undefined) {
    const text =
      printer.expr(sample.quantity.value) +
      (sample.quantity.unit === undefined ? '' : ` ${sample.quantity.unit.toUpperCase()}`);
    out += sample.quantity.parenthesized ? ` (${text})` : ` ${text}`;
  }
  if (sample.seed !== undefined) out += ` ${sample.seed.modifier.toUpperCase()} (${printer.expr(sample.seed.value)})`;
  return out;
}

const JOINS: Readonly<Record<JoinKind, string>> = {
  Join: 'JOIN',
  Inner: 'INNER JOIN',
  Left: 'LEFT JOIN',
  LeftOuter: 'LEFT OUTER JOIN',
  Right: 'RIGHT JOIN',
  RightOuter: 'RIGHT OUTER JOIN',
  FullOuter: 'FULL JOIN',
  CrossJoin: 'CROSS JOIN',
  Semi: 'SEMI JOIN',
  LeftSemi: 'LEFT SEMI JOIN',
  RightSemi: 'RIGHT SEMI JOIN',
  Anti: 'ANTI JOIN',
  LeftAnti: 'LEFT ANTI JOIN',
  RightAnti: 'RIGHT ANTI JOIN',
  StraightJoin: 'STRAIGHT_JOIN',
};

/** One join, from its word on. */
export function joinToSql(join: Join, printer: Printer): string {
  const relation = printer.tableFactor(join.relation);
  const global = join.global ? 'GLOBAL ' : '';
  const { joinOperator } = join;
  switch (joinOperator.kind) {
    case 'CrossApply':
      return `${global}CROSS APPLY ${relation}`;
    case 'OuterApply':
      return `${global}OUTER APPLY ${relation}`;
    case 'AsOf':
      return `${global}ASOF JOIN ${relation} MATCH_CONDITION (${printer.expr(joinOperator.matchCondition)})${constraintToSql(joinOperator.constraint, printer)}`;
    default: {
      const natural = joinOperator.constraint.kind === 'Natural' ? 'NATURAL ' : '';
      return `${global}${natural}${JOINS[joinOperator.kind]} ${relation}${constraintToSql(joinOperator.constraint, printer)}`;
    }
  }
}

function constraintToSql(constraint: JoinConstraint, printer: Printer): string {
  switch (constraint.kind) {
    case 'On':
      return ` ON ${printer.expr(constraint.expr)}`;
    case 'Using':
      return ` USING(${commaList(constraint.columns, objectNameToSql)})`;
    default:
      return '';
  }
}

/** `expr AS alias`. */
export function exprWithAliasToSql(item: ExprWithAlias, printer: Printer): string {
  return printer.expr(item.expr) + (item.alias === undefined ? '' : ` AS ${identToSql(item.alias)}`);
}

/** `PIVOT(…)` without the table. */
export function pivotToSql(
  pivot: Pick<
    Extract<TableFactor, { kind: 'Pivot' }>,
    'aggregateFunctions' | 'valueColumn' | 'valueSource' | 'defaultOnNull'
  >,
  printer: Printer,
): string {
  const aggregates = commaList(pivot.aggregateFunctions, (item) => exprWithAliasToSql(item, printer));
  const columns = commaList(pivot.valueColumn, printer.expr);
  const target = pivot.valueColumn.length === 1 ? columns : `(${columns})`;
  const fallback = pivot.defaultOnNull === undefined ? '' : ` DEFAULT ON NULL (${printer.expr(pivot.defaultOnNull)})`;
  return `PIVOT(${aggregates} FOR ${target} IN (${pivotValuesToSql(pivot.valueSource, printer)})${fallback})`;
}

function pivotValuesToSql(source: PivotValueSource, printer: Printer): string {
  switch (source.kind) {
    case 'List':
      return commaList(source.values, (item) => exprWithAliasToSql(item, printer));
    case 'Any':
      return `ANY${source.orderBy.length === 0 ? '' : ` ORDER BY ${commaList(source.orderBy, printer.orderBy)}`}`;
    case 'Subquery':
      return printer.query(source.query);
  }
}
