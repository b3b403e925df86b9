/** FROM: relations, joins, samples, pivots. */
import type {
  Expr,
  ExprWithAlias,
  FunctionArg,
  Ident,
  Join,
  JoinConstraint,
  JoinKind,
  JoinOperator,
  OrderByExpr,
  PivotValueSource,
  Query,
  TableFactor,
  TableSample,
  TableWithJoins,
} from '../ast/index.js';
import { tableAliasToSql } from '../printer/tables.js';
import { AliasParser } from './aliases.js';

type Pivot = Extract<TableFactor, { kind: 'Pivot' }>;
type Unpivot = Extract<TableFactor, { kind: 'Unpivot' }>;

export abstract class TableParser extends AliasParser {
  /** `VALUES (…), (…)` behind its word, as a query. */
  protected abstract parseValuesQuery(): Query;

  protected parseTableAndJoins(): TableWithJoins {
    const relation = this.parseTableFactor();
    return { relation, joins: this.#joins() };
  }

  // Joins

  #joins(): Join[] {
    const joins: Join[] = [];
    for (;;) {
      const global = this.acceptKeyword('GLOBAL');
      const join = this.parseJoin(global);
      if (join === undefined) return joins;
      joins.push(join);
    }
  }

  protected parseJoin(global: boolean): Join | undefined {
    if (this.acceptKeyword('CROSS')) return this.#crossJoin(global);
    if (this.acceptKeywords('OUTER', 'APPLY')) {
      return { relation: this.parseTableFactor(), global, joinOperator: { kind: 'OuterApply' } };
    }
    if (this.acceptKeyword('ASOF')) return this.#asOfJoin(global);
    const natural = this.acceptKeyword('NATURAL');
    const kind = this.#joinKind(natural);
    if (kind === undefined) return undefined;
    const relation = this.parseTableFactor();
    return { relation, global, joinOperator: { kind, constraint: this.#joinConstraint(natural) } };
  }

  #crossJoin(global: boolean): Join {
    const word = this.acceptOneOf(['JOIN', 'APPLY']) ?? this.expected('JOIN or APPLY after CROSS');
    const relation = this.parseTableFactor();
    const joinOperator: JoinOperator =
      word === 'APPLY' ? { kind: 'CrossApply' } : { kind: 'CrossJoin', constraint: this.#joinConstraint(false) };
    return { relation, global, joinOperator };
  }

  #asOfJoin(global: boolean): Join {
    this.expectKeyword('JOIN');
    const relation = this.parseTableFactor();
    this.expectKeyword('MATCH_CONDITION');
    const matchCondition = this.parenthesized(() => this.parseExpr());
    return {
      relation,
      global,
      joinOperator: { kind: 'AsOf', matchCondition, constraint: this.#joinConstraint(false) },
    };
  }

  #joinKind(natural: boolean): JoinKind | undefined {
    const { keyword } = this.peek();
    switch (keyword) {
      case 'JOIN':
        this.next();
        return 'Join';
      case 'STRAIGHT_JOIN':
        this.next();
        return 'StraightJoin';
      case 'INNER':
        this.next();
        this.expectKeyword('JOIN');
        return 'Inner';
      case 'LEFT':
      case 'RIGHT':
        this.next();
        return this.#sidedJoin(keyword === 'LEFT' ? 'Left' : 'Right');
      case 'SEMI':
      case 'ANTI':
        this.next();
        this.expectKeyword('JOIN');
        return keyword === 'SEMI' ? 'Semi' : 'Anti';
      case 'FULL':
        this.next();
        this.acceptKeyword('OUTER');
        this.expectKeyword('JOIN');
        return 'FullOuter';
      case 'OUTER':
        return this.expected('LEFT, RIGHT, or FULL');
      default:
        return natural ? this.expected('a join type after NATURAL') : undefined;
    }
  }

  #sidedJoin(side: 'Left' | 'Right'): JoinKind {
    const word =
      this.acceptOneOf(['OUTER', 'SEMI', 'ANTI', 'JOIN']) ??
      this.failHere(`expected OUTER, SEMI, ANTI or JOIN after ${side.toUpperCase()}`);
    if (word === 'JOIN') return side;
    this.expectKeyword('JOIN');
    return word === 'OUTER' ? `${side}Outer` : word === 'SEMI' ? `${side}Semi` : `${side}Anti`;
  }

