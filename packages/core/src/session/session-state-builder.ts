import { ConfigOptions } from '@datafusion-ts/common';
import {
  ListingTableFactory,
  MemoryCatalogProviderList,
  type CatalogProviderList,
  type TableFunctionImpl,
  type TableProviderFactory,
} from '@datafusion-ts/catalog';
import { RuntimeEnv } from '@datafusion-ts/execution';
import { MemoryFunctionRegistry, type FunctionSet, type TypePlanner } from '@datafusion-ts/expr';
import { Analyzer, Optimizer, type AnalyzerRule, type OptimizerRule } from '@datafusion-ts/optimizer';
import { PhysicalOptimizer, type PhysicalOptimizerRule } from '@datafusion-ts/physical-optimizer';
import { nativeFrontend, type DataType as SqlDataType, type SqlFrontend } from '@datafusion-ts/sql';
import type { ExtensionPlanner } from '../planner/extension-planner.js';
import { Catalogs } from './catalogs.js';
import { workingDirectory, type FileFormatLoader } from './file-formats.js';
import type { FunctionFactory } from './function-factory.js';
import { SessionState } from './session-state.js';

/** Statements that a session keeps the plans of unless told otherwise: more than a dashboard has. */
const PLAN_CACHE_SIZE = 100;

/** What a session is made of; everything has a default, and without functions or formats it has none. */
export interface SessionStateOptions {
  readonly sessionId?: string;
  readonly config?: ConfigOptions;
  readonly runtime?: RuntimeEnv;
  readonly catalogs?: CatalogProviderList;
  /** Sets of functions, later ones replacing functions of the same name. */
  readonly functions?: readonly FunctionSet[];
  readonly tableFunctions?: readonly TableFunctionImpl[];
  /** By the name behind STORED AS, upper case; file formats have theirs by default. */
  readonly tableFactories?: ReadonlyMap<string, TableProviderFactory>;
  readonly fileFormats?: readonly FileFormatLoader[];
  readonly analyzer?: Analyzer;
  readonly optimizer?: Optimizer;
  readonly physicalOptimizer?: PhysicalOptimizer;
  readonly extensionPlanners?: readonly ExtensionPlanner[];
  readonly functionFactory?: FunctionFactory;
  /** Gives meaning to SQL types the engine does not know. */
  readonly typePlanner?: TypePlanner<SqlDataType>;
  /** Reads the SQL of the session; by default the engine's own parser. */
  readonly sqlFrontend?: SqlFrontend;
  /** Whether equal parts of a plan are computed once when it runs; default true. Plans and EXPLAIN are the same. */
  readonly sharesSubPlans?: boolean;
  /** How many statements the session keeps the plans of, see `PlanCache`; default 100, none with 0. */
  readonly planCacheSize?: number;
}

/** Makes session states step by step; every step gives a new builder. */
export class SessionStateBuilder {
  readonly #options: SessionStateOptions;

  constructor(options: SessionStateOptions = {}) {
    this.#options = options;
  }

