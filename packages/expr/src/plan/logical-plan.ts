import type {
  Column,
  Constraints,
  DataType,
  DFSchema,
  Field,
  JoinType,
  NullEquality,
  ScalarValue,
  Schema,
  TableReference,
} from '@datafusion-ts/common';
import type { Expr, SortExpr } from '../expr/expr.js';
import type { TableSource } from './table-source.js';

/**
 * A logical plan: what to compute, by name. Frozen discriminated union; every node that has its own columns carries its
 * `schema`. Children, expressions and rebuilding come from one traversal table (`inputsOf`, `expressionsOf`,
 * `withNewExprs`). The builders in `plan/builder.ts` compute schemas and check names and types; plain literals of
 * these types are for tests only.
 */
export type LogicalPlan =
  | Projection
  | Filter
  | Window
  | Aggregate
  | Sort
  | Join
  | Repartition
  | Union
  | TableScan
  | EmptyRelation
  | SubqueryPlan
  | SubqueryAlias
  | Limit
  | Values
  | Explain
  | Analyze
  | Extension
  | Distinct
  | Dml
  | Ddl
  | Copy
  | DescribeTable
  | Unnest
  | RecursiveQuery
  | Statement;

export type PlanKind = LogicalPlan['kind'];

export interface Projection {
  readonly kind: 'Projection';
  readonly exprs: readonly Expr[];
  readonly input: LogicalPlan;
  readonly schema: DFSchema;
}
export interface Filter {
  readonly kind: 'Filter';
  readonly predicate: Expr;
  readonly input: LogicalPlan;
  readonly having?: boolean;
}
export interface Window {
  readonly kind: 'Window';
  readonly windowExprs: readonly Expr[];
  readonly input: LogicalPlan;
  readonly schema: DFSchema;
}
export interface Aggregate {
  readonly kind: 'Aggregate';
  readonly groupExprs: readonly Expr[];
  readonly aggrExprs: readonly Expr[];
  readonly input: LogicalPlan;
  readonly schema: DFSchema;
}
export interface Sort {
  readonly kind: 'Sort';
  readonly exprs: readonly SortExpr[];
  readonly fetch?: number;
  readonly input: LogicalPlan;
}
export interface Join {
  readonly kind: 'Join';
  readonly left: LogicalPlan;
  readonly right: LogicalPlan;
  readonly on: readonly (readonly [Expr, Expr])[];
  readonly filter?: Expr;
  readonly joinType: JoinType;
  readonly joinConstraint: 'On' | 'Using';
  readonly nullEquality: NullEquality;
  readonly nullAware: boolean;
  readonly schema: DFSchema;
}
export interface Repartition {
  readonly kind: 'Repartition';
  readonly partitioning: LogicalPartitioning;
  readonly input: LogicalPlan;
}
export type LogicalPartitioning =
  | { readonly kind: 'RoundRobin'; readonly count: number }
  | { readonly kind: 'Hash'; readonly exprs: readonly Expr[]; readonly count: number }
  | { readonly kind: 'DistributeBy'; readonly exprs: readonly Expr[] };
