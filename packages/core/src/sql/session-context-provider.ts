/** What the SQL planner sees of a session: tables looked up before planning, functions, settings. */
import { PlanError, type ConfigOptions, type Schema, type TableReference } from '@datafusion-ts/common';
import { CteWorkTable, provideAsSource } from '@datafusion-ts/catalog';
import type {
  AggregateUDF,
  Expr,
  ExprPlanner,
  HigherOrderUDF,
  ScalarUDF,
  TableSource,
  TypePlanner,
  WindowUDF,
} from '@datafusion-ts/expr';
import type { ContextProvider, DataType as SqlDataType } from '@datafusion-ts/sql';
import type { SessionState } from '../session/session-state.js';

export class SessionContextProvider implements ContextProvider {
  readonly #state: SessionState;
  readonly #tables: ReadonlyMap<string, TableSource>;
  #calledTableFunction = false;

  /** `tables` by their full name, `catalog.schema.table`. */
  constructor(state: SessionState, tables: ReadonlyMap<string, TableSource>) {
    this.#state = state;
    this.#tables = tables;
  }

  get config(): ConfigOptions {
    return this.#state.config;
  }

  /** True when a table function was called: what it gives next time is another table. */
  get calledTableFunction(): boolean {
    return this.#calledTableFunction;
  }

  getTableSource(name: TableReference): TableSource {
    const { catalog, schema, table } = this.#state.catalogs.resolve(name);
    const source = this.#tables.get(fullName(catalog, schema, table));
    if (source === undefined) throw this.#state.catalogs.notFound(name);
    return source;
  }

  getTableFunctionSource(name: string, args: readonly Expr[]): TableSource {
    const func = this.#state.tableFunctions.get(name);
    if (func === undefined) throw new PlanError(`table function '${name}' not found`);
    this.#calledTableFunction = true;
    return provideAsSource(func.call(args.map((arg) => this.#state.simplify(arg))));
  }

  createCteWorkTable(name: string, schema: Schema): TableSource {
    return provideAsSource(new CteWorkTable(name, schema));
  }

  getFunctionMeta(name: string): ScalarUDF | undefined {
    return this.#state.functions.findUdf(name);
  }
  getHigherOrderMeta(name: string): HigherOrderUDF | undefined {
    return this.#state.functions.findHigherOrder(name);
  }
  getAggregateMeta(name: string): AggregateUDF | undefined {
    return this.#state.functions.findUdaf(name);
  }
  getWindowMeta(name: string): WindowUDF | undefined {
    return this.#state.functions.findUdwf(name);
  }

  getExprPlanners(): readonly ExprPlanner[] {
    return this.#state.functions.exprPlanners;
  }

  getTypePlanner(): TypePlanner<SqlDataType> | undefined {
    return this.#state.typePlanner;
  }

  udfNames(): readonly string[] {
    return this.#state.functions.udfNames();
  }
  higherOrderNames(): readonly string[] {
    return this.#state.functions.higherOrderNames();
  }
  udafNames(): readonly string[] {
    return this.#state.functions.udafNames();
  }
  udwfNames(): readonly string[] {
    return this.#state.functions.udwfNames();
  }

  hasFileFormat(name: string): boolean {
    return this.#state.fileFormats.has(name.toLowerCase());
  }
}

/** Key of a table among those looked up. */
export const fullName = (catalog: string, schema: string, table: string): string =>
  JSON.stringify([catalog, schema, table]);
