import type { Column, DataType, Field, ScalarValue, Span, TableReference } from '@datafusion-ts/common';
import type { Operator } from '@datafusion-ts/expr-common';
import type { LogicalPlan } from '../plan/logical-plan.js';
import type { AggregateUDF } from '../udf/aggregate-udf.js';
import type { HigherOrderUDF } from '../udf/higher-order-udf.js';
import type { ScalarUDF } from '../udf/scalar-udf.js';
import type { WindowUDF } from '../udf/window-udf.js';
import type { ExprMethods } from './expr-methods.js';

/**
 * The data of a logical expression: what a query says, by name, before it is bound to input columns. Frozen
 * discriminated union; traversal comes from `exprChildren`/`withExprChildren` in this package.
 */
export type ExprNode =
  | {
      readonly kind: 'Alias';
      readonly expr: Expr;
      readonly relation?: TableReference;
      readonly name: string;
      readonly metadata?: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'Column'; readonly column: Column; readonly span?: Span }
  | { readonly kind: 'ScalarVariable'; readonly field: Field; readonly names: readonly string[] }
  | { readonly kind: 'Literal'; readonly value: ScalarValue; readonly metadata?: ReadonlyMap<string, string> }
  | BinaryExpr
  | Like
  | { readonly kind: 'Not'; readonly expr: Expr }
  | { readonly kind: 'IsNotNull'; readonly expr: Expr }
  | { readonly kind: 'IsNull'; readonly expr: Expr }
  | { readonly kind: 'IsTrue'; readonly expr: Expr }
  | { readonly kind: 'IsFalse'; readonly expr: Expr }
  | { readonly kind: 'IsUnknown'; readonly expr: Expr }
  | { readonly kind: 'IsNotTrue'; readonly expr: Expr }
  | { readonly kind: 'IsNotFalse'; readonly expr: Expr }
  | { readonly kind: 'IsNotUnknown'; readonly expr: Expr }
  | { readonly kind: 'Negative'; readonly expr: Expr }
  | {
      readonly kind: 'Between';
      readonly expr: Expr;
      readonly negated: boolean;
      readonly low: Expr;
      readonly high: Expr;
    }
  | Case
  | { readonly kind: 'Cast'; readonly expr: Expr; readonly dataType: DataType; readonly field?: Field }
  | { readonly kind: 'TryCast'; readonly expr: Expr; readonly dataType: DataType; readonly field?: Field }
  | { readonly kind: 'ScalarFunction'; readonly func: ScalarUDF; readonly args: readonly Expr[] }
  | AggregateFunction
  | WindowFunction
  | { readonly kind: 'HigherOrderFunction'; readonly func: HigherOrderUDF; readonly args: readonly Expr[] }
  | { readonly kind: 'Lambda'; readonly params: readonly string[]; readonly body: Expr }
  | { readonly kind: 'LambdaVariable'; readonly name: string; readonly field?: Field }
  | { readonly kind: 'InList'; readonly expr: Expr; readonly list: readonly Expr[]; readonly negated: boolean }
  | { readonly kind: 'Exists'; readonly subquery: Subquery; readonly negated: boolean }
  | { readonly kind: 'InSubquery'; readonly expr: Expr; readonly subquery: Subquery; readonly negated: boolean }
  | {
      readonly kind: 'SetComparison';
      readonly expr: Expr;
      readonly subquery: Subquery;
      readonly op: Operator;
      readonly quantifier: 'Any' | 'All';
    }
  | { readonly kind: 'ScalarSubquery'; readonly subquery: Subquery }
  | { readonly kind: 'Wildcard'; readonly qualifier?: TableReference; readonly options: WildcardOptions }
  | { readonly kind: 'GroupingSet'; readonly set: GroupingSet }
  | { readonly kind: 'Placeholder'; readonly id: string; readonly field?: Field }
  | { readonly kind: 'OuterReferenceColumn'; readonly field: Field; readonly column: Column; readonly span?: Span }
  | { readonly kind: 'Unnest'; readonly expr: Expr };

