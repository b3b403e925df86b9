/**
 * Statements: DataFusion's own (CREATE EXTERNAL TABLE, COPY, EXPLAIN, RESET) are tried first, everything else is SQL
 * as sqlparser reads it.
 */
import type {
  CallStatement,
  CommentOn,
  CopyTo,
  CreateExternalTable,
  Explain,
  FileFormatOption,
  Ident,
  OrderByExpr,
  Reset,
  Statement,
  Value,
} from '../ast/index.js';
import { SessionParser } from './session.js';

type Parts<T> = { -readonly [K in keyof T]?: T[K] };

const HEADER_GONE =
  "WITH HEADER ROW clause is no longer in use. Please use the OPTIONS clause with 'format.has_header' set appropriately, e.g., OPTIONS (format.has_header true)";
const DELIMITER_GONE =
  "DELIMITER clause is no longer in use. Please use the OPTIONS clause with 'format.delimiter' set appropriately, e.g., OPTIONS (format.delimiter ',')";
const COMPRESSION_GONE =
  "COMPRESSION TYPE clause is no longer in use. Please use the OPTIONS clause with 'format.compression' set appropriately, e.g., OPTIONS (format.compression gzip)";

/** The whole parser. */
export class SqlParser extends SessionParser {
  /** All statements of the text, separated by semicolons. */
  parseStatements(): Statement[] {
    const statements: Statement[] = [];
    let separated = true;
    for (;;) {
      while (this.accept(';')) separated = true;
      if (this.at('EOF')) return statements;
      if (!separated) this.expected('end of statement');
      statements.push(this.parseStatement());
      separated = this.previous().kind === ';';
    }
  }

  /** Fails when something is left. */
  expectEnd(what: string): void {
    if (!this.at('EOF')) this.expected(what);
  }

  parseStatement(): Statement {
    const start = this.peek();
    const statement = this.#statement();
    const end = this.previous();
    return { ...statement, span: { start: this.spanOf(start).start, end: this.spanOf(end).end } };
  }