  #joinConstraint(natural: boolean): JoinConstraint {
    if (natural) return { kind: 'Natural' };
    if (this.acceptKeyword('ON')) return { kind: 'On', expr: this.parseExpr() };
    if (this.acceptKeyword('USING')) return { kind: 'Using', columns: this.parseParenthesizedNames(false) };
    return { kind: 'NoConstraint' };
  }

  // Relations

  protected parseTableFactor(): TableFactor {
    this.enter();
    const factor = this.#pivots(this.#tableFactor());
    this.leave();
    return factor;
  }

  #tableFactor(): TableFactor {
    if (this.acceptKeyword('LATERAL')) return this.#lateral();
    if (this.acceptKeyword('TABLE')) return this.#tableFunction();
    if (this.at('(')) return this.#parenthesizedTable();
    if (this.atKeyword('VALUES') && this.peekAt(1).kind === '(' && this.#hasTableValues()) {
      this.next();
      return this.#aliased({ kind: 'Derived', lateral: false, subquery: this.parseValuesQuery() });
    }
    if (this.atKeyword('UNNEST') && this.#hasUnnest()) return this.#unnest();
    return this.#namedTable();
  }

  #hasTableValues(): boolean {
    return this.dialect.name === 'generic' || this.dialect.name === 'snowflake' || this.dialect.name === 'databricks';
  }

  #hasUnnest(): boolean {
    return this.dialect.name === 'generic' || this.dialect.name === 'postgresql' || this.dialect.name === 'bigquery';
  }

  #aliased<T extends TableFactor>(factor: T): T {
    const alias = this.parseTableAlias();
    return alias === undefined ? factor : { ...factor, alias };
  }

  #lateral(): TableFactor {
    if (this.at('(')) return this.#derived(true);
    const name = this.parseObjectName();
    this.expect('(');
    const args = this.parseOptionalArgs();
    const withOrdinality = this.acceptKeywords('WITH', 'ORDINALITY');
    return this.#aliased({ kind: 'FunctionTable', lateral: true, name, args, withOrdinality });
  }

  /** Arguments from behind their `(` to their `)`. */
  protected parseOptionalArgs(): FunctionArg[] {
    if (this.accept(')')) return [];
    const args = this.commaSeparated(() => this.parseFunctionArg());
    this.expect(')');
    return args;
  }

  #tableFunction(): TableFactor {
    const expr = this.parenthesized(() => this.parseExpr());
    return this.#aliased({ kind: 'TableFunction', expr });
  }

  #derived(lateral: boolean): TableFactor {
    const subquery = this.parenthesized(() => this.parseQuery());
    const derived = this.#aliased({ kind: 'Derived', lateral, subquery });
    const sample = this.#optionalSample();
    return sample === undefined ? derived : { ...derived, sample: { beforeAlias: false, sample } };
  }

  /** A parenthesis holds a query, a join, or one relation. */
  #parenthesizedTable(): TableFactor {
    const start = this.position();
    this.next();
    const mayBeQuery = this.mayStartQuery();
    this.moveTo(start);
    if (mayBeQuery) {
      const derived = this.attemptOnce('derived', () => this.#derived(false));
      if (derived !== undefined) return derived;
    }
    this.next();
    const inner = this.parseTableAndJoins();
    const nested = inner.joins.length > 0 || inner.relation.kind === 'NestedJoin';
    if (!nested && this.dialect.name !== 'generic' && this.dialect.name !== 'snowflake') this.expected('joined table');
    this.expect(')');
    if (nested) return this.#aliased({ kind: 'NestedJoin', tableWithJoins: inner });
    const alias = this.parseTableAlias();
    if (alias === undefined) return inner.relation;
    if (inner.relation.alias !== undefined)
      this.failHere(`duplicate alias ${tableAliasToSql(inner.relation.alias).trimStart()}`);
    return { ...inner.relation, alias };
  }

  #unnest(): TableFactor {
    this.next();
    const arrayExprs = this.parenthesized(() => this.commaSeparated(() => this.parseExpr()));
    const withOrdinality = this.acceptKeywords('WITH', 'ORDINALITY');
    const alias = this.parseTableAlias();
    const withOffset = this.acceptKeywords('WITH', 'OFFSET');
    const withOffsetAlias = withOffset ? this.parseColumnAlias() : undefined;
    return {
      kind: 'Unnest',
      arrayExprs,
      withOrdinality,
      ...(alias === undefined ? {} : { alias }),
      withOffset,
      ...(withOffsetAlias === undefined ? {} : { withOffsetAlias }),
    };
  }

  #namedTable(): TableFactor {
    const name = this.parseObjectName();
    const partitions = this.#partitions();
    const args = this.accept('(') ? this.parseOptionalArgs() : undefined;
    const withOrdinality = this.acceptKeywords('WITH', 'ORDINALITY');
    const alias = this.parseTableAlias();
    const withHints = this.#hints();
    const sample = this.#optionalSample();
    return {
      kind: 'Table',
      name,
      ...(alias === undefined ? {} : { alias }),
      ...(args === undefined ? {} : { args }),
      withHints,
      withOrdinality,
      partitions,
      ...(sample === undefined ? {} : { sample: { beforeAlias: false, sample } }),
    };
  }

  #partitions(): Ident[] {
    const takes = this.dialect.name === 'generic' || this.dialect.name === 'mysql';
    return takes && this.acceptKeyword('PARTITION') ? this.parseParenthesizedColumns(false) : [];
  }

  #hints(): Expr[] {
    if (!this.atKeyword('WITH') || this.peekAt(1).kind !== '(') return [];
    this.next();
    return this.parenthesized(() => this.commaSeparated(() => this.parseExpr()));
  }

  // Samples

  #optionalSample(): TableSample | undefined {
    return this.atKeyword('TABLESAMPLE') || this.atKeyword('SAMPLE') ? this.parseTableSample() : undefined;
  }

  protected parseTableSample(): TableSample {
    const modifier = this.expectOneOf(['TABLESAMPLE', 'SAMPLE']) === 'SAMPLE' ? 'Sample' : 'TableSample';
    const method = this.acceptOneOf(['BERNOULLI', 'ROW', 'SYSTEM', 'BLOCK']);
    const name = method === undefined ? undefined : SAMPLE_METHODS[method];
    const parenthesized = this.accept('(');
    const value = this.attempt(() => this.parseExpr()) ?? this.failHere('Expecting number or byte length e.g. 100M');
    const unit = this.acceptKeyword('ROWS') ? 'Rows' : this.acceptKeyword('PERCENT') ? 'Percent' : undefined;
    if (parenthesized) this.expect(')');
    const seed = this.#sampleSeed();
    return {
      modifier,
      ...(name === undefined ? {} : { name }),
      quantity: { parenthesized, value, ...(unit === undefined ? {} : { unit }) },
      ...(seed === undefined ? {} : { seed }),
    };
  }

  #sampleSeed(): TableSample['seed'] {
    const word = this.acceptOneOf(['REPEATABLE', 'SEED']);
    if (word === undefined) return undefined;
    return {
      modifier: word === 'SEED' ? 'Seed' : 'Repeatable',
      value: this.parenthesized(() => ({ kind: 'Value', value: this.parseValue() }) as const),
    };
  }

  // Pivots

  #pivots(factor: TableFactor): TableFactor {
    let current = factor;
    for (;;) {
      if (this.acceptKeyword('PIVOT')) current = this.#aliased({ ...this.parsePivot(), table: current });
      else if (this.acceptKeyword('UNPIVOT')) current = this.#aliased({ ...this.parseUnpivot(), table: current });
      else return current;
    }
  }

  parseExprWithAlias(): ExprWithAlias {
    const expr = this.parseExpr();
    const alias = this.acceptKeyword('AS') ? this.parseIdentifier() : undefined;
    return alias === undefined ? { expr } : { expr, alias };
  }

  protected parsePivot(): Omit<Pivot, 'table'> {
    this.expect('(');
    const aggregateFunctions = this.commaSeparated(() => this.#pivotAggregate());
    this.expectKeyword('FOR');
    const valueColumn = this.at('(')
      ? this.parenthesized(() => this.commaSeparated(() => this.parseSubexpr(this.dialect.precedence.between)))
      : [this.parseSubexpr(this.dialect.precedence.between)];
    this.expectKeyword('IN');
    this.expect('(');
    const valueSource = this.#pivotValues();
    this.expect(')');
    const defaultOnNull = this.acceptKeywords('DEFAULT', 'ON', 'NULL')
      ? this.parenthesized(() => this.parseExpr())
      : undefined;
    this.expect(')');
    return {
      kind: 'Pivot',
      aggregateFunctions,
      valueColumn,
      valueSource,
      ...(defaultOnNull === undefined ? {} : { defaultOnNull }),
    };
  }

  #pivotAggregate(): ExprWithAlias {
    if (!this.at('Word')) this.expected('a function identifier');
    const expr = this.parseFunction([{ value: this.next().text }]);
    const alias = this.atKeyword('FOR') ? undefined : this.parseColumnAlias();
    return alias === undefined ? { expr } : { expr, alias };
  }

  #pivotValues(): PivotValueSource {
    if (this.atKeyword('SELECT') || this.atKeyword('WITH')) return { kind: 'Subquery', query: this.parseQuery() };
    if (this.acceptKeyword('ANY')) {
      const orderBy: OrderByExpr[] = this.acceptKeywords('ORDER', 'BY')
        ? this.commaSeparated(() => this.parseOrderByExpr())
        : [];
      return { kind: 'Any', orderBy };
    }
    return { kind: 'List', values: this.commaSeparated(() => this.parseExprWithAlias()) };
  }

  protected parseUnpivot(): Omit<Unpivot, 'table'> {
    const include = this.acceptKeywords('INCLUDE', 'NULLS');
    const exclude = !include && this.acceptKeywords('EXCLUDE', 'NULLS');
    this.expect('(');
    const value = this.parseSubexpr(this.dialect.precedence.between);
    this.expectKeyword('FOR');
    const name = this.parseIdentifier();
    this.expectKeyword('IN');
    const columns = this.parenthesized(() => this.commaSeparated(() => this.parseExprWithAlias()));
    this.expect(')');
    return {
      kind: 'Unpivot',
      value,
      name,
      columns,
      ...(include ? { nullInclusion: 'Include' } : exclude ? { nullInclusion: 'Exclude' } : {}),
    };
  }
}

const SAMPLE_METHODS = { BERNOULLI: 'Bernoulli', ROW: 'Row', SYSTEM: 'System', BLOCK: 'Block' } as const;
