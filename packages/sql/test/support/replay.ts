import { DataFusionError } from '@datafusion-ts/common';
import { displayIndent, schemaOf } from '@datafusion-ts/expr';
import { parseSql, SqlToRel } from '../../src/index.js';
import { type DescribedColumns, FakeContext } from './fake-context.js';

/** One statement with what the real engine made of it; see golden/collect.mjs. */
export interface GoldenRecord {
  readonly sql: string;
  readonly plan?: string;
  readonly error?: string;
  readonly failed?: boolean;
  readonly table?: { readonly name: string; readonly columns: DescribedColumns };
}

/** A file of statements that share tables. */
export interface GoldenFile {
  readonly file: string;
  readonly records: readonly GoldenRecord[];
}

/** What our planner made of a statement. */
export interface Outcome {
  readonly record: GoldenRecord;
  readonly plan?: string;
  readonly error?: string;
  readonly thrown?: unknown;
}

/** Plans the statements of a file in order, making the tables on the way. */
export function replay(file: GoldenFile): readonly Outcome[] {
  const context = new FakeContext();
  return file.records.map((record) => {
    const outcome = planOne(context, record);
    if (record.table !== undefined && record.failed !== true) remember(context, record, record.table);
    followSetting(context, record);
    return outcome;
  });
}

function planOne(context: FakeContext, record: GoldenRecord): Outcome {
  try {
    const [statement] = parseSql(record.sql, { dialect: context.config.sqlParser.dialect });
    return { record, plan: displayIndent(new SqlToRel(context).statementToPlan(statement!)) };
  } catch (thrown) {
    return { record, error: thrown instanceof DataFusionError ? thrown.toString() : String(thrown), thrown };
  }
}

/** Registers what a CREATE made, with the real engine's schema. */
function remember(context: FakeContext, record: GoldenRecord, table: NonNullable<GoldenRecord['table']>): void {
  try {
    const plan = new SqlToRel(context).statementToPlan(
      parseSql(record.sql, { dialect: context.config.sqlParser.dialect })[0]!,
    );
    const ddl = plan.kind === 'Ddl' ? plan.ddl : undefined;
    if (ddl?.kind === 'CreateView') context.addView(table.name, ddl.input, schemaOf(ddl.input).toSchema());
    else
      context.addTable(
        table.name,
        table.columns,
        ddl !== undefined && 'constraints' in ddl ? ddl.constraints : undefined,
      );
  } catch {
    context.addTable(table.name, table.columns);
  }
}

function followSetting(context: FakeContext, record: GoldenRecord): void {
  if (record.failed === true || !/^\s*(re)?set\b/i.test(record.sql)) return;
  try {
    const plan = new SqlToRel(context).statementToPlan(parseSql(record.sql)[0]!);
    if (plan.kind !== 'Statement') return;
    if (plan.statement.kind === 'SetVariable') context.config.set(plan.statement.variable, plan.statement.value);
    if (plan.statement.kind === 'ResetVariable') context.config.reset(plan.statement.variable);
  } catch {
    // a runtime setting
  }
}