  withSessionId(sessionId: string): SessionStateBuilder {
    return this.#with({ sessionId });
  }
  withConfig(config: ConfigOptions): SessionStateBuilder {
    return this.#with({ config });
  }
  withRuntimeEnv(runtime: RuntimeEnv): SessionStateBuilder {
    return this.#with({ runtime });
  }
  withCatalogList(catalogs: CatalogProviderList): SessionStateBuilder {
    return this.#with({ catalogs });
  }
  /** Adds functions; those of the same name are replaced. */
  withFunctions(functions: FunctionSet): SessionStateBuilder {
    return this.#with({ functions: [...(this.#options.functions ?? []), functions] });
  }
  withTableFunctions(functions: readonly TableFunctionImpl[]): SessionStateBuilder {
    return this.#with({ tableFunctions: [...(this.#options.tableFunctions ?? []), ...functions] });
  }
  withTableFactories(factories: ReadonlyMap<string, TableProviderFactory>): SessionStateBuilder {
    return this.#with({ tableFactories: new Map([...(this.#options.tableFactories ?? []), ...factories]) });
  }
  withFileFormats(formats: readonly FileFormatLoader[]): SessionStateBuilder {
    return this.#with({ fileFormats: [...(this.#options.fileFormats ?? []), ...formats] });
  }
  /** Replaces all rules that make logical plans valid. */
  withAnalyzer(analyzer: Analyzer): SessionStateBuilder {
    return this.#with({ analyzer });
  }
  /** Adds a rule behind those that make logical plans valid. */
  withAnalyzerRule(rule: AnalyzerRule): SessionStateBuilder {
    const { rules } = this.#options.analyzer ?? new Analyzer();
    return this.withAnalyzer(new Analyzer([...rules, rule]));
  }
  /** Replaces all rules that optimize logical plans. */
  withOptimizer(optimizer: Optimizer): SessionStateBuilder {
    return this.#with({ optimizer });
  }
  /** Adds a rule behind those that optimize logical plans. */
  withOptimizerRule(rule: OptimizerRule): SessionStateBuilder {
    const { rules } = this.#options.optimizer ?? new Optimizer();
    return this.withOptimizer(new Optimizer([...rules, rule]));
  }
  /** Replaces all rules that optimize physical plans. */
  withPhysicalOptimizer(physicalOptimizer: PhysicalOptimizer): SessionStateBuilder {
    return this.#with({ physicalOptimizer });
  }
  /** Adds a rule behind those that optimize physical plans. */
  withPhysicalOptimizerRule(rule: PhysicalOptimizerRule): SessionStateBuilder {
    const { rules } = this.#options.physicalOptimizer ?? new PhysicalOptimizer();
    return this.withPhysicalOptimizer(new PhysicalOptimizer([...rules, rule]));
  }
  withExtensionPlanners(extensionPlanners: readonly ExtensionPlanner[]): SessionStateBuilder {
    return this.#with({ extensionPlanners });
  }
  withFunctionFactory(functionFactory: FunctionFactory): SessionStateBuilder {
    return this.#with({ functionFactory });
  }

  withTypePlanner(typePlanner: TypePlanner<SqlDataType>): SessionStateBuilder {
    return this.#with({ typePlanner });
  }

  withSqlFrontend(sqlFrontend: SqlFrontend): SessionStateBuilder {
    return this.#with({ sqlFrontend });
  }

  /** Turns the sharing of equal sub-plans on or off. */
  withSharedSubPlans(sharesSubPlans: boolean): SessionStateBuilder {
    return this.#with({ sharesSubPlans });
  }

  /** Sets how many statements the session keeps the plans of; none with 0. */
  withPlanCacheSize(planCacheSize: number): SessionStateBuilder {
    return this.#with({ planCacheSize });
  }

  build(): SessionState {
    const options = this.#options;
    const config = options.config ?? new ConfigOptions();
    const catalogs = new Catalogs(options.catalogs ?? new MemoryCatalogProviderList(), config);
    if (config.catalog.createDefaultCatalogAndSchema) catalogs.createDefaults();
    const functions = new MemoryFunctionRegistry();
    for (const set of options.functions ?? []) functions.registerAll(set);
    const formats = options.fileFormats ?? [];
    return new SessionState({
      sessionId: options.sessionId,
      config,
      runtime: options.runtime ?? new RuntimeEnv(),
      catalogs,
      functions,
      tableFunctions: new Map((options.tableFunctions ?? []).map((func) => [func.name, func])),
      tableFactories: new Map([...formats.map(tableFactoryOf), ...(options.tableFactories ?? [])]),
      fileFormats: new Map(formats.map((format) => [format.name, format])),
      analyzer: options.analyzer ?? new Analyzer(),
      optimizer: options.optimizer ?? new Optimizer(),
      physicalOptimizer: options.physicalOptimizer ?? new PhysicalOptimizer(),
      extensionPlanners: options.extensionPlanners ?? [],
      functionFactory: options.functionFactory,
      typePlanner: options.typePlanner,
      sqlFrontend: options.sqlFrontend ?? nativeFrontend,
      sharesSubPlans: options.sharesSubPlans ?? true,
      planCacheSize: options.planCacheSize ?? PLAN_CACHE_SIZE,
    });
  }

  #with(change: Partial<SessionStateOptions>): SessionStateBuilder {
    return new SessionStateBuilder({ ...this.#options, ...change });
  }
}

const tableFactoryOf = (format: FileFormatLoader): [string, TableProviderFactory] => [
  format.name.toUpperCase(),
  new ListingTableFactory(() => format.load(), workingDirectory),
];
