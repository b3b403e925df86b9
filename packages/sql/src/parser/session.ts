/** Statements about the session: SET, SHOW, DESCRIBE, PREPARE, transactions. */
import { SqlError } from '@datafusion-ts/common';
import type {
  Analyze,
  Commit,
  Deallocate,
  Execute,
  Explain,
  ExplainTable,
  Expr,
  ObjectName,
  Prepare,
  Rollback,
  Savepoint,
  SessionStatement,
  SetMultiple,
  ShowCreate,
  ShowFilter,
  ShowObjects,
  ShowOptions,
  StartTransaction,
  Statement,
  TransactionMode,
  Use,
} from '../ast/index.js';
import { DdlParser } from './ddl.js';

type Scope = 'Session' | 'Local' | 'Global';

const SCOPES = { SESSION: 'Session', LOCAL: 'Local', GLOBAL: 'Global' } as const;

export abstract class SessionParser extends DdlParser {
  abstract parseStatement(): Statement;
  protected abstract parseSqlStatement(): Statement;

  // SET, from behind its word

  protected parseSet(): Statement {
    const hivevar = this.atKeyword('HIVEVAR') && this.peekAt(1).kind === ':';
    if (hivevar) this.moveTo(this.position() + 2);
    const scope = this.#scope();
    const scoped = scope === undefined ? {} : { scope };
    if (this.acceptKeyword('ROLE')) return this.#setRole(scoped);
    if (this.acceptKeywords('TIME', 'ZONE') || this.acceptKeyword('TIMEZONE')) return this.#setTimeZone(scoped);
    if (this.acceptKeyword('NAMES')) return this.#setNames();
    if (this.acceptKeyword('TRANSACTION'))
      return { kind: 'SetTransaction', modes: this.#transactionModes(), session: scope === 'Session' };
    if (this.acceptKeyword('CHARACTERISTICS')) {
      this.expectKeywords('AS', 'TRANSACTION');
      return { kind: 'SetTransaction', modes: this.#transactionModes(), session: true };
    }
    if (this.at('(')) return this.#setParenthesized();
    const variable = this.parseObjectName();
    if (!this.accept('=') && !this.acceptKeyword('TO')) this.expected('equals sign or TO');
    if (this.dialect.name === 'mysql' || (this.dialect.name === 'generic' && this.#moreAssignments()))
      return this.#setMultiple(scope, variable);
    return { kind: 'SetVariable', ...scoped, hivevar, variable, values: this.commaSeparated(() => this.#setValue()) };
  }

  #scope(): Scope | undefined {
    const word = this.acceptOneOf(['SESSION', 'LOCAL', 'GLOBAL']);
    return word === undefined ? undefined : SCOPES[word];
  }

  #setValue(): Expr {
    try {
      return this.parseExpr();
    } catch (error) {
      if (error instanceof SqlError && !error.message.startsWith('Recursion')) this.expected('variable value');
      throw error;
    }
  }

  #setMultiple(scope: Scope | undefined, name: ObjectName): Statement {
    const value = this.#setValue();
    if (!this.at(','))
      return {
        kind: 'SetVariable',
        ...(scope === undefined ? {} : { scope }),
        hivevar: false,
        variable: name,
        values: [value],
      };
    const assignments: SetMultiple['assignments'][number][] = [
      { ...(scope === undefined ? {} : { scope }), name, value },
    ];
    while (this.accept(',')) {
      const next = this.#scope();
      const nextName = this.parseObjectName();
      if (!this.accept('=') && !this.acceptKeyword('TO')) this.expected('equals sign or TO');
      assignments.push({ ...(next === undefined ? {} : { scope: next }), name: nextName, value: this.#setValue() });
    }
    return { kind: 'SetMultiple', assignments };
  }

  /** True when `value, name =` comes next: values of one variable have no `=` among them. */
  #moreAssignments(): boolean {
    const start = this.position();
    try {
      this.#setValue();
      if (!this.accept(',')) return false;
      this.#scope();
      this.parseObjectName();
      return this.at('=') || this.acceptKeyword('TO');
    } catch (error) {
      if (error instanceof SqlError) return false;
      throw error;
    } finally {
      this.moveTo(start);
    }
  }

  #setParenthesized(): Statement {
    const variables = this.parenthesized(() => this.commaSeparated(() => this.parseObjectName()));
    if (!this.accept('=') && !this.acceptKeyword('TO')) this.expected('equals sign or TO');
    const values = this.parenthesized(() => this.commaSeparated(() => this.parseExpr()));
    return { kind: 'SetParenthesized', variables, values };
  }

  #setRole(scoped: { scope?: Scope }): Statement {
    if (this.acceptKeyword('NONE')) return { kind: 'SetRole', ...scoped };
    return { kind: 'SetRole', ...scoped, name: this.parseIdentifier() };
  }

  #setTimeZone(scoped: { scope?: Scope }): Statement {
    if (this.accept('=') || this.acceptKeyword('TO')) {
      return {
        kind: 'SetVariable',
        ...scoped,
        hivevar: false,
        variable: [{ value: 'TIMEZONE' }],
        values: this.commaSeparated(() => this.#setValue()),
      };
    }
    return { kind: 'SetTimeZone', local: scoped.scope === 'Local', value: this.parseExpr() };
  }

  #setNames(): Statement {
    if (this.acceptKeyword('DEFAULT')) return { kind: 'SetNamesDefault' };
    const name = this.parseIdentifier();
    return this.acceptKeyword('COLLATE')
      ? { kind: 'SetNames', name, collation: this.parseLiteralString() }
      : { kind: 'SetNames', name };
  }

  // SHOW, from behind its word

  protected parseShow(): SessionStatement {
    const terse = this.acceptKeyword('TERSE');
    const extended = this.acceptKeyword('EXTENDED');
    const full = this.acceptKeyword('FULL');
    const session = this.acceptKeyword('SESSION');
    const isGlobal = this.acceptKeyword('GLOBAL');
    const external = this.acceptKeyword('EXTERNAL');
    const flags = { terse, extended, full, external, history: false, materialized: false };
    const objects = this.#showObjects(flags);
    if (objects !== undefined) return objects;
    if (this.acceptKeyword('FUNCTIONS')) return { kind: 'ShowFunctions', ...this.#filterOption() };
    if (extended || full) this.failHere('EXTENDED/FULL are not supported with this type of SHOW query');
    if (this.acceptKeyword('CREATE')) return this.#showCreate();
    if (this.acceptKeyword('COLLATION')) return { kind: 'ShowCollation', ...this.#filterOption() };
    if (this.dialect.name === 'generic' || this.dialect.name === 'mysql') {
      if (this.acceptKeyword('VARIABLES'))
        return { kind: 'ShowVariables', ...this.#filterOption(), session, global: isGlobal };
      if (this.acceptKeyword('STATUS'))
        return { kind: 'ShowStatus', ...this.#filterOption(), session, global: isGlobal };
    }
    return { kind: 'ShowVariable', variable: this.#words() };
  }

  #showObjects(flags: Omit<ShowObjects, 'kind' | 'showOptions'>): ShowObjects | undefined {
    if (this.acceptOneOf(['COLUMNS', 'FIELDS']) !== undefined)
      return { kind: 'ShowColumns', ...flags, showOptions: this.#showOptions() };
    if (this.acceptKeyword('TABLES'))
      return { kind: 'ShowTables', ...flags, history: this.acceptKeyword('HISTORY'), showOptions: this.#showOptions() };
    if (this.acceptKeywords('MATERIALIZED', 'VIEWS'))
      return { kind: 'ShowViews', ...flags, materialized: true, showOptions: this.#showOptions() };
    if (this.acceptKeyword('VIEWS')) return { kind: 'ShowViews', ...flags, showOptions: this.#showOptions() };
    if (this.acceptKeyword('SCHEMAS'))
      return {
        kind: 'ShowSchemas',
        ...flags,
        history: this.acceptKeyword('HISTORY'),
        showOptions: this.#showOptions(),
      };
    if (this.acceptKeyword('DATABASES'))
      return {
        kind: 'ShowDatabases',
        ...flags,
        history: this.acceptKeyword('HISTORY'),
        showOptions: this.#showOptions(),
      };
    return undefined;
  }

  #showOptions(): ShowOptions {
    const infix = this.#showFilter();
    const clause = this.acceptOneOf(['FROM', 'IN']);
    const container = clause === undefined ? undefined : this.#showContainer(clause === 'FROM' ? 'From' : 'In');
    const suffix = infix === undefined ? this.#showFilter() : undefined;
    const filter = infix ?? suffix;
    return {
      ...(container === undefined ? {} : { in: container }),
      ...(filter === undefined ? {} : { filter }),
      filterPosition: infix === undefined ? 'Suffix' : 'Infix',
    };
  }

  #showContainer(clause: 'From' | 'In'): NonNullable<ShowOptions['in']> {
    const word = this.acceptOneOf(['ACCOUNT', 'DATABASE', 'SCHEMA', 'TABLE', 'VIEW']);
    if (word === undefined) {
      const name = this.parseObjectName();
      // MySQL's second FROM names the schema.
      const schema = this.acceptOneOf(['FROM', 'IN']) === undefined ? [] : [this.parseIdentifier()];
      return { clause, name: [...schema, ...name] };
    }
    const objectType = `${word.charAt(0)}${word.slice(1).toLowerCase()}` as
      'Account' | 'Database' | 'Schema' | 'Table' | 'View';
    return this.at('Word') ? { clause, objectType, name: this.parseObjectName() } : { clause, objectType };
  }

  #filterOption(): { filter?: ShowFilter } {
    const filter = this.#showFilter();
    return filter === undefined ? {} : { filter };
  }

  #showFilter(): ShowFilter | undefined {
    if (this.acceptKeyword('LIKE')) return { kind: 'Like', pattern: this.parseLiteralString() };
    if (this.acceptKeyword('ILIKE')) return { kind: 'ILike', pattern: this.parseLiteralString() };
    if (this.acceptKeyword('WHERE')) return { kind: 'Where', expr: this.parseExpr() };
    const pattern = this.attempt(() => this.parseLiteralString());
    return pattern === undefined ? undefined : { kind: 'NoKeyword', pattern };
  }

  #showCreate(): ShowCreate {
    const word = this.expectOneOf(['TABLE', 'TRIGGER', 'FUNCTION', 'PROCEDURE', 'EVENT', 'VIEW']);
    const objType = `${word.charAt(0)}${word.slice(1).toLowerCase()}` as ShowCreate['objType'];
    return { kind: 'ShowCreate', objType, objName: this.parseObjectName() };
  }

  /** All words up to the statement's end, whatever stands between them. */
  #words(): ReturnType<DdlParser['parseIdentifier']>[] {
    const words = [];
    while (!this.at('EOF') && !this.at(';') && !this.at('=')) {
      const token = this.next();
      if (token.kind === 'Word') words.push(this.identOf(token));
    }
    return words;
  }

  // DESCRIBE, from behind its word

  protected parseDescribe(describeAlias: 'Describe' | 'Desc'): Explain | ExplainTable {
    const analyze = this.acceptKeyword('ANALYZE');
    const verbose = this.acceptKeyword('VERBOSE');
    const statement = this.#startsStatement() ? this.attempt(() => this.parseSqlStatement()) : undefined;
    if (statement?.kind === 'Explain' || statement?.kind === 'ExplainTable')
      this.failHere('Explain must be root of the plan');
    if (statement !== undefined) return { kind: 'Explain', analyze, verbose, statement, describeAlias };
    const hasTableKeyword = this.dialect.name === 'snowflake' && this.acceptKeyword('TABLE');
    return { kind: 'ExplainTable', describeAlias, hasTableKeyword, tableName: this.parseObjectName() };
  }

  #startsStatement(): boolean {
    const token = this.peek();
    return token.kind === '(' || (token.kind === 'Word' && token.keyword !== '');
  }

  // Prepared statements, from behind their words

  protected parsePrepare(): Prepare {
    const name = this.parseIdentifier();
    const dataTypes = this.at('(') ? this.parenthesized(() => this.commaSeparated(() => this.parseDataType())) : [];
    this.expectKeyword('AS');
    return { kind: 'Prepare', name, dataTypes, statement: this.parseSqlStatement() };
  }

  protected parseExecute(): Execute {
    const immediate =
      (this.dialect.name === 'bigquery' || this.dialect.name === 'snowflake') && this.acceptKeyword('IMMEDIATE');
    const name = immediate || this.at('(') ? undefined : this.parseObjectName();
    const hasParentheses = this.accept('(');
    const end = hasParentheses ? ')' : 'EOF';
    const empty = this.at(end) || this.at(';') || this.atKeyword('USING');
    const parameters = empty ? [] : this.commaSeparated(() => this.parseExpr());
    if (hasParentheses) this.expect(')');
    const using = this.acceptKeyword('USING') ? this.commaSeparated(() => this.parseExprWithAlias()) : [];
    return { kind: 'Execute', ...(name === undefined ? {} : { name }), parameters, hasParentheses, immediate, using };
  }

  protected parseDeallocate(): Deallocate {
    const prepare = this.acceptKeyword('PREPARE');
    return { kind: 'Deallocate', name: this.parseIdentifier(), prepare };
  }

  // Transactions, from behind their words

  #transactionModes(): TransactionMode[] {
    const modes: TransactionMode[] = [];
    for (;;) {
      const mode = this.#transactionMode();
      if (mode === undefined) return modes;
      modes.push(mode);
      this.accept(',');
    }
  }

  #transactionMode(): TransactionMode | undefined {
    if (this.acceptKeywords('ISOLATION', 'LEVEL')) return { kind: 'IsolationLevel', level: this.#isolationLevel() };
    if (this.acceptKeywords('READ', 'ONLY')) return { kind: 'AccessMode', mode: 'ReadOnly' };
    return this.acceptKeywords('READ', 'WRITE') ? { kind: 'AccessMode', mode: 'ReadWrite' } : undefined;
  }

  #isolationLevel(): Extract<TransactionMode, { kind: 'IsolationLevel' }>['level'] {
    if (this.acceptKeywords('READ', 'UNCOMMITTED')) return 'ReadUncommitted';
    if (this.acceptKeywords('READ', 'COMMITTED')) return 'ReadCommitted';
    if (this.acceptKeywords('REPEATABLE', 'READ')) return 'RepeatableRead';
    if (this.acceptKeyword('SERIALIZABLE')) return 'Serializable';
    if (this.acceptKeyword('SNAPSHOT')) return 'Snapshot';
    return this.expected('isolation level');
  }