export interface Union {
  readonly kind: 'Union';
  readonly inputs: readonly LogicalPlan[];
  readonly schema: DFSchema;
}
export interface TableScan {
  readonly kind: 'TableScan';
  readonly tableName: TableReference;
  readonly source: TableSource;
  readonly projection?: readonly number[];
  /** Schema after projection, qualified by the table's name. */
  readonly projectedSchema: DFSchema;
  readonly filters: readonly Expr[];
  readonly fetch?: number;
}
export interface EmptyRelation {
  readonly kind: 'EmptyRelation';
  readonly produceOneRow: boolean;
  readonly schema: DFSchema;
}
export interface SubqueryPlan {
  readonly kind: 'Subquery';
  readonly subquery: LogicalPlan;
  readonly outerRefColumns: readonly Expr[];
}
export interface SubqueryAlias {
  readonly kind: 'SubqueryAlias';
  readonly input: LogicalPlan;
  readonly alias: TableReference;
  readonly schema: DFSchema;
}
export interface Limit {
  readonly kind: 'Limit';
  readonly skip?: Expr;
  readonly fetch?: Expr;
  readonly input: LogicalPlan;
}
export interface Values {
  readonly kind: 'Values';
  readonly schema: DFSchema;
  readonly rows: readonly (readonly Expr[])[];
}
export type ExplainFormat = 'indent' | 'tree' | 'pgjson' | 'graphviz';
export interface StringifiedPlan {
  readonly planType: string;
  readonly plan: string;
}
export interface Explain {
  readonly kind: 'Explain';
  readonly verbose: boolean;
  readonly format: ExplainFormat;
  readonly plan: LogicalPlan;
  readonly stringifiedPlans: readonly StringifiedPlan[];
  readonly schema: DFSchema;
  readonly logicalOptimizationSucceeded: boolean;
}
export interface Analyze {
  readonly kind: 'Analyze';
  readonly verbose: boolean;
  readonly format?: ExplainFormat;
  readonly input: LogicalPlan;
  readonly schema: DFSchema;
}
export interface Extension {
  readonly kind: 'Extension';
  readonly node: UserDefinedLogicalNode;
}
/** A logical node defined outside this package. */
export interface UserDefinedLogicalNode {
  readonly name: string;
  inputs(): readonly LogicalPlan[];
  readonly schema: DFSchema;
  expressions(): readonly Expr[];
  withExprsAndInputs(exprs: readonly Expr[], inputs: readonly LogicalPlan[]): UserDefinedLogicalNode;
  /** One line for EXPLAIN. */
  explain(): string;
  equals?(other: UserDefinedLogicalNode): boolean;
  /** Columns predicates may not be pushed through; default: all. */
  preventPredicatePushDownColumns?(): readonly string[];
  necessaryChildrenExprs?(outputColumns: readonly number[]): readonly (readonly number[])[] | undefined;
  readonly supportsLimitPushdown?: boolean;
}
export type Distinct =
  | { readonly kind: 'Distinct'; readonly on?: undefined; readonly input: LogicalPlan }
  | { readonly kind: 'Distinct'; readonly on: DistinctOn; readonly input: LogicalPlan };
export interface DistinctOn {
  readonly onExprs: readonly Expr[];
  readonly selectExprs: readonly Expr[];
  readonly sortExprs?: readonly SortExpr[];
  readonly schema: DFSchema;
}
export type InsertOp = 'Append' | 'Overwrite' | 'Replace';
export type WriteOp =
  | { readonly kind: 'Insert'; readonly op: InsertOp }
  | { readonly kind: 'Delete' }
  | { readonly kind: 'Update' }
  | { readonly kind: 'Ctas' }
  | { readonly kind: 'Truncate' };
/** INSERT, UPDATE, DELETE, TRUNCATE; gives one row: `count`. */
export interface Dml {
  readonly kind: 'Dml';
  readonly tableName: TableReference;
  readonly target: TableSource;
  readonly op: WriteOp;
  readonly input: LogicalPlan;
  readonly outputSchema: DFSchema;
}
export interface Copy {
  readonly kind: 'Copy';
  readonly input: LogicalPlan;
  readonly outputUrl: string;
  readonly fileType: string;
  readonly partitionBy: readonly string[];
  readonly options: ReadonlyMap<string, string>;
  readonly outputSchema: DFSchema;
}
export interface DescribeTable {
  readonly kind: 'DescribeTable';
  readonly schema: Schema;
  readonly outputSchema: DFSchema;
}
export interface Unnest {
  readonly kind: 'Unnest';
  readonly input: LogicalPlan;
  readonly execColumns: readonly Column[];
  readonly listTypeColumns: readonly {
    readonly index: number;
    readonly outputColumn: Column;
    readonly depth: number;
  }[];
  readonly structTypeColumns: readonly number[];
  readonly dependencyIndices: readonly number[];
  readonly schema: DFSchema;
  readonly options: UnnestOptions;
}
export interface UnnestOptions {
  readonly preserveNulls: boolean;
  readonly recursions: readonly {
    readonly inputColumn: Column;
    readonly outputColumn: Column;
    readonly depth: number;
  }[];
}
export interface RecursiveQuery {
  readonly kind: 'RecursiveQuery';
  readonly name: string;
  readonly staticTerm: LogicalPlan;
  readonly recursiveTerm: LogicalPlan;
  readonly isDistinct: boolean;
}