  #statement(): Statement {
    switch (this.peek().keyword) {
      case 'CREATE':
        this.next();
        return this.#create();
      case 'COPY':
        this.next();
        return this.#copy();
      case 'EXPLAIN':
        this.next();
        return this.#explain();
      case 'RESET':
        this.next();
        return this.#reset();
      default:
        return this.parseSqlStatement();
    }
  }

  #create(): Statement {
    const start = this.position();
    const orReplace = this.acceptKeywords('OR', 'REPLACE');
    const unbounded = this.acceptKeyword('UNBOUNDED');
    if (this.acceptKeyword('EXTERNAL')) return this.#createExternalTable(unbounded, orReplace);
    this.moveTo(start);
    return this.parseSqlCreate();
  }

  // SQL's own statements

  protected parseSqlStatement(): Statement {
    this.enter();
    const statement = this.#sqlStatement();
    this.leave();
    return statement;
  }

  #sqlStatement(): Statement {
    const token = this.peek();
    if (token.kind === '(') return this.parseQuery();
    switch (token.keyword) {
      case 'SELECT':
      case 'WITH':
      case 'VALUES':
      case 'FROM':
        return this.parseQuery();
      case 'INSERT':
      case 'UPDATE':
      case 'DELETE':
      case 'MERGE':
        return this.parseDml();
      case 'CREATE':
        this.next();
        return this.parseSqlCreate();
      case 'EXPLAIN':
        this.next();
        return this.#explain();
      default:
        return this.#wordStatement();
    }
  }

  #wordStatement(): Statement {
    const token = this.next();
    switch (token.keyword) {
      case 'DROP':
        return this.parseDrop();
      case 'ALTER':
        return this.parseAlter();
      case 'TRUNCATE':
        return this.parseTruncate();
      case 'REPLACE':
        return this.parseInsert(true);
      case 'SET':
        return this.parseSet();
      case 'SHOW':
        return this.parseShow();
      case 'DESCRIBE':
        return this.parseDescribe('Describe');
      case 'DESC':
        return this.parseDescribe('Desc');
      case 'PREPARE':
        return this.parsePrepare();
      case 'EXECUTE':
      case 'EXEC':
        return this.parseExecute();
      case 'DEALLOCATE':
        return this.parseDeallocate();
      case 'RESET':
        return this.#reset();
      case 'USE':
        return this.parseUse();
      case 'ANALYZE':
        return this.parseAnalyze();
      case 'CALL':
        return this.#call();
      case 'COMMENT':
        return this.#commentOn();
      default:
        return this.#transactionStatement() ?? this.expected('an SQL statement', token);
    }
  }

  #transactionStatement(): Statement | undefined {
    switch (this.previous().keyword) {
      case 'START':
        return this.parseStartTransaction(false);
      case 'BEGIN':
        return this.parseStartTransaction(true);
      case 'COMMIT':
        return this.parseCommit(false);
      case 'END':
        return this.parseCommit(true);
      case 'ROLLBACK':
        return this.parseRollback();
      case 'SAVEPOINT':
        return this.parseSavepoint(false);
      case 'RELEASE':
        return this.parseSavepoint(true);
      default:
        return undefined;
    }
  }

  #call(): CallStatement {
    const name = this.parseObjectName();
    return { kind: 'Call', function: this.at('(') ? this.parseFunction(name) : this.bareCall(name) };
  }

  protected bareCall(name: Parameters<SqlParser['parseFunction']>[0]): CallStatement['function'] {
    const none = { kind: 'NoArguments' } as const;
    return { kind: 'Function', name, parameters: none, args: none, withinGroup: [], usesOdbcSyntax: false };
  }

  #commentOn(): CommentOn {
    const ifExists = this.acceptKeywords('IF', 'EXISTS');
    this.expectKeyword('ON');
    const word = this.next();
    if (word.kind !== 'Word') this.expected('comment object_type', word);
    const objectName = this.parseObjectName();
    this.expectKeyword('IS');
    const comment = this.acceptKeyword('NULL') ? undefined : this.parseLiteralString();
    return {
      kind: 'CommentOn',
      objectType: word.text.toUpperCase(),
      objectName,
      ...(comment === undefined ? {} : { comment }),
      ifExists,
    };
  }

  // DataFusion's statements

  #explain(): Explain {
    const analyze = this.acceptKeyword('ANALYZE');
    const verbose = this.acceptKeyword('VERBOSE');
    const format = this.acceptKeyword('FORMAT') ? this.#explainFormat() : undefined;
    const nested = this.atKeyword('EXPLAIN');
    if (nested) this.enter();
    const statement = this.parseStatement();
    if (nested) this.leave();
    return { kind: 'Explain', analyze, verbose, ...(format === undefined ? {} : { format }), statement };
  }

  #explainFormat(): string {
    const token = this.next();
    if (token.kind !== 'Word' && token.kind !== 'SingleQuotedString')
      this.expected('an explain format such as TREE', token);
    return token.text;
  }

  #reset(): Reset {
    const variable: Ident[] = [];
    do {
      if (!this.at('Word') && !this.at('SingleQuotedString')) this.expected('configuration parameter');
      variable.push(this.parseIdentifier());
    } while (this.accept('.') || !(this.at('EOF') || this.at(';')));
    return { kind: 'Reset', variable };
  }

  #setOnce(value: unknown, name: string): void {
    if (value !== undefined) this.failHere(`${name} specified more than once`);
  }

  #copy(): CopyTo {
    const source: CopyTo['source'] = this.at('(')
      ? { kind: 'Query', query: this.parenthesized(() => this.parseQuery()) }
      : { kind: 'Relation', name: this.parseObjectName() };
    const parts: Parts<CopyTo> = {};
    while (this.#copyClause(parts));
    if (parts.target === undefined) this.failHere('Missing TO clause in COPY statement');
    return {
      kind: 'CopyTo',
      source,
      target: parts.target,
      partitionedBy: parts.partitionedBy ?? [],
      ...(parts.storedAs === undefined ? {} : { storedAs: parts.storedAs }),
      options: parts.options ?? [],
    };
  }

  #copyClause(parts: Parts<CopyTo>): boolean {
    switch (this.acceptOneOf(['STORED', 'TO', 'PARTITIONED', 'OPTIONS', 'WITH'])) {
      case 'STORED':
        this.expectKeyword('AS');
        this.#setOnce(parts.storedAs, 'STORED AS');
        parts.storedAs = this.#fileFormat();
        return true;
      case 'TO':
        this.#setOnce(parts.target, 'TO');
        parts.target = this.parseLiteralString();
        return true;
      case 'WITH':
        this.expectKeywords('HEADER', 'ROW');
        return this.failHere(HEADER_GONE);
      case 'PARTITIONED':
        this.expectKeyword('BY');
        this.#setOnce(parts.partitionedBy, 'PARTITIONED BY');
        parts.partitionedBy = this.#partitionNames();
        return true;
      case 'OPTIONS':
        this.#setOnce(parts.options, 'OPTIONS');
        parts.options = this.#fileOptions();
        return true;
      default:
        return this.#endOfClauses();
    }
  }

  #endOfClauses(): false {
    if (!this.at('EOF') && !this.at(';')) this.expected('end of statement or ;');
    return false;
  }

  #fileFormat(): string {
    const token = this.next();
    if (token.kind !== 'Word') this.expected('one of ARROW, PARQUET, NDJSON, or CSV', token);
    return token.text.toUpperCase();
  }

  #partitionNames(): string[] {
    const names: string[] = [];
    if (!this.accept('(') || this.accept(')')) return names;
    for (;;) {
      if (!this.at('Word')) this.expected('partition name');
      const token = this.next();
      names.push(token.quote === '' ? token.text : token.quote + token.text + token.quote);
      const comma = this.accept(',');
      if (this.accept(')')) return names;
      if (!comma) this.expected("',' or ')' after partition definition");
    }
  }

  #fileOptions(): FileFormatOption[] {
    const options: FileFormatOption[] = [];
    this.expect('(');
    for (;;) {
      const key = this.#optionKey();
      options.push({ key, value: this.#optionValue() });
      const comma = this.accept(',');
      if (this.accept(')')) return options;
      if (!comma) this.expected("',' or ')' after option definition");
    }
  }

  #optionKey(): string {
    const token = this.next();
    if (
      token.kind === 'SingleQuotedString' ||
      token.kind === 'DoubleQuotedString' ||
      token.kind === 'EscapedStringLiteral'
    )
      return token.text;
    if (token.kind !== 'Word') this.expected('key name', token);
    const parts = [token.text];
    while (this.accept('.')) {
      const part = this.next();
      if (part.kind !== 'Word') this.expected('key name', part);
      parts.push(part.text);
    }
    return parts.join('.');
  }

  #optionValue(): Value {
    const token = this.peek();
    switch (token.kind) {
      case 'Word':
        this.next();
        return { kind: 'SingleQuotedString', value: token.text, span: this.spanOf(token) };
      case 'SingleQuotedString':
      case 'DoubleQuotedString':
      case 'EscapedStringLiteral':
      case 'Number':
        return this.parseValue();
      default:
        return this.expected('string or numeric value');
    }
  }

  #createExternalTable(unbounded: boolean, orReplace: boolean): CreateExternalTable {
    const temporary = this.acceptOneOf(['TEMP', 'TEMPORARY']) !== undefined;
    this.expectKeyword('TABLE');
    const ifNotExists = this.acceptKeywords('IF', 'NOT', 'EXISTS');
    if (ifNotExists && orReplace) this.failHere("'IF NOT EXISTS' cannot coexist with 'REPLACE'");
    const name = this.parseObjectName();
    const { columns, constraints } = this.parseColumns(true);
    const parts: Parts<CreateExternalTable> = { columns };
    while (this.#externalClause(parts));
    if (parts.fileType === undefined) this.failHere('Missing STORED AS clause in CREATE EXTERNAL TABLE statement');
    if (parts.location === undefined) this.failHere('Missing LOCATION clause in CREATE EXTERNAL TABLE statement');
    return {
      kind: 'CreateExternalTable',
      name,
      columns: parts.columns ?? columns,
      fileType: parts.fileType,
      location: parts.location,
      tablePartitionCols: parts.tablePartitionCols ?? [],
      ...(parts.partitionDefinitions === undefined ? {} : { partitionDefinitions: parts.partitionDefinitions }),
      orderExprs: parts.orderExprs ?? [],
      ifNotExists,
      orReplace,
      temporary,
      unbounded,
      options: parts.options ?? [],
      constraints,
    };
  }

  #externalClause(parts: Parts<CreateExternalTable>): boolean {
    switch (this.acceptOneOf(['STORED', 'LOCATION', 'WITH', 'DELIMITER', 'COMPRESSION', 'PARTITIONED', 'OPTIONS'])) {
      case 'STORED':
        this.expectKeyword('AS');
        this.#setOnce(parts.fileType, 'STORED AS');
        parts.fileType = this.#fileFormat();
        return true;
      case 'LOCATION':
        this.#setOnce(parts.location, 'LOCATION');
        parts.location = this.parseLiteralString();
        return true;
      case 'WITH':
        this.#withClause(parts);
        return true;
      case 'DELIMITER':
        return this.failHere(DELIMITER_GONE);
      case 'COMPRESSION':
        this.expectKeyword('TYPE');
        return this.failHere(COMPRESSION_GONE);
      case 'PARTITIONED':
        this.expectKeyword('BY');
        this.#setOnce(parts.tablePartitionCols, 'PARTITIONED BY');
        this.#partitionColumns(parts);
        return true;
      case 'OPTIONS':
        this.#setOnce(parts.options, 'OPTIONS');
        parts.options = this.#fileOptions();
        return true;
      default:
        return this.#endOfClauses();
    }
  }

  #withClause(parts: Parts<CreateExternalTable>): void {
    if (this.acceptKeyword('ORDER')) {
      parts.orderExprs = [...(parts.orderExprs ?? []), this.#orderExprs()];
      return;
    }
    this.expectKeywords('HEADER', 'ROW');
    this.failHere(HEADER_GONE);
  }

  #orderExprs(): OrderByExpr[] {
    return this.parenthesized(() => this.commaSeparated(() => this.parseOrderByExpr()));
  }

  /** Names of columns, or definitions of further ones: what follows the first name tells. */
  #partitionColumns(parts: Parts<CreateExternalTable>): void {
    const second = this.peekAt(2).kind;
    if (second === ',' || second === ')') {
      parts.tablePartitionCols = this.#partitionNames();
      return;
    }
    const { columns, constraints } = this.parseColumns(true);
    if (constraints.length > 0) this.failHere('Constraints on Partition Columns are not supported');
    parts.tablePartitionCols = columns.map((column) => column.name.value);
    parts.columns = [...(parts.columns ?? []), ...columns];
    parts.partitionDefinitions = columns.length;
  }
}
