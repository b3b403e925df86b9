/** SELECT and its clauses. */
import type {
  ConnectBy,
  Distinct,
  Expr,
  GroupBy,
  GroupByModifier,
  Ident,
  LateralView,
  NamedWindowDefinition,
  ObjectName,
  Query,
  Select,
  SelectItem,
  TableWithJoins,
  Top,
  WildcardOptions,
} from '../ast/index.js';
import { TableParser } from './tables.js';

export abstract class SelectParser extends TableParser {
  /** A SELECT, or FROM with or without a SELECT behind it. */
  protected parseSelect(): Select {
    if (this.dialect.fromFirst && this.atKeyword('FROM')) return this.#fromFirst();
    this.expectKeyword('SELECT');
    return this.#selectBody({ flavor: 'Standard' });
  }

  #fromFirst(): Select {
    this.expectKeyword('FROM');
    const from = this.commaSeparated(() => this.parseTableAndJoins(), false);
    if (this.acceptKeyword('SELECT')) return this.#selectBody({ flavor: 'FromFirst', from });
    return {
      kind: 'Select',
      topBeforeDistinct: false,
      projection: [],
      from,
      lateralViews: [],
      groupBy: { kind: 'Expressions', exprs: [], modifiers: [] },
      clusterBy: [],
      distributeBy: [],
      sortBy: [],
      namedWindow: [],
      windowBeforeQualify: false,
      connectBy: [],
      flavor: 'FromFirstNoSelect',
    };
  }

  #selectBody(start: { flavor: Select['flavor']; from?: readonly TableWithJoins[] }): Select {
    const topFirst = this.atKeyword('TOP') && this.dialect.name === 'redshift' ? this.#top() : undefined;
    const distinct = this.#distinct();
    const top = topFirst ?? (this.atKeyword('TOP') ? this.#top() : undefined);
    const projection = this.#projection();
    const exclude = this.#selectExclude();
    const into = this.acceptKeyword('INTO') ? this.#into() : undefined;
    const from =
      start.from ?? (this.acceptKeyword('FROM') ? this.commaSeparated(() => this.parseTableAndJoins(), false) : []);
    const lateralViews = this.#lateralViews();
    const prewhere = this.#isClickhouse() && this.acceptKeyword('PREWHERE') ? this.parseExpr() : undefined;
    const selection = this.acceptKeyword('WHERE') ? this.parseExpr() : undefined;
    const connectBy = this.#connectBy();
    const groupBy = this.#groupBy();
    const clusterBy = this.acceptKeywords('CLUSTER', 'BY') ? this.commaSeparated(() => this.parseExpr()) : [];
    const distributeBy = this.acceptKeywords('DISTRIBUTE', 'BY') ? this.commaSeparated(() => this.parseExpr()) : [];
    const sortBy = this.acceptKeywords('SORT', 'BY') ? this.commaSeparated(() => this.parseOrderByExpr()) : [];
    const having = this.acceptKeyword('HAVING') ? this.parseExpr() : undefined;
    const tail = this.#windowAndQualify();
    return {
      kind: 'Select',
      ...(distinct === undefined ? {} : { distinct }),
      ...(top === undefined ? {} : { top }),
      topBeforeDistinct: topFirst !== undefined,
      projection,
      ...(exclude === undefined ? {} : { exclude }),
      ...(into === undefined ? {} : { into }),
      from,
      lateralViews,
      ...(prewhere === undefined ? {} : { prewhere }),
      ...(selection === undefined ? {} : { selection }),
      groupBy,
      clusterBy,
      distributeBy,
      sortBy,
      ...(having === undefined ? {} : { having }),
      ...tail,
      connectBy,
      flavor: start.flavor,
    };
  }

  #isClickhouse(): boolean {
    return this.dialect.name === 'clickhouse' || this.dialect.name === 'generic';
  }

  #distinct(): Distinct | undefined {
    const first = this.peek();
    if (this.acceptKeyword('ALL')) {
      if (this.atKeyword('DISTINCT')) this.fail('Cannot specify ALL then DISTINCT', first);
      return { kind: 'All' };
    }
    if (!this.acceptKeyword('DISTINCT')) return undefined;
    if (this.atKeyword('ALL')) this.fail('Cannot specify DISTINCT then ALL', first);
    if (!this.acceptKeyword('ON')) return { kind: 'Distinct' };
    this.expect('(');
    const exprs = this.at(')') ? [] : this.commaSeparated(() => this.parseExpr());
    this.expect(')');
    return { kind: 'On', exprs };
  }

  #top(): Top {
    this.next();
    const parenthesized = this.accept('(');
    let quantity: Expr | string | undefined;
    if (parenthesized) {
      quantity = this.parseExpr();
      this.expect(')');
    } else {
      const token = this.next();
      if (token.kind !== 'Number') this.expected('literal int', token);
      quantity = token.text;
    }
    const percent = this.acceptKeyword('PERCENT');
    return { quantity, parenthesized, percent, withTies: this.acceptKeywords('WITH', 'TIES') };
  }

  // The select list

  #projection(): SelectItem[] {
    if (this.dialect.emptyProjection && this.atKeyword('FROM')) return [];
    const items = [this.parseSelectItem()];
    while (this.accept(',')) {
      if (this.dialect.projectionTrailingCommas && this.atListEnd()) break;
      items.push(this.parseSelectItem());
    }
    return items;
  }

  protected parseSelectItem(): SelectItem {
    const expr = this.parseWildcardExpr();
    switch (expr.kind) {
      case 'QualifiedWildcard':
        return {
          kind: 'QualifiedWildcard',
          target: { kind: 'ObjectName', name: expr.name },
          options: this.parseWildcardOptions(),
        };
      case 'Wildcard':
        return { kind: 'Wildcard', options: this.parseWildcardOptions() };
      case 'Identifier':
        if (expr.ident.quoteStyle === undefined && expr.ident.value.toLowerCase() === 'from') {
          this.fail(`Expected an expression, found: ${expr.ident.value}`);
        }
    }
    if (this.atKeyword('AS') && this.peekAt(1).kind === '(') {
      this.next();
      return { kind: 'ExprWithAliases', expr, aliases: this.parseParenthesizedColumns(false) };
    }
    if (
      this.dialect.name === 'mssql' &&
      expr.kind === 'BinaryOp' &&
      expr.op === 'Eq' &&
      expr.left.kind === 'Identifier'
    ) {
      return { kind: 'ExprWithAlias', expr: expr.right, alias: expr.left.ident };
    }
    const alias = this.parseColumnAlias();
    return alias === undefined ? { kind: 'UnnamedExpr', expr } : { kind: 'ExprWithAlias', expr, alias };
  }

  protected parseWildcardOptions(): WildcardOptions {
    const next = this.peek();
    if (next.kind !== 'Word' || next.keyword === '') return {};
    const ilike = this.acceptKeyword('ILIKE') ? this.#ilikePattern() : undefined;
    const exclude =
      ilike === undefined && this.dialect.exclude && this.acceptKeyword('EXCLUDE') ? this.#excludeColumns() : undefined;
    const except = this.dialect.except && this.acceptKeyword('EXCEPT') ? this.#exceptColumns() : undefined;
    const replace = this.acceptKeyword('REPLACE') ? this.#replaceColumns() : undefined;
    const rename = this.acceptKeyword('RENAME') ? this.#renameColumns() : undefined;
    return {
      ...(ilike === undefined ? {} : { ilike }),
      ...(exclude === undefined ? {} : { exclude }),
      ...(except === undefined ? {} : { except }),
      ...(replace === undefined ? {} : { replace }),
      ...(rename === undefined ? {} : { rename }),
    };
  }

  #ilikePattern(): string {
    const token = this.next();
    if (token.kind !== 'SingleQuotedString') this.expected('ilike pattern', token);
    return token.text;
  }

  #excludeColumns(): NonNullable<WildcardOptions['exclude']> {
    if (this.at('(')) return { columns: this.parseParenthesizedNames(false), parenthesized: true };
    return { columns: [this.parseObjectName()], parenthesized: false };
  }

  #exceptColumns(): readonly Ident[] {
    return this.at('(') ? this.parseParenthesizedColumns(false) : [this.parseIdentifier()];
  }

  #replaceColumns(): NonNullable<WildcardOptions['replace']> {
    if (!this.at('(')) this.expected('( after REPLACE but');
    return this.parenthesized(() =>
      this.commaSeparated(() => {
        const expr = this.parseExpr();
        const asKeyword = this.acceptKeyword('AS');
        return { expr, columnName: this.parseIdentifier(), asKeyword };
      }),
    );
  }

  #renameColumns(): NonNullable<WildcardOptions['rename']> {
    if (this.at('('))
      return {
        columns: this.parenthesized(() => this.commaSeparated(() => this.parseIdentWithAlias())),
        parenthesized: true,
      };
    return { columns: [this.parseIdentWithAlias()], parenthesized: false };
  }

  protected parseIdentWithAlias(): { ident: Ident; alias: Ident } {
    const ident = this.parseIdentifier();
    this.expectKeyword('AS');
    return { ident, alias: this.parseIdentifier() };
  }

  #selectExclude(): readonly Ident[] | undefined {
    if (this.dialect.name !== 'redshift' || !this.acceptKeyword('EXCLUDE')) return undefined;
    return this.at('(') ? this.parseParenthesizedColumns(false) : [this.parseIdentifier()];
  }

  // Clauses

  #into(): NonNullable<Select['into']> {
    const temporary = this.acceptOneOf(['TEMP', 'TEMPORARY']) !== undefined;
    const unlogged = this.acceptKeyword('UNLOGGED');
    const table = this.acceptKeyword('TABLE');
    const name: ObjectName = this.parseObjectName();
    return { temporary, unlogged, table, name };
  }

  #lateralViews(): LateralView[] {
    const views: LateralView[] = [];
    while (this.acceptKeywords('LATERAL', 'VIEW')) {
      const outer = this.acceptKeyword('OUTER');
      const lateralView = this.parseExpr();
      const lateralViewName = this.parseObjectName();
      const lateralColAlias = this.acceptKeyword('AS') ? this.commaSeparated(() => this.parseIdentifier()) : [];
      views.push({ lateralView, lateralViewName, lateralColAlias, outer });
    }
    return views;
  }

  #connectBy(): ConnectBy[] {
    const clauses: ConnectBy[] = [];
    for (;;) {
      if (this.acceptKeywords('START', 'WITH')) {
        clauses.push({ kind: 'StartWith', condition: this.parseExpr() });
      } else if (this.acceptKeywords('CONNECT', 'BY')) {
        const nocycle = this.acceptKeyword('NOCYCLE');
        this.inConnectBy = true;
        const relationships = this.commaSeparated(() => this.parseExpr());
        this.inConnectBy = false;
        clauses.push({ kind: 'ConnectBy', nocycle, relationships });
      } else {
        return clauses;
      }
    }
  }

  #groupBy(): GroupBy {
    if (!this.acceptKeywords('GROUP', 'BY')) return { kind: 'Expressions', exprs: [], modifiers: [] };
    if (this.acceptKeyword('ALL')) return { kind: 'All', modifiers: this.#groupByModifiers() };
    const exprs = this.commaSeparated(() => this.parseGroupByExpr());
    return { kind: 'Expressions', exprs, modifiers: this.#groupByModifiers() };
  }

  #groupByModifiers(): GroupByModifier[] {
    const modifiers: GroupByModifier[] = [];
    if (!this.dialect.groupByWithModifier) return modifiers;
    while (this.acceptKeyword('WITH')) {
      const word = this.expectOneOf(['ROLLUP', 'CUBE', 'TOTALS']);
      modifiers.push(word === 'ROLLUP' ? 'Rollup' : word === 'CUBE' ? 'Cube' : 'Totals');
    }
    if (this.acceptKeywords('GROUPING', 'SETS')) {
      modifiers.push({ kind: 'GroupingSets', expr: { kind: 'GroupingSets', sets: this.#groupingSets() } });
    }
    return modifiers;
  }

  protected parseGroupByExpr(): Expr {
    if (this.acceptKeywords('GROUPING', 'SETS')) return { kind: 'GroupingSets', sets: this.#groupingSets() };
    if (this.atKeyword('CUBE') || this.atKeyword('ROLLUP')) {
      const kind = this.next().keyword === 'CUBE' ? 'Cube' : 'Rollup';
      return { kind, sets: this.parenthesized(() => this.commaSeparated(() => this.#tuple(true, true))) };
    }
    if (this.at('(') && this.peekAt(1).kind === ')') {
      this.moveTo(this.position() + 2);
      return { kind: 'Tuple', exprs: [] };
    }
    return this.parseExpr();
  }

  #groupingSets(): Expr[][] {
    return this.parenthesized(() => this.commaSeparated(() => this.#tuple(true, true)));
  }

  /** `(a, b)`; a single expression when `liftSingleton`, `()` when `allowEmpty`. */
  #tuple(liftSingleton: boolean, allowEmpty: boolean): Expr[] {
    if (!this.at('(') && liftSingleton) return [this.parseExpr()];
    this.expect('(');
    if (allowEmpty && this.accept(')')) return [];
    const exprs = this.commaSeparated(() => this.parseExpr());
    this.expect(')');
    return exprs;
  }

  #windowAndQualify(): Pick<Select, 'namedWindow' | 'qualify' | 'windowBeforeQualify'> {
    if (this.acceptKeyword('WINDOW')) {
      const namedWindow = this.#namedWindows();
      return this.acceptKeyword('QUALIFY')
        ? { namedWindow, qualify: this.parseExpr(), windowBeforeQualify: true }
        : { namedWindow, windowBeforeQualify: false };
    }
    if (!this.acceptKeyword('QUALIFY')) return { namedWindow: [], windowBeforeQualify: false };
    const qualify = this.parseExpr();
    const namedWindow = this.acceptKeyword('WINDOW') ? this.#namedWindows() : [];
    return { namedWindow, qualify, windowBeforeQualify: false };
  }

  #namedWindows(): NamedWindowDefinition[] {
    return this.commaSeparated(() => {
      const name = this.parseIdentifier();
      this.expectKeyword('AS');
      if (this.accept('(')) return { name, window: this.parseWindowSpec() };
      return { name, window: { kind: 'NamedWindowReference', name: this.parseIdentifier() } };
    });
  }

  protected queryOf(body: Query['body']): Query {
    return { kind: 'Query', body, locks: [], pipeOperators: [] };
  }
}
