/** INSERT, UPDATE, DELETE, MERGE and TRUNCATE. */
import type {
  Assignment,
  ConflictAction,
  ConflictTarget,
  Delete,
  Expr,
  Insert,
  Merge,
  MergeAction,
  MergeClause,
  OnInsert,
  Query,
  SelectItem,
  TableWithJoins,
  Truncate,
  Update,
} from '../ast/index.js';
import { PipeParser } from './pipes.js';

const CONFLICT_WORDS = {
  ROLLBACK: 'Rollback',
  ABORT: 'Abort',
  FAIL: 'Fail',
  IGNORE: 'Ignore',
  REPLACE: 'Replace',
} as const;

export abstract class DmlParser extends PipeParser {
  protected parseDml(): Insert | Update | Delete | Merge {
    const word = this.expectOneOf(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);
    switch (word) {
      case 'INSERT':
        return this.parseInsert(false);
      case 'UPDATE':
        return this.#update();
      case 'DELETE':
        return this.#delete();
      default:
        return this.#merge();
    }
  }

  #conflictWord(): Insert['or'] {
    if (!this.atKeyword('OR')) return undefined;
    this.next();
    return CONFLICT_WORDS[this.expectOneOf(['ROLLBACK', 'ABORT', 'FAIL', 'IGNORE', 'REPLACE'])];
  }

  #returning(): readonly SelectItem[] | undefined {
    return this.acceptKeyword('RETURNING') ? this.commaSeparated(() => this.parseSelectItem()) : undefined;
  }

  protected parseAssignment(): Assignment {
    const target: Assignment['target'] = this.at('(')
      ? { kind: 'Tuple', names: this.parseParenthesizedNames(false) }
      : { kind: 'ColumnName', name: this.parseObjectName() };
    this.expect('=');
    return { target, value: this.parseExpr() };
  }

  // INSERT, from behind its word

  protected parseInsert(replaceInto: boolean): Insert {
    const or = this.#conflictWord();
    const ignore = this.acceptKeyword('IGNORE');
    const overwrite = this.acceptKeyword('OVERWRITE');
    const into = this.acceptKeyword('INTO');
    const hasTableKeyword = this.acceptKeyword('TABLE');
    const table: Insert['table'] = this.acceptKeyword('FUNCTION')
      ? { kind: 'TableFunction', expr: this.parseFunction(this.parseObjectName()) }
      : { kind: 'TableName', name: this.parseObjectName() };
    const tableAlias =
      this.dialect.name === 'postgresql' && this.acceptKeyword('AS') ? this.parseIdentifier() : undefined;
    const body = this.#insertBody();
    const on = this.#onInsert();
    const returning = this.#returning();
    return {
      kind: 'Insert',
      ...(or === undefined ? {} : { or }),
      ignore,
      into,
      table,
      ...(tableAlias === undefined ? {} : { tableAlias }),
      overwrite,
      afterColumns: [],
      hasTableKeyword,
      replaceInto,
      ...body,
      ...(on === undefined ? {} : { on }),
      ...(returning === undefined ? {} : { returning }),
    };
  }

  #insertBody(): Pick<Insert, 'columns' | 'partitioned' | 'source' | 'assignments' | 'defaultValues'> {
    if (this.acceptKeywords('DEFAULT', 'VALUES')) return { columns: [], assignments: [], defaultValues: true };
    const atSubquery = this.at('(') && (this.peekAt(1).keyword === 'SELECT' || this.peekAt(1).keyword === 'WITH');
    const columns = atSubquery ? [] : this.parseParenthesizedNames(true, this.dialect.name === 'mysql');
    const partitioned =
      !atSubquery && this.acceptKeyword('PARTITION')
        ? this.parenthesized(() => this.commaSeparated(() => this.parseExpr()))
        : undefined;
    const partition = partitioned === undefined ? {} : { partitioned };
    if (this.atKeyword('SET') && this.dialect.name === 'mysql') {
      this.next();
      return {
        columns,
        ...partition,
        assignments: this.commaSeparated(() => this.parseAssignment()),
        defaultValues: false,
      };
    }
    const source: Query = this.parseQuery();
    return { columns, ...partition, source, assignments: [], defaultValues: false };
  }

  #onInsert(): OnInsert | undefined {
    if (!this.acceptKeyword('ON')) return undefined;
    if (!this.acceptKeyword('CONFLICT')) {
      this.expectKeywords('DUPLICATE', 'KEY', 'UPDATE');
      return { kind: 'DuplicateKeyUpdate', assignments: this.commaSeparated(() => this.parseAssignment()) };
    }
    const target = this.#conflictTarget();
    this.expectKeyword('DO');
    return { kind: 'OnConflict', ...(target === undefined ? {} : { target }), action: this.#conflictAction() };
  }

  #conflictTarget(): ConflictTarget | undefined {
    if (this.acceptKeywords('ON', 'CONSTRAINT')) return { kind: 'OnConstraint', name: this.parseObjectName() };
    return this.at('(') ? { kind: 'Columns', columns: this.parseParenthesizedColumns(false) } : undefined;
  }

  #conflictAction(): ConflictAction {
    if (this.acceptKeyword('NOTHING')) return { kind: 'DoNothing' };
    this.expectKeywords('UPDATE', 'SET');
    const assignments = this.commaSeparated(() => this.parseAssignment());
    const selection = this.acceptKeyword('WHERE') ? this.parseExpr() : undefined;
    return { kind: 'DoUpdate', assignments, ...(selection === undefined ? {} : { selection }) };
  }

  // UPDATE, DELETE

  #update(): Update {
    const or = this.#conflictWord();
    const table = this.parseTableAndJoins();
    const before = this.acceptKeyword('FROM') ? this.#tables() : undefined;
    this.expectKeyword('SET');
    const assignments = this.commaSeparated(() => this.parseAssignment());
    const after = before === undefined && this.acceptKeyword('FROM') ? this.#tables() : undefined;
    const selection = this.acceptKeyword('WHERE') ? this.parseExpr() : undefined;
    const returning = this.#returning();
    const orderBy = this.acceptKeywords('ORDER', 'BY') ? this.commaSeparated(() => this.parseOrderByExpr()) : [];
    const limit = this.acceptKeyword('LIMIT') ? this.parseExpr() : undefined;
    return {
      kind: 'Update',
      table,
      assignments,
      ...(before === undefined ? {} : { from: { kind: 'BeforeSet', tables: before } }),
      ...(after === undefined ? {} : { from: { kind: 'AfterSet', tables: after } }),
      ...(selection === undefined ? {} : { selection }),
      ...(returning === undefined ? {} : { returning }),
      ...(or === undefined ? {} : { or }),
      orderBy,
      ...(limit === undefined ? {} : { limit }),
    };
  }

  #tables(): TableWithJoins[] {
    return this.commaSeparated(() => this.parseTableAndJoins());
  }

  #delete(): Delete {
    const target = this.#deleteTarget();
    const using = this.acceptKeyword('USING') ? this.#tables() : undefined;
    const selection = this.acceptKeyword('WHERE') ? this.parseExpr() : undefined;
    const returning = this.#returning();
    const orderBy = this.acceptKeywords('ORDER', 'BY') ? this.commaSeparated(() => this.parseOrderByExpr()) : [];
    const limit = this.acceptKeyword('LIMIT') ? this.parseExpr() : undefined;
    return {
      kind: 'Delete',
      ...target,
      ...(using === undefined ? {} : { using }),
      ...(selection === undefined ? {} : { selection }),
      ...(returning === undefined ? {} : { returning }),
      orderBy,
      ...(limit === undefined ? {} : { limit }),
    };
  }

  #deleteTarget(): Pick<Delete, 'tables' | 'from'> {
    if (this.acceptKeyword('FROM')) return { tables: [], from: { kind: 'WithFromKeyword', tables: this.#tables() } };
    const lenient =
      this.dialect.name === 'generic' || this.dialect.name === 'bigquery' || this.dialect.name === 'mssql';
    if (lenient) return { tables: [], from: { kind: 'WithoutKeyword', tables: this.#tables() } };
    const tables = this.commaSeparated(() => this.parseObjectName());
    this.expectKeyword('FROM');
    return { tables, from: { kind: 'WithFromKeyword', tables: this.#tables() } };
  }

  // MERGE

  #merge(): Merge {
    const into = this.acceptKeyword('INTO');
    const table = this.parseTableFactor();
    this.expectKeyword('USING');
    const source = this.parseTableFactor();
    this.expectKeyword('ON');
    const on = this.parseExpr();
    const clauses: MergeClause[] = [];
    while (this.acceptKeyword('WHEN')) clauses.push(this.#mergeClause());
    return { kind: 'Merge', into, table, source, on, clauses };
  }

  #mergeClause(): MergeClause {
    const clauseKind = this.#mergeClauseKind();
    const predicate = this.acceptKeyword('AND') ? this.parseExpr() : undefined;
    this.expectKeyword('THEN');
    return { clauseKind, ...(predicate === undefined ? {} : { predicate }), action: this.#mergeAction() };
  }

  #mergeClauseKind(): MergeClause['clauseKind'] {
    const negated = this.acceptKeyword('NOT');
    this.expectKeyword('MATCHED');
    if (!negated) return 'Matched';
    if (!this.acceptKeyword('BY')) return 'NotMatched';
    const word = this.next();
    if (word.text.toUpperCase() === 'SOURCE') return 'NotMatchedBySource';
    if (word.text.toUpperCase() === 'TARGET') return 'NotMatchedByTarget';
    return this.expected('one of SOURCE or TARGET', word);
  }

  #mergeAction(): MergeAction {
    const word = this.expectOneOf(['UPDATE', 'INSERT', 'DELETE']);
    if (word === 'DELETE') return { kind: 'Delete' };
    if (word === 'UPDATE') {
      this.expectKeyword('SET');
      return { kind: 'Update', assignments: this.commaSeparated(() => this.parseAssignment()) };
    }
    const columns = this.parseParenthesizedNames(true);
    if (this.acceptKeyword('ROW')) return { kind: 'Insert', columns };
    this.expectKeyword('VALUES');
    const values: Expr[][] = this.commaSeparated(() =>
      this.parenthesized(() => this.commaSeparated(() => this.parseExpr())),
    );
    return { kind: 'Insert', columns, values };
  }

  // TRUNCATE, from behind its word

  protected parseTruncate(): Truncate {
    const table = this.acceptKeyword('TABLE');
    const ifExists = this.acceptKeywords('IF', 'EXISTS');
    const tableNames = this.commaSeparated(() => {
      const only = this.acceptKeyword('ONLY');
      return { name: this.parseObjectName(), only, hasAsterisk: this.accept('*') };
    });
    const partitions = this.acceptKeyword('PARTITION')
      ? this.parenthesized(() => this.commaSeparated(() => this.parseExpr()))
      : undefined;
    const identity = this.acceptKeywords('RESTART', 'IDENTITY')
      ? 'Restart'
      : this.acceptKeywords('CONTINUE', 'IDENTITY')
        ? 'Continue'
        : undefined;
    const cascade = this.acceptKeyword('CASCADE') ? 'Cascade' : this.acceptKeyword('RESTRICT') ? 'Restrict' : undefined;
    const onCluster = this.acceptKeywords('ON', 'CLUSTER') ? this.parseIdentifier() : undefined;
    return {
      kind: 'Truncate',
      tableNames,
      table,
      ifExists,
      ...(partitions === undefined ? {} : { partitions }),
      ...(identity === undefined ? {} : { identity }),
      ...(cascade === undefined ? {} : { cascade }),
      ...(onCluster === undefined ? {} : { onCluster }),
    };
  }
}
