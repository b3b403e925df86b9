import {
  ConfigOptions,
  type Constraints,
  InternalError,
  parseDataType,
  PlanError,
  Schema,
  type TableReference,
} from '@datafusion-ts/common';
import {
  displayIndent,
  type ExprPlanner,
  type FunctionRegistry,
  type LogicalPlan,
  MemoryFunctionRegistry,
  schemaOf,
  type TableSource,
} from '@datafusion-ts/expr';
import { allDefaultFunctions, coreFunctionPlanner } from '@datafusion-ts/functions';
import { aggregateFunctionPlanner, allDefaultAggregateFunctions } from '@datafusion-ts/functions-aggregate';
import { allDefaultNestedFunctions, fieldAccessPlanner, nestedFunctionPlanner } from '@datafusion-ts/functions-nested';
import { allDefaultWindowFunctions, windowFunctionPlanner } from '@datafusion-ts/functions-window';
import { type ContextProvider, parseSql, SqlToRel } from '@datafusion-ts/sql';
import { Analyzer, applyRule, Optimizer, type OptimizerConfig, type OptimizerRule } from '../../src/index.js';

/** Columns as DESCRIBE shows them: name, type, `YES` or `NO` for nullable. */
export type DescribedColumns = readonly (readonly [name: string, type: string, nullable: string])[];

const byName = <F extends { readonly name: string; readonly aliases?: readonly string[] }>(
  functions: readonly F[],
): ReadonlyMap<string, F> =>
  new Map(functions.flatMap((func) => [func.name, ...(func.aliases ?? [])].map((key) => [key, func] as const)));

const scalar = byName([...allDefaultFunctions(), ...allDefaultNestedFunctions()]);
const aggregates = byName(allDefaultAggregateFunctions());
const windows = byName(allDefaultWindowFunctions());

function known<F>(functions: ReadonlyMap<string, F>): (name: string) => F {
  return (name) => {
    const found = functions.get(name);
    if (found === undefined) throw new InternalError(`no function ${name}`);
    return found;
  };
}

const registry = (): FunctionRegistry => {
  const functions = new MemoryFunctionRegistry();
  for (const func of new Set(scalar.values())) functions.registerUdf(func);
  for (const func of new Set(aggregates.values())) functions.registerUdaf(func);
  return functions;
};

/** Tables without rows and the real functions: all that planning needs. */
export class TestCatalog implements ContextProvider {
  readonly config = new ConfigOptions();
  readonly #tables = new Map<string, TableSource>();
  readonly #functions = registry();
  readonly #planners: readonly ExprPlanner[] = [
    coreFunctionPlanner(known(scalar)),
    nestedFunctionPlanner(known(scalar)),
    fieldAccessPlanner(known(scalar), () => known(aggregates)('nth_value')),
    aggregateFunctionPlanner,
    windowFunctionPlanner,
  ];

  addTable(name: string, columns: DescribedColumns, options: Partial<TableSource> = {}): this {
    const fields = columns.map(([column, type, nullable]) => ({
      name: column,
      dataType: parseDataType(type),
      nullable: nullable === 'YES',
    }));
    this.#tables.set(name, { schema: new Schema(fields), ...options });
    return this;
  }

  /** Runs `CREATE TABLE` with the columns the real engine gave it, or `CREATE VIEW`. */
  create(ddl: string, columns: DescribedColumns | undefined): void {
    const name = /(?:table|view) (?:if not exists )?(\w+)/i.exec(ddl)![1]!;
    if (columns !== undefined) {
      this.addTable(name, columns, { constraints: this.#constraintsOf(ddl) });
      return;
    }
    const plan = this.plan(ddl);
    if (plan.kind !== 'Ddl' || plan.ddl.kind !== 'CreateView') throw new InternalError(`not a view: ${ddl}`);
    this.#tables.set(name, { schema: schemaOf(plan.ddl.input).toSchema(), logicalPlan: plan.ddl.input });
  }

  #constraintsOf(ddl: string): Constraints | undefined {
    if (!/primary key|unique/i.test(ddl)) return undefined;
    const plan = this.plan(ddl);
    return plan.kind === 'Ddl' && 'constraints' in plan.ddl ? plan.ddl.constraints : undefined;
  }

  /** The plan of a query as written. */
  plan(sql: string): LogicalPlan {
    return new SqlToRel(this).statementToPlan(parseSql(sql)[0]!);
  }

  optimizerConfig(): OptimizerConfig {
    let aliases = 0;
    return {
      config: this.config,
      queryExecutionStartTime: 1_700_000_000_000_000_000n,
      functions: this.#functions,
      nextAlias: (prefix) => `${prefix}_${++aliases}`,
    };
  }

  /** The analyzed plan. */
  analyzed(sql: string): LogicalPlan {
    return new Analyzer().execute(this.plan(sql), this.optimizerConfig());
  }

  /** EXPLAIN's text of the plan that all rules make. */
  explain(sql: string): string {
    const config = this.optimizerConfig();
    return displayIndent(new Optimizer().optimize(new Analyzer().execute(this.plan(sql), config), config));
  }

  /** EXPLAIN's text after the given rules, each applied once to the analyzed plan. */
  explainWith(rules: readonly OptimizerRule[], sql: string): string {
    const config = this.optimizerConfig();
    const plan = rules.reduce((current, rule) => applyRule(rule, current, config).node, this.analyzed(sql));
    return displayIndent(plan);
  }

  getTableSource(name: TableReference): TableSource {
    const found = this.#tables.get(name.table);
    if (found === undefined) throw new PlanError(`table '${name.toString()}' not found`);
    return found;
  }
  getTableFunctionSource(name: string): TableSource {
    throw new PlanError(`table function '${name}' not found`);
  }
  createCteWorkTable(_name: string, schema: Schema): TableSource {
    return { schema };
  }
  getFunctionMeta(name: string): ReturnType<ContextProvider['getFunctionMeta']> {
    return scalar.get(name);
  }
  getAggregateMeta(name: string): ReturnType<ContextProvider['getAggregateMeta']> {
    return aggregates.get(name);
  }
  getWindowMeta(name: string): ReturnType<ContextProvider['getWindowMeta']> {
    return windows.get(name);
  }
  getExprPlanners(): readonly ExprPlanner[] {
    return this.#planners;
  }
  udfNames(): readonly string[] {
    return [...scalar.keys()];
  }
  udafNames(): readonly string[] {
    return [...aggregates.keys()];
  }
  udwfNames(): readonly string[] {
    return [...windows.keys()];
  }
}

/** `t(i, j, nn not null, b, f, s, d)`, `t2(i, j, k, s)` and `t3(x, y, z)`. */
export function sampleCatalog(): TestCatalog {
  const int = (name: string, nullable = 'YES'): readonly [string, string, string] => [name, 'Int32', nullable];
  return new TestCatalog()
    .addTable('t', [
      int('i'),
      int('j'),
      int('nn', 'NO'),
      ['b', 'Boolean', 'YES'],
      ['f', 'Float64', 'YES'],
      ['s', 'Utf8View', 'YES'],
      ['d', 'Date32', 'YES'],
    ])
    .addTable('t2', [int('i'), int('j'), int('k'), ['s', 'Utf8View', 'YES']])
    .addTable('t3', [int('x'), int('y'), int('z')]);
}

/** The expression a predicate over `t` is simplified to, as EXPLAIN prints it; undefined when nothing is left to filter. */
export function firstLine(text: string): string {
  return text.split('\n')[0]!;
}
