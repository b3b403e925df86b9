/** Queries: WITH, set operations, VALUES, ORDER BY, LIMIT and what else applies to a whole query. */
import type {
  Cte,
  Fetch,
  LimitClause,
  LockClause,
  Offset,
  OrderBy,
  Query,
  SetExpr,
  SetOperation,
  SetQuantifier,
  Statement,
  TableAlias,
  Values,
  With,
} from '../ast/index.js';
import { SelectParser } from './select.js';

const SET_OPERATORS = { UNION: 'Union', EXCEPT: 'Except', INTERSECT: 'Intersect', MINUS: 'Minus' } as const;

export abstract class QueryParser extends SelectParser {
  protected abstract parsePipeOperators(): Query['pipeOperators'];
  /** INSERT, UPDATE, DELETE or MERGE, from its word on. */
  protected abstract parseDml(): Extract<Statement, { kind: 'Insert' | 'Update' | 'Delete' | 'Merge' }>;

  parseQuery(): Query {
    this.enter();
    const query = this.#query();
    this.leave();
    return query;
  }

  #query(): Query {
    const withClause = this.acceptKeyword('WITH') ? this.#with() : undefined;
    const clauses = withClause === undefined ? {} : { with: withClause };
    if (this.atOneOf(['INSERT', 'UPDATE', 'DELETE', 'MERGE']) !== undefined) {
      const statement = this.parseDml();
      return { ...this.queryOf({ kind: `${statement.kind}Body`, statement }), ...clauses };
    }
    const body = this.parseQueryBody(0);
    const orderBy = this.parseOptionalOrderBy();
    const limitClause = this.#limitClause();
    const fetch = this.acceptKeyword('FETCH') ? this.#fetch() : undefined;
    const locks = this.#locks();
    const pipeOperators = this.dialect.pipeOperators && this.at('|>') ? this.parsePipeOperators() : [];
    return {
      kind: 'Query',
      ...clauses,
      body,
      ...(orderBy === undefined ? {} : { orderBy }),
      ...(limitClause === undefined ? {} : { limitClause }),
      ...(fetch === undefined ? {} : { fetch }),
      locks,
      pipeOperators,
    };
  }

  // WITH

  #with(): With {
    const recursive = this.acceptKeyword('RECURSIVE');
    return { recursive, ctes: this.commaSeparated(() => this.#cte()) };
  }

  #cte(): Cte {
    const name = this.parseIdentifier();
    const columns = this.atKeyword('AS') ? [] : this.#cteColumns();
    const alias: TableAlias = { explicit: false, name, columns };
    this.expectKeyword('AS');
    const materialized = this.#materialized();
    const query = this.parenthesized(() => this.parseQuery());
    const from = this.atKeyword('FROM') ? this.#cteFrom() : undefined;
    return {
      alias,
      query,
      ...(from === undefined ? {} : { from }),
      ...(materialized === undefined ? {} : { materialized }),
    };
  }

  #cteColumns(): TableAlias['columns'] {
    const columns = this.parseTableAliasColumns();
    if (columns.length === 0) this.expected('(');
    return columns;
  }

  #cteFrom(): Cte['from'] {
    this.next();
    return this.parseIdentifier();
  }

  #materialized(): Cte['materialized'] {
    if (this.dialect.name !== 'postgresql') return undefined;
    if (this.acceptKeyword('MATERIALIZED')) return 'Materialized';
    return this.acceptKeywords('NOT', 'MATERIALIZED') ? 'NotMaterialized' : undefined;
  }

  // Bodies and set operations

  protected parseQueryBody(precedence: number): SetExpr {
    let left = this.#operand();
    for (;;) {
      const word = this.atOneOf(['UNION', 'EXCEPT', 'INTERSECT', 'MINUS']);
      if (word === undefined) return left;
      const binding = word === 'INTERSECT' ? 20 : 10;
      if (precedence >= binding) return left;
      this.next();
      const op = SET_OPERATORS[word as keyof typeof SET_OPERATORS];
      const setQuantifier = this.parseSetQuantifier();
      const right = this.parseQueryBody(binding);
      left = { kind: 'SetOperation', op, setQuantifier, left, right } satisfies SetOperation;
    }
  }

  #operand(): SetExpr {
    const token = this.peek();
    if (token.keyword === 'SELECT' || (token.keyword === 'FROM' && this.dialect.fromFirst)) return this.parseSelect();
    if (token.kind === '(') {
      const query = this.parenthesized(() => this.parseQuery());
      return { kind: 'SubQuery', query };
    }
    if (this.acceptKeyword('VALUES')) return this.#values(false);
    if (this.acceptKeyword('VALUE')) return this.#values(true);
    if (this.acceptKeyword('TABLE')) return this.#tableCommand();
    return this.expected('SELECT, VALUES, or a subquery in the query body');
  }

  protected parseSetQuantifier(): SetQuantifier {
    if (this.acceptKeywords('DISTINCT', 'BY', 'NAME')) return 'DistinctByName';
    if (this.acceptKeywords('BY', 'NAME')) return 'ByName';
    if (this.acceptKeyword('ALL')) return this.acceptKeywords('BY', 'NAME') ? 'AllByName' : 'All';
    return this.acceptKeyword('DISTINCT') ? 'Distinct' : 'None';
  }

  #values(valueKeyword: boolean): Values {
    let explicitRow = false;
    const rows = this.commaSeparated(() => {
      if (this.acceptKeyword('ROW')) explicitRow = true;
      return this.parenthesized(() =>
        this.dialect.name === 'mysql' && this.at(')') ? [] : this.commaSeparated(() => this.parseExpr()),
      );
    });
    return { kind: 'Values', explicitRow, valueKeyword, rows };
  }

  protected parseValuesQuery(): Query {
    return this.queryOf(this.#values(false));
  }

  #tableCommand(): SetExpr {
    const first = this.next();
    if (first.kind !== 'Word') this.expected('table name', first);
    if (!this.accept('.')) return { kind: 'Table', tableName: first.text };
    const second = this.next();
    if (second.kind !== 'Word') this.expected('table name', second);
    return { kind: 'Table', schemaName: first.text, tableName: second.text };
  }

  // ORDER BY, LIMIT, FETCH, locks

  protected parseOptionalOrderBy(): OrderBy | undefined {
    if (!this.acceptKeywords('ORDER', 'BY')) return undefined;
    if (this.dialect.orderByAll && this.acceptKeyword('ALL')) {
      return { orderKind: { kind: 'All', options: this.parseOrderByOptions() } };
    }
    const exprs = this.commaSeparated(() => this.parseOrderByExpr());
    const interpolate = this.acceptKeyword('INTERPOLATE') ? this.#interpolate() : undefined;
    return { orderKind: { kind: 'Expressions', exprs }, ...(interpolate === undefined ? {} : { interpolate }) };
  }

  #interpolate(): NonNullable<OrderBy['interpolate']> {
    if (!this.accept('(')) return [];
    if (this.accept(')')) return [];
    const columns = this.commaSeparated(() => {
      const column = this.parseIdentifier();
      return this.acceptKeyword('AS') ? { column, expr: this.parseExpr() } : { column };
    });
    this.expect(')');
    return columns;
  }

  #limitClause(): LimitClause | undefined {
    let offset = this.acceptKeyword('OFFSET') ? this.parseOffset() : undefined;
    const hasLimit = this.acceptKeyword('LIMIT');
    const limit = hasLimit && !this.acceptKeyword('ALL') ? this.parseExpr() : undefined;
    if (hasLimit && offset === undefined && limit !== undefined && this.dialect.limitComma && this.accept(',')) {
      return { kind: 'OffsetCommaLimit', offset: limit, limit: this.parseExpr() };
    }
    offset ??= this.acceptKeyword('OFFSET') ? this.parseOffset() : undefined;
    const takesBy = this.dialect.name === 'generic' || this.dialect.name === 'clickhouse';
    const limitBy = hasLimit && takesBy && this.acceptKeyword('BY') ? this.commaSeparated(() => this.parseExpr()) : [];
    if (offset === undefined && !hasLimit) return undefined;
    return {
      kind: 'LimitOffset',
      ...(limit === undefined ? {} : { limit }),
      ...(offset === undefined ? {} : { offset }),
      limitBy,
    };
  }

  protected parseOffset(): Offset {
    const value = this.parseExpr();
    const rows = this.acceptKeyword('ROW') ? 'Row' : this.acceptKeyword('ROWS') ? 'Rows' : 'None';
    return { value, rows };
  }

  #fetch(): Fetch {
    this.acceptOneOf(['FIRST', 'NEXT']);
    let quantity: Fetch['quantity'];
    let percent = false;
    if (this.acceptOneOf(['ROW', 'ROWS']) === undefined) {
      quantity = { kind: 'Value', value: this.parseValue() };
      percent = this.acceptKeyword('PERCENT');
      this.acceptOneOf(['ROW', 'ROWS']);
    }
    const withTies = !this.acceptKeyword('ONLY') && this.acceptKeywords('WITH', 'TIES');
    return { ...(quantity === undefined ? {} : { quantity }), percent, withTies };
  }

  #locks(): LockClause[] {
    const locks: LockClause[] = [];
    while (this.acceptKeyword('FOR')) {
      const lockType = this.expectOneOf(['UPDATE', 'SHARE']) === 'UPDATE' ? 'Update' : 'Share';
      const of = this.acceptKeyword('OF') ? this.parseObjectName() : undefined;
      const nonblock = this.acceptKeyword('NOWAIT')
        ? 'Nowait'
        : this.acceptKeywords('SKIP', 'LOCKED')
          ? 'SkipLocked'
          : undefined;
      locks.push({ lockType, ...(of === undefined ? {} : { of }), ...(nonblock === undefined ? {} : { nonblock }) });
    }
    return locks;
  }
}