/**
 * A logical expression: an {@link ExprNode} with the fluent methods `col('a').gt(lit(1))`. Always made by `makeExpr` or
 * the factories in `expr-fn.ts`; never written as a bare literal.
 */
export type Expr = ExprNode & ExprMethods;

/** Every `kind` an expression can have. */
export type ExprKind = ExprNode['kind'];

/** The member of {@link Expr} with the given kind. */
export type ExprOf<K extends ExprKind> = Extract<ExprNode, { readonly kind: K }> & ExprMethods;

/** `left op right`. */
export interface BinaryExpr {
  readonly kind: 'BinaryExpr';
  readonly left: Expr;
  readonly op: Operator;
  readonly right: Expr;
}

/** LIKE, ILIKE and SIMILAR TO; without an escape character a backslash escapes. */
export interface Like {
  readonly kind: 'Like' | 'SimilarTo';
  readonly negated: boolean;
  readonly expr: Expr;
  readonly pattern: Expr;
  readonly escapeChar?: string;
  readonly caseInsensitive: boolean;
}

/** CASE with or without an operand. */
export interface Case {
  readonly kind: 'Case';
  readonly expr?: Expr;
  readonly whenThen: readonly { readonly when: Expr; readonly then: Expr }[];
  readonly elseExpr?: Expr;
}

/** One key of ORDER BY. */
export interface SortExpr {
  readonly expr: Expr;
  readonly asc: boolean;
  readonly nullsFirst: boolean;
}

/** RESPECT NULLS or IGNORE NULLS, when said. */
export type NullTreatment = 'RespectNulls' | 'IgnoreNulls';

/** A call of an aggregate function. */
export interface AggregateFunction {
  readonly kind: 'AggregateFunction';
  readonly func: AggregateUDF;
  readonly args: readonly Expr[];
  readonly distinct: boolean;
  readonly filter?: Expr;
  readonly orderBy: readonly SortExpr[];
  readonly nullTreatment?: NullTreatment;
}

/** What is computed over a window. */
export type WindowFunctionDefinition =
  | { readonly kind: 'AggregateUDF'; readonly func: AggregateUDF }
  | { readonly kind: 'WindowUDF'; readonly func: WindowUDF };

/** A call with OVER. */
export interface WindowFunction {
  readonly kind: 'WindowFunction';
  readonly func: WindowFunctionDefinition;
  readonly args: readonly Expr[];
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly SortExpr[];
  readonly windowFrame: WindowFrame;
  readonly filter?: Expr;
  readonly nullTreatment?: NullTreatment;
  readonly distinct: boolean;
}

/** ROWS, RANGE or GROUPS. */
export type WindowFrameUnits = 'Rows' | 'Range' | 'Groups';

/** An edge of a frame; a null value means UNBOUNDED. */
export type WindowFrameBound =
  | { readonly kind: 'Preceding'; readonly value: ScalarValue }
  | { readonly kind: 'CurrentRow' }
  | { readonly kind: 'Following'; readonly value: ScalarValue };

/** The rows around the current one that a window function sees. */
export interface WindowFrame {
  readonly units: WindowFrameUnits;
  readonly startBound: WindowFrameBound;
  readonly endBound: WindowFrameBound;
  readonly causal: boolean;
}

/** A query inside an expression, with the outer columns it refers to. */
export interface Subquery {
  readonly subquery: LogicalPlan;
  readonly outerRefColumns: readonly Expr[];
  readonly span?: Span;
}

/** ROLLUP, CUBE or explicit sets. */
export type GroupingSet =
  | { readonly kind: 'Rollup'; readonly exprs: readonly Expr[] }
  | { readonly kind: 'Cube'; readonly exprs: readonly Expr[] }
  | { readonly kind: 'GroupingSets'; readonly sets: readonly (readonly Expr[])[] };

/** EXCLUDE, EXCEPT, REPLACE and RENAME behind a wildcard. */
export interface WildcardOptions {
  readonly ilike?: string;
  readonly exclude?: readonly string[];
  readonly except?: readonly string[];
  readonly replace?: readonly { readonly name: string; readonly expr: Expr }[];
  readonly rename?: readonly { readonly from: string; readonly to: string }[];
}
