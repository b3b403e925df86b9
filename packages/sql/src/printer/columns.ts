/** Columns, constraints and option lists as SQL. */
import type {
  ColumnDef,
  ColumnOption,
  ConstraintCharacteristics,
  CreateTableOptions,
  IndexColumn,
  ReferentialAction,
  SqlOption,
  TableConstraint,
} from '../ast/index.js';
import { dataTypeToSql } from './data-types.js';
import { commaList, identToSql, objectNameToSql, quoteString } from './names.js';
import type { Printer } from './printer.js';
import { orderByOptionsToSql } from './printer.js';

/** A column of CREATE TABLE. */
export function columnDefToSql(column: ColumnDef, printer: Printer): string {
  const options = column.options.map((def) => {
    const name = def.name === undefined ? '' : `CONSTRAINT ${identToSql(def.name)} `;
    return ` ${name}${columnOptionToSql(def.option, printer)}`;
  });
  return `${identToSql(column.name)} ${dataTypeToSql(column.dataType)}${options.join('')}`;
}

/** What follows a column's type. */
export function columnOptionToSql(option: ColumnOption, printer: Printer): string {
  switch (option.kind) {
    case 'Null':
      return 'NULL';
    case 'NotNull':
      return 'NOT NULL';
    case 'Default':
    case 'Materialized':
    case 'Alias':
      return `${option.kind.toUpperCase()} ${printer.expr(option.expr)}`;
    case 'OnUpdate':
      return `ON UPDATE ${printer.expr(option.expr)}`;
    case 'Ephemeral':
      return option.expr === undefined ? 'EPHEMERAL' : `EPHEMERAL ${printer.expr(option.expr)}`;
    case 'Unique':
      return `UNIQUE${characteristicsToSql(option.characteristics)}`;
    case 'PrimaryKey':
      return `PRIMARY KEY${characteristicsToSql(option.characteristics)}`;
    case 'ForeignKey':
      return referencesToSql(option);
    case 'Check':
      return `CHECK (${printer.expr(option.expr)})`;
    case 'DialectSpecific':
      return option.words.join(' ');
    case 'CharacterSet':
      return `CHARACTER SET ${objectNameToSql(option.name)}`;
    case 'Collation':
      return `COLLATE ${objectNameToSql(option.name)}`;
    case 'Comment':
      return `COMMENT ${quoteString(option.text)}`;
    case 'Generated':
      return generatedToSql(option, printer);
    case 'Options':
      return `OPTIONS(${sqlOptionsToSql(option.options, printer)})`;
  }
}

function generatedToSql(option: Extract<ColumnOption, { kind: 'Generated' }>, printer: Printer): string {
  const mode = option.mode === undefined ? '' : ` ${option.mode.toUpperCase()}`;
  if (option.expr === undefined)
    return `GENERATED ${option.generatedAs === 'ByDefault' ? 'BY DEFAULT' : 'ALWAYS'} AS IDENTITY`;
  return `${option.generatedKeyword ? 'GENERATED ALWAYS AS' : 'AS'} (${printer.expr(option.expr)})${mode}`;
}

const ACTIONS: Readonly<Record<ReferentialAction, string>> = {
  Restrict: 'RESTRICT',
  Cascade: 'CASCADE',
  SetNull: 'SET NULL',
  NoAction: 'NO ACTION',
  SetDefault: 'SET DEFAULT',
};

function referencesToSql(key: Omit<Extract<ColumnOption, { kind: 'ForeignKey' }>, 'kind'>, gap = ' '): string {
  const columns = key.referredColumns.length === 0 ? '' : `${gap}(${commaList(key.referredColumns, identToSql)})`;
  const onDelete = key.onDelete === undefined ? '' : ` ON DELETE ${ACTIONS[key.onDelete]}`;
  const onUpdate = key.onUpdate === undefined ? '' : ` ON UPDATE ${ACTIONS[key.onUpdate]}`;
  return `REFERENCES ${objectNameToSql(key.foreignTable)}${columns}${onDelete}${onUpdate}${characteristicsToSql(key.characteristics)}`;
}

function characteristicsToSql(characteristics: ConstraintCharacteristics | undefined): string {
  if (characteristics === undefined) return '';
  const { deferrable, initially, enforced } = characteristics;
  const first = deferrable === undefined ? '' : deferrable ? ' DEFERRABLE' : ' NOT DEFERRABLE';
  const second = initially === undefined ? '' : ` INITIALLY ${initially.toUpperCase()}`;
  return first + second + (enforced === undefined ? '' : enforced ? ' ENFORCED' : ' NOT ENFORCED');
}

/** A constraint of a table. */
export function tableConstraintToSql(constraint: TableConstraint, printer: Printer): string {
  const name = constraint.name === undefined ? '' : `CONSTRAINT ${identToSql(constraint.name)} `;
  const index =
    'indexName' in constraint && constraint.indexName !== undefined ? ` ${identToSql(constraint.indexName)}` : '';
  switch (constraint.kind) {
    case 'Unique': {
      const nulls =
        constraint.nullsDistinct === undefined
          ? ''
          : constraint.nullsDistinct
            ? ' NULLS DISTINCT'
            : ' NULLS NOT DISTINCT';
      return `${name}UNIQUE${nulls}${index} (${indexColumnsToSql(constraint.columns, printer)})${characteristicsToSql(constraint.characteristics)}`;
    }
    case 'PrimaryKey':
      return `${name}PRIMARY KEY${index} (${indexColumnsToSql(constraint.columns, printer)})${characteristicsToSql(constraint.characteristics)}`;
    case 'ForeignKey':
      return `${name}FOREIGN KEY${index} (${commaList(constraint.columns, identToSql)}) ${referencesToSql(constraint, '')}`;
    case 'Check': {
      const enforced = constraint.enforced === undefined ? '' : constraint.enforced ? ' ENFORCED' : ' NOT ENFORCED';
      return `${name}CHECK (${printer.expr(constraint.expr)})${enforced}`;
    }
  }
}

/** The columns of an index. */
export function indexColumnsToSql(columns: readonly IndexColumn[], printer: Printer): string {
  return commaList(columns, (column) => {
    const operatorClass = column.operatorClass === undefined ? '' : ` ${objectNameToSql(column.operatorClass)}`;
    return printer.expr(column.expr) + operatorClass + orderByOptionsToSql(column.options);
  });
}

/** `a = 1, b`. */
export function sqlOptionsToSql(options: readonly SqlOption[], printer: Printer): string {
  return commaList(options, (option) =>
    option.kind === 'Ident' ? identToSql(option.ident) : `${identToSql(option.key)} = ${printer.expr(option.value)}`,
  );
}

/** `WITH (…)` or `OPTIONS(…)`, with a leading space, or nothing. */
export function tableOptionsToSql(options: CreateTableOptions, printer: Printer): string {
  const list = sqlOptionsToSql(options.options, printer);
  switch (options.kind) {
    case 'None':
      return '';
    case 'With':
      return ` WITH (${list})`;
    case 'Options':
      return ` OPTIONS(${list})`;
    case 'TableProperties':
      return ` TBLPROPERTIES (${list})`;
    case 'Plain':
      return ` ${list}`;
  }
}
