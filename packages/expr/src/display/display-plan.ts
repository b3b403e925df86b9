import { assertNever, debugString, displayType, type TableReference } from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import { literalLimit } from '../plan/limit-literal.js';
import type {
  Dml,
  InsertOp,
  Join,
  Limit,
  LogicalPartitioning,
  LogicalPlan,
  StatementNode,
  TableScan,
  Unnest,
  Values,
  DdlNode,
} from '../plan/logical-plan.js';
import { filtersByPushDown } from '../plan/filter-push-down.js';
import { schemaOf } from '../plan/schema-of.js';
import { displayExpr, displayExprs, displaySorts } from './display-expr.js';

/** Values shown before the rest of a VALUES is cut off. */
const SHOWN_ROWS = 5;

/** One node of a plan as a line of EXPLAIN, without its inputs. */
export function displayPlanNode(plan: LogicalPlan): string {
  switch (plan.kind) {
    case 'Projection':
      return `Projection: ${displayExprs(plan.exprs)}`.trimEnd();
    case 'Filter':
      return `Filter: ${displayExpr(plan.predicate)}`;
    case 'Window':
      return `WindowAggr: windowExpr=[[${displayExprs(plan.windowExprs)}]]`;
    case 'Aggregate':
      return `Aggregate: groupBy=[[${displayExprs(plan.groupExprs)}]], aggr=[[${displayExprs(plan.aggrExprs)}]]`;
    case 'Sort':
      return `Sort: ${displaySorts(plan.exprs)}${plan.fetch === undefined ? '' : `, fetch=${plan.fetch}`}`;
    case 'Join':
      return displayJoin(plan);
    case 'Repartition':
      return displayRepartition(plan.partitioning);
    case 'Union':
      return 'Union';
    case 'TableScan':
      return displayTableScan(plan);
    case 'EmptyRelation':
      return `EmptyRelation: rows=${plan.produceOneRow ? 1 : 0}`;
    case 'Subquery':
      return 'Subquery:';
    case 'SubqueryAlias':
      return `SubqueryAlias: ${plan.alias.toString()}`;
    case 'Limit':
      return displayLimit(plan);
    case 'Values':
      return `Values: ${displayValues(plan)}`;
    case 'Explain':
    case 'Analyze':
    case 'DescribeTable':
      return plan.kind;
    case 'Extension':
      return plan.node.explain();
    case 'Distinct':
      if (plan.on === undefined) return 'Distinct:';
      return `DistinctOn: on_expr=[[${displayExprs(plan.on.onExprs)}]], select_expr=[[${displayExprs(plan.on.selectExprs)}]], sort_expr=[[${displaySorts(plan.on.sortExprs ?? [])}]]`;
    case 'Dml':
      return `Dml: op=[${writeOpText(plan.op)}] table=[${plan.tableName.toString()}]`;
    case 'Ddl':
      return displayDdl(plan.ddl);
    case 'Copy':
      return `CopyTo: format=${plan.fileType} output_url=${plan.outputUrl} options: (${[...plan.options].map(([k, v]) => `${k} ${v}`).join(', ')})`;
    case 'Unnest':
      return `Unnest: ${displayUnnest(plan)}`;
    case 'RecursiveQuery':
      return `RecursiveQuery: is_distinct=${plan.isDistinct}`;
    case 'Statement':
      return displayStatement(plan.statement);
    default:
      return assertNever(plan);
  }
}

/** `Inner Join`, `Cross Join`: the kind as EXPLAIN names it. */
function displayJoin(plan: Join): string {
  const keys = joinKeysText(plan);
  const filter = joinFilterText(plan);
  const isCross = plan.filter === undefined && plan.on.length === 0 && plan.joinType === 'Inner';
  const kind = isCross ? 'Cross' : plan.joinType;
  if (plan.joinConstraint === 'Using') return `${kind} Join: Using ${keys}${filter}`;
  return keys === '' && filter === '' ? `${kind} Join:` : `${kind} Join: ${keys}${filter}`;
}

/** `t.a = u.b, …`. */
export function joinKeysText(plan: Join): string {
  return plan.on.map(([left, right]) => `${displayExpr(left)} = ${displayExpr(right)}`).join(', ');
}

/** ` Filter: …` or nothing. */
export function joinFilterText(plan: Join): string {
  return plan.filter === undefined ? '' : ` Filter: ${displayExpr(plan.filter)}`;
}

function displayRepartition(partitioning: LogicalPartitioning): string {
  switch (partitioning.kind) {
    case 'RoundRobin':
      return `Repartition: RoundRobinBatch partition_count=${partitioning.count}`;
    case 'Hash':
      return `Repartition: Hash(${displayExprs(partitioning.exprs)}) partition_count=${partitioning.count}`;
    default:
      return `Repartition: DistributeBy(${displayExprs(partitioning.exprs)})`;
  }
}

function displayTableScan(plan: TableScan): string {
  const { full, partial, unsupported } = filtersByPushDown(plan);
  const list = (name: string, filters: readonly Expr[]): string =>
    filters.length === 0 ? '' : `, ${name}=[${displayExprs(filters)}]`;
  return (
    `TableScan: ${plan.tableName.toString()}` +
    (plan.projection === undefined
      ? ''
      : ` projection=[${plan.projection.map((i) => plan.source.schema.field(i).name).join(', ')}]`) +
    list('full_filters', full) +
    list('partial_filters', partial) +
    list('unsupported_filters', unsupported) +
    (plan.fetch === undefined ? '' : `, fetch=${plan.fetch}`)
  );
}

