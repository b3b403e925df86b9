import type { ConfigOptions, Field, Schema, TableReference } from '@datafusion-ts/common';
import type {
  AggregateUDF,
  Expr,
  ExprPlanner,
  HigherOrderUDF,
  RelationPlanner,
  ScalarUDF,
  TableSource,
  TypePlanner,
  WindowUDF,
} from '@datafusion-ts/expr';
import type * as ast from '../ast/index.js';

/**
 * What planning needs to know about the session: tables, functions, variables and settings. Everything is synchronous;
 * tables of asynchronous catalogs are looked up before (see `resolveTableReferences`).
 */
export interface ContextProvider {
  /** Settings of the session. */
  readonly config: ConfigOptions;
  /** The table of that name; throws a PlanError `table '…' not found` when there is none. */
  getTableSource(name: TableReference): TableSource;
  /** The rows of a table function; throws a PlanError `table function '…' not found` when there is none. */
  getTableFunctionSource(name: string, args: readonly Expr[]): TableSource;
  /** The table through which a recursive query reads its previous rows. */
  createCteWorkTable(name: string, schema: Schema): TableSource;
  /** Looked up by lower-case name or alias. */
  getFunctionMeta(name: string): ScalarUDF | undefined;
  getHigherOrderMeta?(name: string): HigherOrderUDF | undefined;
  getAggregateMeta(name: string): AggregateUDF | undefined;
  getWindowMeta(name: string): WindowUDF | undefined;
  /** Type of `@name` or `@@name`; undefined when unknown. */
  getVariableField?(names: readonly string[]): Field | undefined;
  /** Planners of syntax, in the order in which they are asked. */
  getExprPlanners(): readonly ExprPlanner[];
  getRelationPlanners?(): readonly RelationPlanner<ast.TableFactor, ast.Expr>[];
  getTypePlanner?(): TypePlanner<ast.DataType> | undefined;
  /** Names of functions, for suggestions. */
  udfNames(): readonly string[];
  higherOrderNames?(): readonly string[];
  udafNames(): readonly string[];
  udwfNames(): readonly string[];
  /** True when a file format of that name exists, for `COPY … STORED AS`. Default: true. */
  hasFileFormat?(name: string): boolean;
}
