import type { DFSchema, Field, TableReference } from '@datafusion-ts/common';
import type {
  AggregateFunction,
  Expr,
  NullTreatment,
  SortExpr,
  WindowFrame,
  WindowFunctionDefinition,
} from '../expr/expr.js';
import type { AggregateUDF } from '../udf/aggregate-udf.js';

/**
 * Hooks through which packages of functions give meaning to syntax: array and map literals, subscripts, EXTRACT, POSITION,
 * `||` on arrays, `count(*)` and so on. The SQL planner asks each planner of the session in turn; the first that answers
 * `planned` wins, `original` hands the (possibly changed) input to the next.
 */

/** A hook's answer: an expression, or the input for the next planner. */
export type PlannerResult<T> =
  { readonly kind: 'planned'; readonly expr: Expr } | { readonly kind: 'original'; readonly input: T };

/** The answer "this is it". */
export const planned = (expr: Expr): { readonly kind: 'planned'; readonly expr: Expr } => ({ kind: 'planned', expr });

/** The answer "not mine". */
export const original = <T>(input: T): { readonly kind: 'original'; readonly input: T } => ({
  kind: 'original',
  input,
});

/** `left op right` before its meaning is known; `op` is the SQL operator by sqlparser's name (`StringConcat`, `AtArrow`). */
export interface RawBinaryExpr {
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
}

/** One step into a value: `.name`/`['name']`, `[key]`, or `[start:stop:stride]`. */
export type FieldAccess =
  | { readonly kind: 'NamedStructField'; readonly name: string }
  | { readonly kind: 'ListIndex'; readonly key: Expr }
  | { readonly kind: 'ListRange'; readonly start: Expr; readonly stop: Expr; readonly stride: Expr };

/** `expr` followed by one access. */
export interface RawFieldAccessExpr {
  readonly expr: Expr;
  readonly access: FieldAccess;
}

/** `{key: value, …}`: keys and values by position. */
export interface RawDictionaryExpr {
  readonly keys: readonly Expr[];
  readonly values: readonly Expr[];
}

/** A call of an aggregate function before it becomes an expression. */
export interface RawAggregateExpr {
  readonly func: AggregateUDF;
  readonly args: readonly Expr[];
  readonly distinct: boolean;
  readonly filter?: Expr;
  readonly orderBy: readonly SortExpr[];
  readonly nullTreatment?: NullTreatment;
}

/** A call with OVER before it becomes an expression. */
export interface RawWindowExpr {
  readonly func: WindowFunctionDefinition;
  readonly args: readonly Expr[];
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly SortExpr[];
  readonly windowFrame: WindowFrame;
  readonly filter?: Expr;
  readonly nullTreatment?: NullTreatment;
  readonly distinct: boolean;
}

/** What an expression planner may take over; every member is optional. */
export interface ExprPlanner {
  readonly name: string;
  planBinaryOp?(expr: RawBinaryExpr, schema: DFSchema): PlannerResult<RawBinaryExpr>;
  planFieldAccess?(expr: RawFieldAccessExpr, schema: DFSchema): PlannerResult<RawFieldAccessExpr>;
  planArrayLiteral?(exprs: readonly Expr[], schema: DFSchema): PlannerResult<readonly Expr[]>;
  /** Arguments as in `strpos`: text, then what to look for. */
  planPosition?(args: readonly Expr[]): PlannerResult<readonly Expr[]>;
  planDictionaryLiteral?(expr: RawDictionaryExpr, schema: DFSchema): PlannerResult<RawDictionaryExpr>;
  /** Arguments: the date part as a text literal, then the value. */
  planExtract?(args: readonly Expr[]): PlannerResult<readonly Expr[]>;
  /** Arguments: text, start, and the length when given. */
  planSubstring?(args: readonly Expr[]): PlannerResult<readonly Expr[]>;
  /** Struct literal: values, or alternating names and values when `named`. */
  planStructLiteral?(args: readonly Expr[], named: boolean): PlannerResult<readonly Expr[]>;
  planOverlay?(args: readonly Expr[]): PlannerResult<readonly Expr[]>;
  /** `make_map(k, v, …)` and `MAP {…}`: alternating keys and values. */
  planMakeMap?(args: readonly Expr[]): PlannerResult<readonly Expr[]>;
  /** A column followed by names of nested fields. */
  planCompoundIdentifier?(
    field: Field,
    qualifier: TableReference | undefined,
    nestedNames: readonly string[],
  ): PlannerResult<readonly Expr[]>;
  /** `left op ANY (array)`. */
  planAny?(expr: RawBinaryExpr): PlannerResult<RawBinaryExpr>;
  /** `left op ALL (array)`. */
  planAll?(expr: RawBinaryExpr): PlannerResult<RawBinaryExpr>;
  planAggregate?(expr: RawAggregateExpr): PlannerResult<RawAggregateExpr>;
  planWindow?(expr: RawWindowExpr): PlannerResult<RawWindowExpr>;
}

/** The plain expression of a raw aggregate call. */
export type AggregateFunctionParts = Omit<AggregateFunction, 'kind'>;
