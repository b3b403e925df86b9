import type { DataType } from './data-type.js';
import type { Expr } from './expr.js';
import type { FunctionArg } from './function.js';
import type { Ident, ObjectName } from './ident.js';
import type { ExprWithAlias, PivotValueSource, Query, TableSample } from './query.js';
import type { Spanned } from './span.js';

/** `AS name (a, b INT)`; `explicit` when the word AS is there. */
export interface TableAlias {
  readonly explicit: boolean;
  readonly name: Ident;
  readonly columns: readonly { readonly name: Ident; readonly dataType?: DataType }[];
}

/** One entry of a FROM list. */
export interface TableWithJoins {
  readonly relation: TableFactor;
  readonly joins: readonly Join[];
}

/** What is joined, and how. `global` is ClickHouse's. */
export interface Join {
  readonly relation: TableFactor;
  readonly global: boolean;
  readonly joinOperator: JoinOperator;
}

/** The kinds of join as spelled: `Join` is the bare word, `Left` is `LEFT JOIN`, `LeftOuter` is `LEFT OUTER JOIN`. */
export type JoinKind =
  | 'Join'
  | 'Inner'
  | 'Left'
  | 'LeftOuter'
  | 'Right'
  | 'RightOuter'
  | 'FullOuter'
  | 'CrossJoin'
  | 'Semi'
  | 'LeftSemi'
  | 'RightSemi'
  | 'Anti'
  | 'LeftAnti'
  | 'RightAnti'
  | 'StraightJoin';

/** A join's kind with its constraint. `matchCondition` is there for `AsOf` only. */
export type JoinOperator =
  | { readonly kind: JoinKind; readonly constraint: JoinConstraint }
  | { readonly kind: 'CrossApply' | 'OuterApply' }
  | { readonly kind: 'AsOf'; readonly matchCondition: Expr; readonly constraint: JoinConstraint };

/** `ON expr`, `USING (…)`, `NATURAL`, or nothing. */
export type JoinConstraint =
  | { readonly kind: 'On'; readonly expr: Expr }
  | { readonly kind: 'Using'; readonly columns: readonly ObjectName[] }
  | { readonly kind: 'Natural' }
  | { readonly kind: 'NoConstraint' };

/** A table by name, or a table function when `args` is there. */
export interface TableRelation extends Spanned {
  readonly kind: 'Table';
  readonly name: ObjectName;
  readonly alias?: TableAlias;
  readonly args?: readonly FunctionArg[];
  readonly withHints: readonly Expr[];
  readonly version?: Expr;
  readonly withOrdinality: boolean;
  readonly partitions: readonly Ident[];
  readonly sample?: { readonly beforeAlias: boolean; readonly sample: TableSample };
}

/** `[LATERAL] (query) alias`. */
export interface DerivedTable extends Spanned {
  readonly kind: 'Derived';
  readonly lateral: boolean;
  readonly subquery: Query;
  readonly alias?: TableAlias;
  readonly sample?: { readonly beforeAlias: boolean; readonly sample: TableSample };
}

/** `TABLE(expr) alias`. */
export interface TableFunction extends Spanned {
  readonly kind: 'TableFunction';
  readonly expr: Expr;
  readonly alias?: TableAlias;
}

/** `LATERAL f(args) alias`. */
export interface FunctionTable extends Spanned {
  readonly kind: 'FunctionTable';
  readonly lateral: boolean;
  readonly name: ObjectName;
  readonly args: readonly FunctionArg[];
  readonly withOrdinality: boolean;
  readonly alias?: TableAlias;
}

/** `UNNEST(a, b) [WITH ORDINALITY] alias [WITH OFFSET [AS name]]`. */
export interface UnnestTable extends Spanned {
  readonly kind: 'Unnest';
  readonly alias?: TableAlias;
  readonly arrayExprs: readonly Expr[];
  readonly withOffset: boolean;
  readonly withOffsetAlias?: Ident;
  readonly withOrdinality: boolean;
}

/** A parenthesised join. */
export interface NestedJoin extends Spanned {
  readonly kind: 'NestedJoin';
  readonly tableWithJoins: TableWithJoins;
  readonly alias?: TableAlias;
}

/** `table PIVOT (…)`. */
export interface PivotTable extends Spanned {
  readonly kind: 'Pivot';
  readonly table: TableFactor;
  readonly aggregateFunctions: readonly ExprWithAlias[];
  readonly valueColumn: readonly Expr[];
  readonly valueSource: PivotValueSource;
  readonly defaultOnNull?: Expr;
  readonly alias?: TableAlias;
}

/** `table UNPIVOT [INCLUDE|EXCLUDE NULLS] (value FOR name IN (…))`. */
export interface UnpivotTable extends Spanned {
  readonly kind: 'Unpivot';
  readonly table: TableFactor;
  readonly value: Expr;
  readonly name: Ident;
  readonly columns: readonly ExprWithAlias[];
  readonly nullInclusion?: 'Include' | 'Exclude';
  readonly alias?: TableAlias;
}

/** A relation in FROM. */
export type TableFactor =
  TableRelation | DerivedTable | TableFunction | FunctionTable | UnnestTable | NestedJoin | PivotTable | UnpivotTable;