/** Statements that are not queries. */
export interface Statement {
  readonly kind: 'Statement';
  readonly statement: StatementNode;
}
export type StatementNode =
  | {
      readonly kind: 'TransactionStart';
      readonly accessMode: 'ReadOnly' | 'ReadWrite';
      readonly isolationLevel: string;
    }
  | { readonly kind: 'TransactionEnd'; readonly conclusion: 'Commit' | 'Rollback'; readonly chain: boolean }
  | { readonly kind: 'SetVariable'; readonly variable: string; readonly value: string }
  | { readonly kind: 'ResetVariable'; readonly variable: string }
  | { readonly kind: 'Prepare'; readonly name: string; readonly fields: readonly Field[]; readonly input: LogicalPlan }
  | { readonly kind: 'Execute'; readonly name: string; readonly parameters: readonly Expr[] }
  | { readonly kind: 'Deallocate'; readonly name: string };

/** DDL: everything that changes catalogs. */
export interface Ddl {
  readonly kind: 'Ddl';
  readonly ddl: DdlNode;
}
export interface CreateExternalTable {
  readonly kind: 'CreateExternalTable';
  readonly name: TableReference;
  readonly schema: DFSchema;
  readonly location: string;
  readonly fileType: string;
  readonly tablePartitionCols: readonly string[];
  readonly ifNotExists: boolean;
  readonly orReplace: boolean;
  readonly temporary: boolean;
  readonly definition?: string;
  readonly orderExprs: readonly (readonly SortExpr[])[];
  readonly unbounded: boolean;
  readonly options: ReadonlyMap<string, string>;
  readonly constraints: Constraints;
  readonly columnDefaults: ReadonlyMap<string, Expr>;
}
export type DdlNode =
  | CreateExternalTable
  | {
      readonly kind: 'CreateMemoryTable';
      readonly name: TableReference;
      readonly constraints: Constraints;
      readonly input: LogicalPlan;
      readonly ifNotExists: boolean;
      readonly orReplace: boolean;
      readonly columnDefaults: ReadonlyMap<string, Expr>;
      readonly temporary: boolean;
    }
  | {
      readonly kind: 'CreateView';
      readonly name: TableReference;
      readonly input: LogicalPlan;
      readonly orReplace: boolean;
      readonly definition?: string;
      readonly temporary: boolean;
    }
  | {
      readonly kind: 'CreateCatalogSchema';
      readonly schemaName: string;
      readonly ifNotExists: boolean;
      readonly schema: DFSchema;
    }
  | {
      readonly kind: 'CreateCatalog';
      readonly catalogName: string;
      readonly ifNotExists: boolean;
      readonly schema: DFSchema;
    }
  | {
      readonly kind: 'CreateIndex';
      readonly name?: string;
      readonly table: TableReference;
      readonly using?: string;
      readonly columns: readonly SortExpr[];
      readonly unique: boolean;
      readonly ifNotExists: boolean;
      readonly schema: DFSchema;
    }
  | { readonly kind: 'DropTable'; readonly name: TableReference; readonly ifExists: boolean; readonly schema: DFSchema }
  | { readonly kind: 'DropView'; readonly name: TableReference; readonly ifExists: boolean; readonly schema: DFSchema }
  | {
      readonly kind: 'DropCatalogSchema';
      readonly name: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
      readonly schema: DFSchema;
    }
  | CreateFunction
  | { readonly kind: 'DropFunction'; readonly name: string; readonly ifExists: boolean; readonly schema: DFSchema };
export interface CreateFunction {
  readonly kind: 'CreateFunction';
  readonly orReplace: boolean;
  readonly temporary: boolean;
  readonly name: string;
  readonly args: readonly { readonly name?: string; readonly dataType: DataType; readonly defaultExpr?: Expr }[];
  readonly returnType?: DataType;
  readonly params: {
    readonly language?: string;
    readonly behavior?: 'Immutable' | 'Stable' | 'Volatile';
    readonly functionBody?: Expr;
  };
  readonly schema: DFSchema;
}

/** Values bound to `$1`, `$name` placeholders. */
export type ParamValues =
  | { readonly kind: 'List'; readonly values: readonly ScalarValue[] }
  | { readonly kind: 'Map'; readonly values: ReadonlyMap<string, ScalarValue> };