function displayLimit(plan: Limit): string {
  const skip = plan.skip === undefined ? 0 : literalLimit(plan.skip);
  const fetch = plan.fetch === undefined ? null : literalLimit(plan.fetch);
  const computed = (rows: number | null | undefined): boolean => rows === undefined || (rows !== null && rows < 0);
  const skipText = computed(skip) ? displayExpr(plan.skip!) : String(skip ?? 0);
  const fetchText = computed(fetch) ? displayExpr(plan.fetch!) : String(fetch ?? 'None');
  return `Limit: skip=${skipText}, fetch=${fetchText}`;
}

/** The first rows of a VALUES. */
export function displayValues(plan: Values): string {
  const rows = plan.rows.slice(0, SHOWN_ROWS).map((row) => `(${displayExprs(row)})`);
  return rows.join(', ') + (plan.rows.length > SHOWN_ROWS ? '...' : '');
}

/** Input columns that an Unnest takes apart, as `column|depth=n` and by name. */
export function unnestColumnTexts(plan: Unnest): { readonly lists: string; readonly structs: string } {
  const columns = schemaOf(plan.input).columns();
  return {
    lists: plan.listTypeColumns.map((l) => `${columns[l.index]!.flatName()}|depth=${l.depth}`).join(', '),
    structs: plan.structTypeColumns.map((i) => columns[i]!.flatName()).join(', '),
  };
}

function displayUnnest(plan: Unnest): string {
  const { lists, structs } = unnestColumnTexts(plan);
  return `lists[${lists}] structs[${structs}]`;
}

const INSERT_TEXT: Readonly<Record<InsertOp, string>> = {
  Append: 'Insert Into',
  Overwrite: 'Insert Overwrite',
  Replace: 'Replace Into',
};

/** `Insert Into`, `Delete` …: what a Dml node does. */
export function writeOpText(op: Dml['op']): string {
  return op.kind === 'Insert' ? INSERT_TEXT[op.op] : op.kind;
}

/** A table's name with the number of its parts, `Bare { table: "t" }`. */
function debugTableReference(name: TableReference): string {
  const table = `table: ${debugString(name.table)}`;
  if (name.schema === undefined) return `Bare { ${table} }`;
  const schema = `schema: ${debugString(name.schema)}, ${table}`;
  return name.catalog === undefined
    ? `Partial { ${schema} }`
    : `Full { catalog: ${debugString(name.catalog)}, ${schema} }`;
}

/** A DDL statement as a line of EXPLAIN. */
export function displayDdl(ddl: DdlNode): string {
  switch (ddl.kind) {
    case 'CreateExternalTable':
    case 'CreateMemoryTable':
      return `${ddl.kind}: ${debugTableReference(ddl.name)}${ddl.constraints.isEmpty ? '' : ` ${ddl.constraints.toString()}`}`;
    case 'CreateView':
      return `CreateView: ${debugTableReference(ddl.name)}`;
    case 'CreateCatalogSchema':
      return `CreateCatalogSchema: ${debugString(ddl.schemaName)}`;
    case 'CreateCatalog':
      return `CreateCatalog: ${debugString(ddl.catalogName)}`;
    case 'CreateIndex':
      return `CreateIndex: ${ddl.name === undefined ? 'None' : `Some(${debugString(ddl.name)})`}`;
    case 'DropTable':
    case 'DropView':
      return `${ddl.kind}: ${debugTableReference(ddl.name)} if not exist:=${ddl.ifExists}`;
    case 'DropCatalogSchema':
      return `DropCatalogSchema: ${debugSchemaReference(ddl.name)} if not exist:=${ddl.ifExists} cascade:=${ddl.cascade}`;
    case 'CreateFunction':
    case 'DropFunction':
      return `${ddl.kind}: name ${debugString(ddl.name)}`;
    default:
      return assertNever(ddl);
  }
}

function debugSchemaReference(name: string): string {
  const parts = name.split('.');
  if (parts.length === 1) return `Bare { schema: ${debugString(name)} }`;
  return `Full { schema: ${debugString(parts.at(-1)!)}, catalog: ${debugString(parts[0]!)} }`;
}

/** A statement as a line of EXPLAIN. */
export function displayStatement(statement: StatementNode): string {
  switch (statement.kind) {
    case 'TransactionStart':
      return `TransactionStart: ${statement.accessMode} ${statement.isolationLevel}`;
    case 'TransactionEnd':
      return `TransactionEnd: ${statement.conclusion} chain:=${statement.chain}`;
    case 'SetVariable':
      return `SetVariable: set ${debugString(statement.variable)} to ${debugString(statement.value)}`;
    case 'ResetVariable':
      return `ResetVariable: reset ${debugString(statement.variable)}`;
    case 'Prepare':
      return `Prepare: ${debugString(statement.name)} [${statement.fields.map((f) => displayType(f.dataType)).join(', ')}]`;
    case 'Execute':
      return `Execute: ${statement.name} params=[${displayExprs(statement.parameters)}]`;
    case 'Deallocate':
      return `Deallocate: ${statement.name}`;
    default:
      return assertNever(statement);
  }
}