  protected parseStartTransaction(begin: boolean): StartTransaction {
    if (!begin) {
      this.expectKeyword('TRANSACTION');
      return { kind: 'StartTransaction', modes: this.#transactionModes(), begin, transaction: 'Transaction' };
    }
    const word = this.acceptOneOf(['TRANSACTION', 'WORK', 'TRAN']);
    const transaction =
      word === 'TRANSACTION' ? 'Transaction' : word === 'WORK' ? 'Work' : word === 'TRAN' ? 'Tran' : undefined;
    return {
      kind: 'StartTransaction',
      modes: this.#transactionModes(),
      begin,
      ...(transaction === undefined ? {} : { transaction }),
    };
  }

  protected parseCommit(end: boolean): Commit {
    this.acceptOneOf(['TRANSACTION', 'WORK', 'TRAN']);
    return { kind: 'Commit', chain: this.#chain(), end };
  }

  #chain(): boolean {
    if (!this.acceptKeyword('AND')) return false;
    const chain = !this.acceptKeyword('NO');
    this.expectKeyword('CHAIN');
    return chain;
  }

  protected parseRollback(): Rollback {
    this.acceptOneOf(['TRANSACTION', 'WORK', 'TRAN']);
    const chain = this.#chain();
    if (!this.acceptKeyword('TO')) return { kind: 'Rollback', chain };
    this.acceptKeyword('SAVEPOINT');
    return { kind: 'Rollback', chain, savepoint: this.parseIdentifier() };
  }

  protected parseSavepoint(release: boolean): Savepoint {
    if (release) this.acceptKeyword('SAVEPOINT');
    return { kind: release ? 'ReleaseSavepoint' : 'Savepoint', name: this.parseIdentifier() };
  }

  // USE and ANALYZE, from behind their words

  protected parseUse(): Use {
    if (this.acceptKeyword('DEFAULT')) return { kind: 'Use', object: 'Default' };
    const word = this.acceptOneOf(['CATALOG', 'SCHEMA', 'DATABASE', 'WAREHOUSE', 'ROLE']);
    const object = word === undefined ? 'Object' : (`${word.charAt(0)}${word.slice(1).toLowerCase()}` as Use['object']);
    return { kind: 'Use', object, name: this.parseObjectName() };
  }

  protected parseAnalyze(): Analyze {
    const hasTableKeyword = this.acceptKeyword('TABLE');
    const tableName = this.at('Word') ? this.parseObjectName() : undefined;
    const partitions = this.acceptKeyword('PARTITION')
      ? this.parenthesized(() => this.commaSeparated(() => this.parseExpr()))
      : undefined;
    const computeStatistics = this.acceptKeywords('COMPUTE', 'STATISTICS');
    const noscan = this.acceptKeyword('NOSCAN');
    const forColumns = this.acceptKeywords('FOR', 'COLUMNS');
    const columns = forColumns && this.at('Word') ? this.commaSeparated(() => this.parseIdentifier()) : [];
    const cacheMetadata = this.acceptKeywords('CACHE', 'METADATA');
    return {
      kind: 'Analyze',
      ...(tableName === undefined ? {} : { tableName }),
      hasTableKeyword,
      ...(partitions === undefined ? {} : { partitions }),
      forColumns,
      columns,
      cacheMetadata,
      noscan,
      computeStatistics,
    };
  }
}
