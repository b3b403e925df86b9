/**
 * Everything a session knows and how it turns queries into plans: settings, catalogs, functions, rules, runtime. A query
 * passes through it in one direction: text, statements, logical plan, optimized logical plan, physical plan; each step is
 * a method that can be called alone.
 */
import { DFSchema, NotImplementedError, PlanError, type ConfigOptions } from '@datafusion-ts/common';
import type { TableFunctionImpl, TableProvider, TableProviderFactory } from '@datafusion-ts/catalog';
import { createTaskContext, type RuntimeEnv, type TaskContext, type TaskContextParts } from '@datafusion-ts/execution';
import type { Expr, LogicalPlan, MemoryFunctionRegistry, TypePlanner } from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  coerceExpr,
  simplifyExpr,
  type Analyzer,
  type Optimizer,
  type OptimizerConfig,
} from '@datafusion-ts/optimizer';
import { createPhysicalExpr } from '@datafusion-ts/physical-expr';
import type { PhysicalOptimizer } from '@datafusion-ts/physical-optimizer';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import { nativeFrontend, type DataType as SqlDataType, type SqlFrontend, type Statement } from '@datafusion-ts/sql';
import type { ExtensionPlanner } from '../planner/extension-planner.js';
import { PhysicalPlanner } from '../planner/physical-planner.js';
import { planExpression } from '../sql/plan-expression.js';
import { planStatement } from '../sql/plan-statement.js';
import type { Catalogs } from './catalogs.js';
import type { FileFormatLoader } from './file-formats.js';
import type { FunctionFactory } from './function-factory.js';
import { guardStack, guardStackAsync } from './stack-guard.js';
import type { PlanLease } from './physical-plans.js';
import { PlanCache } from './plan-cache.js';
import type { PreparedPlan } from './prepared-plan.js';

/** Parts of a {@link SessionState}, as the builder gathers them. */
export interface SessionStateParts {
  /** Default: random. */
  readonly sessionId: string | undefined;
  readonly config: ConfigOptions;
  readonly runtime: RuntimeEnv;
  readonly catalogs: Catalogs;
  readonly functions: MemoryFunctionRegistry;
  readonly tableFunctions: Map<string, TableFunctionImpl>;
  readonly tableFactories: Map<string, TableProviderFactory>;
  readonly fileFormats: Map<string, FileFormatLoader>;
  readonly analyzer: Analyzer;
  readonly optimizer: Optimizer;
  readonly physicalOptimizer: PhysicalOptimizer;
  readonly extensionPlanners: readonly ExtensionPlanner[];
  readonly functionFactory: FunctionFactory | undefined;
  readonly typePlanner: TypePlanner<SqlDataType> | undefined;
  readonly sqlFrontend: SqlFrontend;
  readonly sharesSubPlans: boolean;
  readonly planCacheSize: number;
}

export class SessionState implements Session {
  /** Reads the SQL of the session. */
  readonly sqlFrontend: SqlFrontend;
  readonly config: ConfigOptions;
  readonly catalogs: Catalogs;
  readonly functions: MemoryFunctionRegistry;
  readonly tableFunctions: Map<string, TableFunctionImpl>;
  readonly tableFactories: Map<string, TableProviderFactory>;
  readonly fileFormats: Map<string, FileFormatLoader>;
  analyzer: Analyzer;
  optimizer: Optimizer;
  readonly physicalOptimizer: PhysicalOptimizer;
  readonly extensionPlanners: readonly ExtensionPlanner[];
  readonly functionFactory: FunctionFactory | undefined;
  readonly typePlanner: TypePlanner<SqlDataType> | undefined;
  /** Whether equal parts of a plan are computed once when it runs. */
  readonly sharesSubPlans: boolean;
  /** Plans of statements that came before. */
  readonly planCache: PlanCache;
  /** Plans of PREPARE by name. */
  readonly preparedPlans = new Map<string, PreparedPlan>();
  readonly tableOptions = new Map<string, string>();
  runtime: RuntimeEnv;
  #sessionId: string | undefined;

  constructor(parts: SessionStateParts) {
    this.#sessionId = parts.sessionId;
    this.config = parts.config;
    this.runtime = parts.runtime;
    this.catalogs = parts.catalogs;
    this.functions = parts.functions;
    this.tableFunctions = parts.tableFunctions;
    this.tableFactories = parts.tableFactories;
    this.fileFormats = parts.fileFormats;
    this.analyzer = parts.analyzer;
    this.optimizer = parts.optimizer;
    this.physicalOptimizer = parts.physicalOptimizer;
    this.extensionPlanners = parts.extensionPlanners;
    this.functionFactory = parts.functionFactory;
    this.sqlFrontend = parts.sqlFrontend;
    this.typePlanner = parts.typePlanner;
    this.sharesSubPlans = parts.sharesSubPlans;
    this.planCache = new PlanCache(this, parts.planCacheSize);
  }

