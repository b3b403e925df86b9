/** CREATE, DROP and ALTER. */
import type {
  AlterColumnOperation,
  AlterTable,
  AlterTableOperation,
  CreateDatabase,
  CreateFunction,
  CreateIndex,
  CreateSchema,
  CreateTable,
  CreateTableOptions,
  CreateView,
  Drop,
  DropFunction,
  ObjectType,
  OperateFunctionArg,
  ViewColumnDef,
} from '../ast/index.js';
import { ColumnParser } from './columns.js';

type CreateStatement = CreateTable | CreateView | CreateSchema | CreateDatabase | CreateFunction | CreateIndex;

const DROPPABLE: Readonly<Partial<Record<string, ObjectType>>> = {
  TABLE: 'Table',
  VIEW: 'View',
  INDEX: 'Index',
  SCHEMA: 'Schema',
  DATABASE: 'Database',
  ROLE: 'Role',
  SEQUENCE: 'Sequence',
  STAGE: 'Stage',
  TYPE: 'Type',
  USER: 'User',
  STREAM: 'Stream',
  COLLATION: 'Collation',
};

const HIVE_FORMATS = new Set(['TEXTFILE', 'SEQUENCEFILE', 'ORC', 'PARQUET', 'AVRO', 'RCFILE', 'JSONFILE']);

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export abstract class DdlParser extends ColumnParser {
  /** CREATE from behind its word. */
  protected parseSqlCreate(): CreateStatement {
    const orReplace = this.acceptKeywords('OR', 'REPLACE');
    const orAlter = this.acceptKeywords('OR', 'ALTER');
    const local = this.acceptKeyword('LOCAL');
    const isGlobal = !local && this.acceptKeyword('GLOBAL');
    const transient = this.acceptKeyword('TRANSIENT');
    const temporary = this.acceptOneOf(['TEMP', 'TEMPORARY']) !== undefined;
    const external = this.acceptKeywords('EXTERNAL', 'TABLE');
    if (external || this.acceptKeyword('TABLE')) {
      const scope = local ? { global: false } : isGlobal ? { global: true } : {};
      return this.#createTable({ orReplace, temporary, transient, external, ...scope });
    }
    if (this.atKeyword('VIEW') || this.atKeywords('MATERIALIZED', 'VIEW'))
      return this.#createView({ orAlter, orReplace, temporary });
    if (this.acceptKeyword('FUNCTION')) return this.#createFunction({ orAlter, orReplace, temporary });
    if (orReplace) this.expected('[EXTERNAL] TABLE or [MATERIALIZED] VIEW or FUNCTION after CREATE OR REPLACE');
    if (this.acceptKeyword('INDEX')) return this.#createIndex(false);
    if (this.acceptKeywords('UNIQUE', 'INDEX')) return this.#createIndex(true);
    if (this.acceptKeyword('SCHEMA')) return this.#createSchema();
    if (this.acceptKeyword('DATABASE')) return this.#createDatabase();
    return this.expected('an object type after CREATE');
  }

  #ifNotExists(): boolean {
    return this.acceptKeywords('IF', 'NOT', 'EXISTS');
  }

  // Tables

  #createTable(start: Pick<CreateTable, 'orReplace' | 'temporary' | 'transient' | 'external' | 'global'>): CreateTable {
    const ifNotExists = this.#ifNotExists();
    const name = this.parseObjectName();
    const onCluster = this.acceptKeywords('ON', 'CLUSTER') ? this.parseIdentifier() : undefined;
    const like = this.acceptKeyword('LIKE') || this.acceptKeyword('ILIKE') ? this.parseObjectName() : undefined;
    const clone = this.acceptKeyword('CLONE') ? this.parseObjectName() : undefined;
    const { columns, constraints } = this.parseColumns(this.dialect.name === 'duckdb');
    const withoutRowid = this.acceptKeywords('WITHOUT', 'ROWID');
    const inherits = this.acceptKeyword('INHERITS') ? this.parseParenthesizedNames(false) : undefined;
    const hive = this.#hiveClauses();
    const tableOptions = this.#tableOptions();
    const comment = this.#comment();
    const partitionBy = this.acceptKeywords('PARTITION', 'BY') ? this.parseExpr() : undefined;
    const orderBy = this.acceptKeywords('ORDER', 'BY') ? this.#orderKeys() : undefined;
    const onCommit = this.acceptKeywords('ON', 'COMMIT') ? this.#onCommit() : undefined;
    const strict = this.acceptKeyword('STRICT');
    const bare = this.dialect.name === 'mysql' && this.atKeyword('SELECT');
    const query = this.acceptKeyword('AS') || bare ? this.parseQuery() : undefined;
    return {
      kind: 'CreateTable',
      ...start,
      ifNotExists,
      volatile: false,
      name,
      columns,
      constraints,
      tableOptions,
      withoutRowid,
      strict,
      ...hive,
      ...(query === undefined ? {} : { query }),
      ...(like === undefined ? {} : { like }),
      ...(clone === undefined ? {} : { clone }),
      ...(comment === undefined ? {} : { comment }),
      ...(onCommit === undefined ? {} : { onCommit }),
      ...(onCluster === undefined ? {} : { onCluster }),
      ...(partitionBy === undefined ? {} : { partitionBy }),
      ...(orderBy === undefined ? {} : { orderBy }),
      ...(inherits === undefined ? {} : { inherits }),
    };
  }

  /** Hive's PARTITIONED BY, STORED AS and LOCATION: read, so that the planner can name what it does not support. */
  #hiveClauses(): Pick<CreateTable, 'partitionedBy' | 'fileFormat' | 'location'> {
    let clauses: Pick<CreateTable, 'partitionedBy' | 'fileFormat' | 'location'> = {};
    if (this.acceptKeywords('PARTITIONED', 'BY')) clauses = { partitionedBy: this.parseColumns(false).columns };
    for (;;) {
      if (clauses.fileFormat === undefined && this.acceptKeywords('STORED', 'AS')) {
        clauses = { ...clauses, fileFormat: this.#hiveFormat() };
      } else if (clauses.location === undefined && this.acceptKeyword('LOCATION')) {
        clauses = { ...clauses, location: this.parseLiteralString() };
      } else {
        return clauses;
      }
    }
  }

  #hiveFormat(): string {
    const token = this.peek();
    const format = token.text.toUpperCase();
    if (token.kind !== 'Word' || !HIVE_FORMATS.has(format)) this.expected('fileformat');
    this.next();
    return format;
  }

  #orderKeys(): NonNullable<CreateTable['orderBy']> {
    return this.at('(')
      ? this.parenthesized(() => (this.at(')') ? [] : this.commaSeparated(() => this.parseExpr())))
      : [this.parseExpr()];
  }

  #comment(): string | undefined {
    if (!this.acceptKeyword('COMMENT')) return undefined;
    this.accept('=');
    return this.parseLiteralString();
  }

  #onCommit(): NonNullable<CreateTable['onCommit']> {
    if (this.acceptKeywords('DELETE', 'ROWS')) return 'DeleteRows';
    if (this.acceptKeywords('PRESERVE', 'ROWS')) return 'PreserveRows';
    if (this.acceptKeyword('DROP')) return 'Drop';
    return this.expected('DELETE ROWS, PRESERVE ROWS or DROP');
  }

  #tableOptions(): CreateTableOptions {
    const withOptions = this.parseOptionsAfter('WITH');
    if (withOptions !== undefined) return { kind: 'With', options: withOptions };
    const options = this.parseOptionsAfter('OPTIONS');
    if (options !== undefined) return { kind: 'Options', options };
    return { kind: 'None', options: [] };
  }

  // Views

  #createView(start: Pick<CreateView, 'orAlter' | 'orReplace' | 'temporary'>): CreateView {
    const materialized = this.acceptKeyword('MATERIALIZED');
    this.expectKeyword('VIEW');
    const ifNotExistsFirst = this.#ifNotExists();
    const name = this.parseObjectName();
    const ifNotExistsLast = !ifNotExistsFirst && this.#ifNotExists();
    const columns = this.#viewColumns();
    const options = this.#tableOptions();
    const clusterBy = this.acceptKeywords('CLUSTER', 'BY') ? this.parseParenthesizedColumns(false) : [];
    const comment = this.#comment();
    this.expectKeyword('AS');
    const query = this.parseQuery();
    const withNoSchemaBinding = this.#noSchemaBinding();
    return {
      kind: 'CreateView',
      ...start,
      materialized,
      secure: false,
      name,
      nameBeforeNotExists: ifNotExistsLast,
      columns,
      query,
      options,
      clusterBy,
      ...(comment === undefined ? {} : { comment }),
      withNoSchemaBinding,
      ifNotExists: ifNotExistsFirst || ifNotExistsLast,
    };
  }

  #noSchemaBinding(): boolean {
    const isIt =
      this.atKeywords('WITH', 'NO') && this.peekAt(2).keyword === 'SCHEMA' && this.peekAt(3).keyword === 'BINDING';
    if (isIt) this.moveTo(this.position() + 4);
    return isIt;
  }

  #viewColumns(): ViewColumnDef[] {
    if (!this.at('(')) return [];
    return this.parenthesized(() =>
      this.at(')')
        ? []
        : this.commaSeparated(() => {
            const name = this.parseIdentifier();
            const dataType = this.dialect.name === 'clickhouse' ? this.parseDataType() : undefined;
            const option = this.parseOptionalColumnOption();
            return {
              name,
              ...(dataType === undefined ? {} : { dataType }),
              options: option === undefined ? [] : [option],
            };
          }),
    );
  }

  // Schemas and databases

  #createSchema(): CreateSchema {
    const ifNotExists = this.#ifNotExists();
    const ownerOnly = this.acceptKeyword('AUTHORIZATION');
    const name = ownerOnly ? undefined : this.parseObjectName();
    const authorization = ownerOnly || this.acceptKeyword('AUTHORIZATION') ? this.parseIdentifier() : undefined;
    const withOptions = this.parseOptionsAfter('WITH');
    const options = this.parseOptionsAfter('OPTIONS');
    return {
      kind: 'CreateSchema',
      ...(name === undefined ? {} : { name }),
      ...(authorization === undefined ? {} : { authorization }),
      ifNotExists,
      ...(options === undefined ? {} : { options }),
      ...(withOptions === undefined ? {} : { with: withOptions }),
    };
  }

  #createDatabase(): CreateDatabase {
    const ifNotExists = this.#ifNotExists();
    const name = this.parseObjectName();
    const location = this.acceptKeyword('LOCATION') ? this.parseLiteralString() : undefined;
    return {
      kind: 'CreateDatabase',
      name,
      ifNotExists,
      orReplace: false,
      ...(location === undefined ? {} : { location }),
    };
  }

  // Functions

  #createFunction(start: Pick<CreateFunction, 'orAlter' | 'orReplace' | 'temporary'>): CreateFunction {
    const ifNotExists = this.#ifNotExists();
    const name = this.parseObjectName();
    const args = this.parenthesized(() =>
      this.at(')') ? [] : this.commaSeparated(() => this.parseFunctionParameter()),
    );
    const returnType = this.acceptKeyword('RETURNS') ? this.#returnType() : undefined;
    const body: Writable<Partial<CreateFunction>> = {};
    while (this.#functionClause(body));
    return {
      kind: 'CreateFunction',
      ...start,
      ifNotExists,
      name,
      args,
      ...(returnType === undefined ? {} : { returnType }),
      aggregate: false,
      ...body,
    };
  }

  #returnType(): NonNullable<CreateFunction['returnType']> {
    const setOf = this.acceptKeyword('SETOF');
    return { dataType: this.parseDataType(), setOf };
  }

  /** One clause behind the signature; false at their end. */
  #functionClause(body: Writable<Partial<CreateFunction>>): boolean {
    if (this.acceptKeyword('AS')) body.functionBody = { kind: 'AsBeforeOptions', expr: this.parseExpr() };
    else if (this.acceptKeyword('LANGUAGE')) body.language = this.parseIdentifier();
    else if (this.acceptKeyword('IMMUTABLE')) body.behavior = 'Immutable';
    else if (this.acceptKeyword('STABLE')) body.behavior = 'Stable';
    else if (this.acceptKeyword('VOLATILE')) body.behavior = 'Volatile';
    else if (this.acceptKeywords('CALLED', 'ON', 'NULL', 'INPUT')) body.calledOnNull = 'CalledOnNullInput';
    else if (this.acceptKeywords('RETURNS', 'NULL', 'ON', 'NULL', 'INPUT'))
      body.calledOnNull = 'ReturnsNullOnNullInput';
    else if (this.acceptKeyword('STRICT')) body.calledOnNull = 'Strict';
    else if (this.acceptKeyword('PARALLEL')) {
      const word = this.expectOneOf(['UNSAFE', 'RESTRICTED', 'SAFE']);
      body.parallel = word === 'UNSAFE' ? 'Unsafe' : word === 'SAFE' ? 'Safe' : 'Restricted';
    } else if (this.acceptKeyword('SECURITY')) {
      body.security = this.expectOneOf(['DEFINER', 'INVOKER']) === 'DEFINER' ? 'Definer' : 'Invoker';
    } else if (this.acceptKeyword('RETURN')) body.functionBody = { kind: 'Return', expr: this.parseExpr() };
    else return false;
    return true;
  }

  protected parseFunctionParameter(): OperateFunctionArg {
    const mode = this.acceptKeyword('IN')
      ? 'In'
      : this.acceptKeyword('OUT')
        ? 'Out'
        : this.acceptKeyword('INOUT')
          ? 'InOut'
          : undefined;
    const named =
      this.peekAt(1).kind === 'Word' && this.peekAt(1).keyword !== 'DEFAULT' && !this.atKeywords('DOUBLE', 'PRECISION');
    const name = named ? this.parseIdentifier() : undefined;
    const dataType = this.parseDataType();
    const defaultOperator = this.acceptKeyword('DEFAULT') ? 'DEFAULT' : this.accept('=') ? '=' : undefined;
    const defaultExpr = defaultOperator === undefined ? undefined : this.parseExpr();
    return {
      ...(mode === undefined ? {} : { mode }),
      ...(name === undefined ? {} : { name }),
      dataType,
      ...(defaultExpr === undefined ? {} : { defaultExpr }),
      ...(defaultOperator === undefined ? {} : { defaultOperator }),
    };
  }

  // Indexes

  #createIndex(unique: boolean): CreateIndex {
    const concurrently = this.acceptKeyword('CONCURRENTLY');
    const isAsync = this.acceptKeyword('ASYNC');
    const ifNotExists = this.#ifNotExists();
    const name = this.atKeyword('ON') && !ifNotExists ? undefined : this.parseObjectName();
    this.expectKeyword('ON');
    const tableName = this.parseObjectName();
    const using = this.acceptKeyword('USING') ? this.parseIdentifier() : undefined;
    const columns = this.parenthesized(() => this.commaSeparated(() => this.parseIndexColumn()));
    const include = this.acceptKeyword('INCLUDE') ? this.parseParenthesizedColumns(false) : [];
    let nullsDistinct: boolean | undefined;
    if (this.acceptKeyword('NULLS')) {
      nullsDistinct = !this.acceptKeyword('NOT');
      this.expectKeyword('DISTINCT');
    }
    const withExprs = this.acceptKeyword('WITH')
      ? this.parenthesized(() => this.commaSeparated(() => this.parseExpr()))
      : [];
    const predicate = this.acceptKeyword('WHERE') ? this.parseExpr() : undefined;
    return {
      kind: 'CreateIndex',
      ...(name === undefined ? {} : { name }),
      tableName,
      ...(using === undefined ? {} : { using }),
      columns,
      unique,
      concurrently,
      async: isAsync,
      ifNotExists,
      include,
      ...(nullsDistinct === undefined ? {} : { nullsDistinct }),
      with: withExprs,
      ...(predicate === undefined ? {} : { predicate }),
    };
  }

  // DROP, from behind its word

  protected parseDrop(): Drop | DropFunction {
    const temporary = this.acceptKeyword('TEMPORARY');
    if (this.acceptKeyword('FUNCTION')) return this.#dropFunction();
    const objectType = this.#dropType();
    const ifExists = this.acceptKeywords('IF', 'EXISTS');
    const names = this.commaSeparated(() => this.parseObjectName());
    const start = this.peek();
    const cascade = this.acceptKeyword('CASCADE');
    const restrict = this.acceptKeyword('RESTRICT');
    const purge = this.acceptKeyword('PURGE');
    if (cascade && restrict) this.fail('Cannot specify both CASCADE and RESTRICT in DROP', start);
    const table = this.acceptKeyword('ON') ? this.parseObjectName() : undefined;
    return {
      kind: 'Drop',
      objectType,
      ifExists,
      names,
      cascade,
      restrict,
      purge,
      temporary,
      ...(table === undefined ? {} : { table }),
    };
  }

  #dropType(): ObjectType {
    if (this.acceptKeywords('MATERIALIZED', 'VIEW')) return 'MaterializedView';
    const objectType = DROPPABLE[this.peek().keyword];
    if (objectType === undefined) {
      this.expected(
        'COLLATION, CONNECTOR, DATABASE, EXTENSION, FUNCTION, INDEX, OPERATOR, POLICY, PROCEDURE, ROLE, SCHEMA, SECRET, SEQUENCE, STAGE, TABLE, TRIGGER, TYPE, VIEW, MATERIALIZED VIEW or USER after DROP',
      );
    }
    this.next();
    return objectType;
  }

  #dropFunction(): DropFunction {
    const ifExists = this.acceptKeywords('IF', 'EXISTS');
    const functions = this.commaSeparated(() => {
      const name = this.parseObjectName();
      if (!this.at('(')) return { name };
      return {
        name,
        args: this.parenthesized(() => (this.at(')') ? [] : this.commaSeparated(() => this.parseFunctionParameter()))),
      };
    });
    const behavior = this.#dropBehavior();
    return { kind: 'DropFunction', ifExists, functions, ...behavior };
  }

  #dropBehavior(): { dropBehavior?: 'Restrict' | 'Cascade' } {
    const word = this.acceptOneOf(['CASCADE', 'RESTRICT']);
    return word === undefined ? {} : { dropBehavior: word === 'CASCADE' ? 'Cascade' : 'Restrict' };
  }

  // ALTER, from behind its word

  protected parseAlter(): AlterTable {
    if (!this.acceptKeyword('TABLE')) {
      this.expected(
        'one of VIEW or TYPE or COLLATION or TABLE or INDEX or FUNCTION or AGGREGATE or ROLE or POLICY or CONNECTOR or ICEBERG or SCHEMA or USER or OPERATOR',
      );
    }
    const ifExists = this.acceptKeywords('IF', 'EXISTS');
    const only = this.acceptKeyword('ONLY');
    const name = this.parseObjectName();
    return { kind: 'AlterTable', name, ifExists, only, operations: this.commaSeparated(() => this.#alterOperation()) };
  }

  #alterOperation(): AlterTableOperation {
    if (this.acceptKeyword('ADD')) return this.#alterAdd();
    if (this.acceptKeyword('DROP')) return this.#alterDrop();
    if (this.acceptKeyword('RENAME')) return this.#alterRename();
    if (this.acceptKeyword('ALTER')) {
      this.acceptKeyword('COLUMN');
      const name = this.parseIdentifier();
      return { kind: 'AlterColumn', name, op: this.#alterColumn() };
    }
    return this.expected(
      'ADD, RENAME, PARTITION, SWAP, DROP, REPLICA IDENTITY, SET, or SET TBLPROPERTIES after ALTER TABLE',
    );
  }

  #alterAdd(): AlterTableOperation {
    const constraint = this.parseOptionalTableConstraint();
    if (constraint !== undefined)
      return { kind: 'AddConstraint', constraint, notValid: this.acceptKeywords('NOT', 'VALID') };
    const columnKeyword = this.acceptKeyword('COLUMN');
    const ifNotExists = this.#ifNotExists();
    return { kind: 'AddColumn', columnKeyword, ifNotExists, column: this.parseColumnDef() };
  }

  #alterDrop(): AlterTableOperation {
    if (this.acceptKeyword('CONSTRAINT')) {
      const ifExists = this.acceptKeywords('IF', 'EXISTS');
      return { kind: 'DropConstraint', ifExists, name: this.parseIdentifier(), ...this.#dropBehavior() };
    }
    const hasColumnKeyword = this.acceptKeyword('COLUMN');
    const ifExists = this.acceptKeywords('IF', 'EXISTS');
    return { kind: 'DropColumn', hasColumnKeyword, ifExists, names: [this.parseIdentifier()], ...this.#dropBehavior() };
  }

  #alterRename(): AlterTableOperation {
    const as = this.acceptKeyword('AS');
    if (as || this.acceptKeyword('TO')) return { kind: 'RenameTable', name: this.parseObjectName(), as };
    this.acceptKeyword('COLUMN');
    const oldName = this.parseIdentifier();
    this.expectKeyword('TO');
    return { kind: 'RenameColumn', oldName, newName: this.parseIdentifier() };
  }

  #alterColumn(): AlterColumnOperation {
    if (this.acceptKeywords('SET', 'NOT', 'NULL')) return { kind: 'SetNotNull' };
    if (this.acceptKeywords('DROP', 'NOT', 'NULL')) return { kind: 'DropNotNull' };
    if (this.acceptKeywords('DROP', 'DEFAULT')) return { kind: 'DropDefault' };
    if (this.acceptKeywords('SET', 'DEFAULT')) return { kind: 'SetDefault', value: this.parseExpr() };
    const hadSet = this.acceptKeywords('SET', 'DATA', 'TYPE');
    if (!hadSet && !this.acceptKeyword('TYPE'))
      this.expected('SET/DROP NOT NULL, SET DEFAULT, or SET DATA TYPE after ALTER COLUMN');
    const dataType = this.parseDataType();
    const using = this.acceptKeyword('USING') ? this.parseExpr() : undefined;
    return { kind: 'SetDataType', dataType, ...(using === undefined ? {} : { using }), hadSet };
  }
}
