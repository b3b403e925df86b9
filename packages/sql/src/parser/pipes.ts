/** The pipe syntax: steps behind `|>`. */
import type { Expr, ExprWithAliasAndOrderBy, Ident, PipeOperator, Query } from '../ast/index.js';
import { QueryParser } from './queries.js';

const STARTS = [
  'SELECT',
  'EXTEND',
  'SET',
  'DROP',
  'AS',
  'WHERE',
  'LIMIT',
  'AGGREGATE',
  'ORDER',
  'TABLESAMPLE',
  'RENAME',
  'UNION',
  'INTERSECT',
  'EXCEPT',
  'CALL',
  'PIVOT',
  'UNPIVOT',
  'JOIN',
  'INNER',
  'LEFT',
  'RIGHT',
  'FULL',
  'CROSS',
] as const;

export abstract class PipeParser extends QueryParser {
  protected parsePipeOperators(): PipeOperator[] {
    const operators: PipeOperator[] = [];
    while (this.accept('|>')) operators.push(this.#pipeOperator());
    return operators;
  }

  #pipeOperator(): PipeOperator {
    const word = this.expectOneOf(STARTS);
    switch (word) {
      case 'SELECT':
        return { kind: 'Select', exprs: this.commaSeparated(() => this.parseSelectItem()) };
      case 'EXTEND':
        return { kind: 'Extend', exprs: this.commaSeparated(() => this.parseSelectItem()) };
      case 'SET':
        return { kind: 'Set', assignments: this.commaSeparated(() => this.#assignment()) };
      case 'DROP':
        return { kind: 'Drop', columns: this.commaSeparated(() => this.parseIdentifier()) };
      case 'AS':
        return { kind: 'As', alias: this.parseIdentifier() };
      case 'WHERE':
        return { kind: 'Where', expr: this.parseExpr() };
      case 'LIMIT':
        return this.#limit();
      case 'AGGREGATE':
        return this.#aggregate();
      case 'ORDER':
        this.expectKeyword('BY');
        return { kind: 'OrderBy', exprs: this.commaSeparated(() => this.parseOrderByExpr()) };
      case 'TABLESAMPLE':
        this.moveTo(this.position() - 1);
        return { kind: 'TableSample', sample: this.parseTableSample() };
      case 'RENAME':
        return { kind: 'Rename', mappings: this.commaSeparated(() => this.#rename()) };
      case 'UNION':
      case 'INTERSECT':
      case 'EXCEPT':
        return this.#setOperator(word);
      default:
        return this.#longOperator(word);
    }
  }

  #longOperator(word: (typeof STARTS)[number]): PipeOperator {
    switch (word) {
      case 'CALL': {
        const name = this.parseObjectName();
        this.expect('(');
        const args = this.parseOptionalArgs();
        const alias = this.parseColumnAlias();
        return { kind: 'Call', name, args, ...(alias === undefined ? {} : { alias }) };
      }
      case 'PIVOT': {
        const { aggregateFunctions, valueColumn, valueSource } = this.parsePivot();
        const alias = this.parseColumnAlias();
        return {
          kind: 'Pivot',
          aggregateFunctions,
          valueColumn,
          valueSource,
          ...(alias === undefined ? {} : { alias }),
        };
      }
      case 'UNPIVOT':
        return this.#unpivot();
      default: {
        this.moveTo(this.position() - 1);
        const join = this.parseJoin(false) ?? this.expected('a join');
        return { kind: 'Join', join };
      }
    }
  }

  #assignment(): { target: readonly Ident[]; value: Expr } {
    const target = this.parseObjectName();
    this.expect('=');
    return { target, value: this.parseExpr() };
  }

  #limit(): PipeOperator {
    const expr = this.parseExpr();
    return this.acceptKeyword('OFFSET') ? { kind: 'Limit', expr, offset: this.parseExpr() } : { kind: 'Limit', expr };
  }

  #aggregate(): PipeOperator {
    const fullTableExprs = this.atKeyword('GROUP') ? [] : this.commaSeparated(() => this.#aggregateItem());
    const groupByExpr = this.acceptKeywords('GROUP', 'BY') ? this.commaSeparated(() => this.#aggregateItem()) : [];
    return { kind: 'Aggregate', fullTableExprs, groupByExpr };
  }

  #aggregateItem(): ExprWithAliasAndOrderBy {
    const expr = this.parseExpr();
    const alias = this.parseColumnAlias();
    return { expr, ...(alias === undefined ? {} : { alias }), orderBy: this.parseOrderByOptions() };
  }

  #rename(): { ident: Ident; alias: Ident } {
    const ident = this.parseIdentifier();
    this.acceptKeyword('AS');
    return { ident, alias: this.parseIdentifier() };
  }

  #setOperator(word: 'UNION' | 'INTERSECT' | 'EXCEPT'): PipeOperator {
    const kind = word === 'UNION' ? 'Union' : word === 'INTERSECT' ? 'Intersect' : 'Except';
    const setQuantifier = this.parseSetQuantifier();
    if (kind !== 'Union' && setQuantifier !== 'Distinct' && setQuantifier !== 'DistinctByName') {
      this.failHere(`${word} pipe operator requires DISTINCT modifier`);
    }
    const queries: Query[] = this.commaSeparated(() => this.parenthesized(() => this.parseQuery()));
    return { kind, setQuantifier, queries };
  }

  #unpivot(): PipeOperator {
    this.expect('(');
    const valueColumn = this.parseIdentifier();
    this.expectKeyword('FOR');
    const nameColumn = this.parseIdentifier();
    this.expectKeyword('IN');
    const unpivotColumns = this.parseParenthesizedColumns(false);
    this.expect(')');
    const alias = this.parseColumnAlias();
    return { kind: 'Unpivot', valueColumn, nameColumn, unpivotColumns, ...(alias === undefined ? {} : { alias }) };
  }
}