  /** Made when it is first asked for: Node takes milliseconds to set up its random numbers. */
  get sessionId(): string {
    return (this.#sessionId ??= crypto.randomUUID());
  }

  /**
   * The statements of a text, in order, read by the session's front end or the one given. Throws a SqlError with the
   * position when the text is not SQL.
   */
  sqlToStatements(sql: string, frontend: SqlFrontend = this.sqlFrontend): readonly Statement[] {
    const { dialect, recursionLimit } = this.config.sqlParser;
    const parse = () => guardStack(() => frontend.parse(sql, { dialect, recursionLimit: Number(recursionLimit) }));
    return frontend === nativeFrontend ? this.planCache.statements(sql, parse) : parse();
  }

  /** The logical plan of a statement, not optimized. */
  statementToPlan(statement: Statement): Promise<LogicalPlan> {
    return guardStackAsync(() => planStatement(this, statement));
  }

  /** The logical plan of a text with exactly one statement. */
  async createLogicalPlan(sql: string, frontend?: SqlFrontend): Promise<LogicalPlan> {
    const statements = this.sqlToStatements(sql, frontend);
    if (statements.length === 0) throw new PlanError('No SQL statements were provided in the query string');
    if (statements.length > 1) {
      throw new NotImplementedError('The context currently only supports a single SQL statement');
    }
    return this.statementToPlan(statements[0]!);
  }

  /** An expression in SQL, maybe with an alias, over the columns of a schema. It cannot read tables. */
  createLogicalExpr(sql: string, schema: DFSchema): Expr {
    return guardStack(() => planExpression(this, sql, schema));
  }

  /** Facts for rules that are the same over one query. */
  optimizerConfig(): OptimizerConfig {
    let aliases = 0;
    return {
      config: this.config,
      queryExecutionStartTime: BigInt(Date.now()) * 1_000_000n,
      functions: this.functions,
      nextAlias: (prefix) => `${prefix}_${++aliases}`,
    };
  }

  /** Analyzed (names and types resolved), then optimized. Plans that can be used again are kept, see {@link PlanCache}. */
  optimize(plan: LogicalPlan): LogicalPlan {
    return this.planCache.optimized(plan, () => {
      const config = this.optimizerConfig();
      return guardStack(() => this.optimizer.optimize(this.analyzer.execute(plan, config), config));
    });
  }

  /** Optimizes a logical plan and makes its physical plan, optimized too. EXPLAIN does so itself, to show every step. */
  createPhysicalPlan(plan: LogicalPlan): Promise<ExecutionPlan> {
    return guardStackAsync(() =>
      this.queryPlanner().createPhysicalPlan(plan.kind === 'Explain' ? plan : this.optimize(plan)),
    );
  }

  /** A physical plan for one execution: one that ran before, or as `createPhysicalPlan` makes it. */
  planToRun(plan: LogicalPlan): Promise<PlanLease> {
    return guardStackAsync(() => this.planCache.physical(plan));
  }

  /** The planner of one query's physical plan. */
  queryPlanner(): PhysicalPlanner {
    return new PhysicalPlanner(this);
  }

  /** For a table that is no longer registered: lets it give back what it keeps, and forgets plans over it. */
  forgetTable(table: TableProvider): void {
    table.release?.();
    this.planCache.forget(table);
  }

  /** An expression without columns in its simplest form: literals for everything that can be computed now. */
  simplify(expr: Expr): Expr {
    return simplifyExpr(expr, DFSchema.empty, this.optimizerConfig());
  }

  createPhysicalExpr(expr: Expr, schema: DFSchema): PhysicalExpr {
    return createPhysicalExpr(coerceExpr(expr, schema, this.config), schema, { config: this.config });
  }

  taskContext(signal?: AbortSignal): TaskContext {
    return createTaskContext(taskContextParts(this, signal));
  }
}

function taskContextParts(state: SessionState, signal: AbortSignal | undefined): TaskContextParts {
  return {
    config: state.config,
    functions: state.functions,
    runtime: state.runtime,
    get sessionId() {
      return state.sessionId;
    },
    ...(signal === undefined ? {} : { signal }),
  };
}
