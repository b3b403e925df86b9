import type { Expr } from './expr.js';
import type { Ident, ObjectName } from './ident.js';
import type { OrderByExpr, Query, WildcardOptions } from './query.js';
import type { Spanned } from './span.js';
import type { Value } from './value.js';
import type { WindowType } from './window.js';

/** What may stand as an argument: an expression, `*`, or `t.*`. */
export type FunctionArgExpr =
  | Expr
  | { readonly kind: 'ArgQualifiedWildcard'; readonly name: ObjectName }
  | { readonly kind: 'ArgWildcard'; readonly options?: WildcardOptions };

/** The sign between an argument's name and its value. */
export type FunctionArgOperator = 'Equals' | 'RightArrow' | 'Assignment' | 'Colon' | 'Value';

/** One argument of a call. `ExprNamed` has an expression as its name (SQL/JSON constructors). */
export type FunctionArg =
  | { readonly kind: 'Unnamed'; readonly arg: FunctionArgExpr }
  | {
      readonly kind: 'Named';
      readonly name: Ident;
      readonly arg: FunctionArgExpr;
      readonly operator: FunctionArgOperator;
    }
  | {
      readonly kind: 'ExprNamed';
      readonly name: Expr;
      readonly arg: FunctionArgExpr;
      readonly operator: FunctionArgOperator;
    };

/** `IGNORE NULLS` or `RESPECT NULLS`, inside the parentheses or behind them. */
export type NullTreatment = 'IgnoreNulls' | 'RespectNulls';

/** What may follow the arguments inside the parentheses, in the order written. */
export type FunctionArgumentClause =
  | { readonly kind: 'OrderBy'; readonly exprs: readonly OrderByExpr[] }
  | { readonly kind: 'Limit'; readonly limit: Expr }
  | { readonly kind: 'IgnoreOrRespectNulls'; readonly nullTreatment: NullTreatment }
  | { readonly kind: 'OnOverflow'; readonly error: boolean; readonly filler?: Expr; readonly withCount?: boolean }
  | { readonly kind: 'HavingBound'; readonly bound: 'Min' | 'Max'; readonly expr: Expr }
  | { readonly kind: 'Separator'; readonly value: Value };

/** A parenthesised list of arguments. */
export interface FunctionArgumentList {
  readonly kind: 'List';
  readonly duplicateTreatment?: 'Distinct' | 'All';
  readonly args: readonly FunctionArg[];
  readonly clauses: readonly FunctionArgumentClause[];
}

/** The arguments of a call: none at all (`CURRENT_DATE`), a bare subquery, or a list. */
export type FunctionArguments =
  | { readonly kind: 'NoArguments' }
  | { readonly kind: 'SubqueryArgument'; readonly query: Query }
  | FunctionArgumentList;

/** A function call of any sort: scalar, aggregate or window. `parameters` is ClickHouse's first pair of parentheses. */
export interface FunctionExpr extends Spanned {
  readonly kind: 'Function';
  readonly name: ObjectName;
  readonly parameters: FunctionArguments;
  readonly args: FunctionArguments;
  readonly filter?: Expr;
  readonly nullTreatment?: NullTreatment;
  readonly over?: WindowType;
  readonly withinGroup: readonly OrderByExpr[];
  readonly usesOdbcSyntax: boolean;
}
