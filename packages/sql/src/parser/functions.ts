/** Function calls: arguments, what may follow them, windows and sort keys. */
import type {
  Expr,
  FunctionArg,
  FunctionArgExpr,
  FunctionArgOperator,
  FunctionArgumentClause,
  FunctionArgumentList,
  FunctionArguments,
  FunctionExpr,
  Ident,
  NullTreatment,
  OrderByExpr,
  OrderByOptions,
  WildcardOptions,
  WindowFrame,
  WindowFrameBound,
  WindowSpec,
  WindowType,
} from '../ast/index.js';
import { ExpressionParser } from './expressions.js';

const NO_ARGUMENTS: FunctionArguments = { kind: 'NoArguments' };

const NAMED_OPERATORS: Readonly<Partial<Record<string, FunctionArgOperator>>> = {
  '=>': 'RightArrow',
  ':=': 'Assignment',
  '=': 'Equals',
  ':': 'Colon',
};

export abstract class FunctionParser extends ExpressionParser {
  protected abstract parseWildcardOptions(): WildcardOptions;
  protected abstract parseInterval(): Expr;

  protected parseFunction(name: readonly Ident[]): Expr {
    return this.parseFunctionCall(name);
  }

  /** A call from its `(` on. */
  protected parseFunctionCall(name: readonly Ident[]): FunctionExpr {
    this.expect('(');
    let args = this.#argumentList();
    let parameters = NO_ARGUMENTS;
    if (this.at('(') && (this.dialect.name === 'generic' || this.dialect.name === 'clickhouse')) {
      this.next();
      parameters = args;
      args = this.#argumentList();
    }
    const withinGroup = this.#withinGroup();
    const filter = this.#filter();
    const nullTreatment = args.clauses.some((clause) => clause.kind === 'IgnoreOrRespectNulls')
      ? undefined
      : this.#nullTreatment();
    const over = this.acceptKeyword('OVER') ? this.#over() : undefined;
    return {
      kind: 'Function',
      name,
      parameters,
      args,
      ...(filter === undefined ? {} : { filter }),
      ...(nullTreatment === undefined ? {} : { nullTreatment }),
      ...(over === undefined ? {} : { over }),
      withinGroup,
      usesOdbcSyntax: false,
    };
  }

  /** A call without parentheses, such as CURRENT_DATE. */
  protected bareFunction(name: Ident): FunctionExpr {
    return {
      kind: 'Function',
      name: [name],
      parameters: NO_ARGUMENTS,
      args: NO_ARGUMENTS,
      withinGroup: [],
      usesOdbcSyntax: false,
    };
  }

  // What is inside the parentheses

  #argumentList(): FunctionArgumentList {
    if (this.accept(')')) return { kind: 'List', args: [], clauses: [] };
    const duplicateTreatment = this.#duplicateTreatment();
    const args = this.commaSeparated(() => this.parseFunctionArg());
    const clauses = this.#argumentClauses();
    this.expect(')');
    return { kind: 'List', ...(duplicateTreatment === undefined ? {} : { duplicateTreatment }), args, clauses };
  }

  #duplicateTreatment(): 'Distinct' | 'All' | undefined {
    const start = this.peek();
    const all = this.acceptKeyword('ALL');
    const distinct = this.acceptKeyword('DISTINCT');
    if (all && distinct) this.fail('Cannot specify both ALL and DISTINCT', start);
    return all ? 'All' : distinct ? 'Distinct' : undefined;
  }

  protected parseFunctionArg(): FunctionArg {
    const operator = this.#namedArgOperator();
    if (operator === undefined) return { kind: 'Unnamed', arg: this.#argExpr() };
    const named = this.attemptOnce('named', (): FunctionArg => {
      const name = this.parseIdentifier();
      this.next();
      return { kind: 'Named', name, arg: this.#argExpr(), operator };
    });
    return named ?? { kind: 'Unnamed', arg: this.#argExpr() };
  }

  #namedArgOperator(): FunctionArgOperator | undefined {
    const token = this.peek();
    if (token.kind !== 'Word' && token.kind !== 'SingleQuotedString' && token.kind !== 'DoubleQuotedString')
      return undefined;
    const sign = this.peekAt(1).kind;
    const operator = NAMED_OPERATORS[sign];
    if (operator === undefined) return undefined;
    const known: readonly string[] = this.dialect.namedArgs;
    return known.includes(sign) ? operator : undefined;
  }

  #argExpr(): FunctionArgExpr {
    const expr = this.parseWildcardExpr();
    if (expr.kind === 'QualifiedWildcard') return { kind: 'ArgQualifiedWildcard', name: expr.name };
    if (expr.kind !== 'Wildcard') return expr;
    const options = this.parseWildcardOptions();
    return Object.keys(options).length === 0 ? { kind: 'ArgWildcard' } : { kind: 'ArgWildcard', options };
  }

  /** `*`, `t.*`, or any expression. */
  protected parseWildcardExpr(): Expr {
    if (this.accept('*')) return { kind: 'Wildcard' };
    if (this.at('(') && this.peekAt(1).kind === '*' && this.peekAt(2).kind === ')') {
      this.moveTo(this.position() + 3);
      return { kind: 'Wildcard' };
    }
    const first = this.peek().kind;
    if ((first === 'Word' || first === 'SingleQuotedString') && this.peekAt(1).kind === '.') {
      let end = 1;
      while (
        this.peekAt(end).kind === '.' &&
        (this.peekAt(end + 1).kind === 'Word' || this.peekAt(end + 1).kind === 'SingleQuotedString')
      )
        end += 2;
      if (this.peekAt(end).kind === '.') {
        if (this.peekAt(end + 1).kind !== '*') this.expected("an identifier or a '*' after '.'", this.peekAt(end + 1));
        const name: Ident[] = [];
        for (let i = 0; i < end; i += 2) name.push(this.identOf(this.peekAt(i)));
        this.moveTo(this.position() + end + 2);
        return { kind: 'QualifiedWildcard', name };
      }
    }
    return this.parseExpr();
  }

  #argumentClauses(): FunctionArgumentClause[] {
    if (this.at(')')) return [];
    const clauses: FunctionArgumentClause[] = [];
    const nulls = this.#nullTreatment();
    if (nulls !== undefined) clauses.push({ kind: 'IgnoreOrRespectNulls', nullTreatment: nulls });
    if (this.acceptKeywords('ORDER', 'BY'))
      clauses.push({ kind: 'OrderBy', exprs: this.commaSeparated(() => this.parseOrderByExpr()) });
    if (this.acceptKeyword('LIMIT')) clauses.push({ kind: 'Limit', limit: this.parseExpr() });
    if (this.acceptKeyword('SEPARATOR')) clauses.push({ kind: 'Separator', value: this.parseValue() });
    if (this.acceptKeyword('HAVING')) {
      const bound = this.expectOneOf(['MIN', 'MAX']);
      clauses.push({ kind: 'HavingBound', bound: bound === 'MIN' ? 'Min' : 'Max', expr: this.parseExpr() });
    }
    if (this.acceptKeywords('ON', 'OVERFLOW')) clauses.push(this.#onOverflow());
    return clauses;
  }

  #onOverflow(): FunctionArgumentClause {
    if (this.acceptKeyword('ERROR')) return { kind: 'OnOverflow', error: true };
    this.expectKeyword('TRUNCATE');
    const filler = this.atKeyword('WITH') || this.atKeyword('WITHOUT') ? undefined : this.parseExpr();
    const withCount = this.acceptKeyword('WITH');
    if (!withCount) this.expectKeyword('WITHOUT');
    if (this.peek().text.toUpperCase() !== 'COUNT') this.expected('COUNT');
    this.next();
    return { kind: 'OnOverflow', error: false, ...(filler === undefined ? {} : { filler }), withCount };
  }

  // What follows the parentheses

  #withinGroup(): OrderByExpr[] {
    if (!this.acceptKeywords('WITHIN', 'GROUP')) return [];
    return this.parenthesized(() => {
      this.expectKeywords('ORDER', 'BY');
      return this.commaSeparated(() => this.parseOrderByExpr());
    });
  }

  #filter(): Expr | undefined {
    if (
      !this.dialect.aggregateFilter ||
      !this.atKeyword('FILTER') ||
      this.peekAt(1).kind !== '(' ||
      this.peekAt(2).keyword !== 'WHERE'
    )
      return undefined;
    this.moveTo(this.position() + 3);
    const filter = this.parseExpr();
    this.expect(')');
    return filter;
  }

  #nullTreatment(): NullTreatment | undefined {
    const word = this.acceptOneOf(['RESPECT', 'IGNORE']);
    if (word === undefined) return undefined;
    this.expectKeyword('NULLS');
    return word === 'RESPECT' ? 'RespectNulls' : 'IgnoreNulls';
  }

  #over(): WindowType {
    if (this.accept('(')) return this.parseWindowSpec();
    return { kind: 'NamedWindowReference', name: this.parseIdentifier() };
  }

  /** A window from behind its `(` to its `)`. */
  protected parseWindowSpec(): WindowSpec {
    const token = this.peek();
    const isName = token.kind === 'Word' && token.keyword === '';
    const windowName = isName ? this.parseIdentifier() : undefined;
    const partitionBy = this.acceptKeywords('PARTITION', 'BY') ? this.commaSeparated(() => this.parseExpr()) : [];
    const orderBy = this.acceptKeywords('ORDER', 'BY') ? this.commaSeparated(() => this.parseOrderByExpr()) : [];
    const windowFrame = this.at(')') ? undefined : this.#windowFrame();
    this.expect(')');
    return {
      kind: 'WindowSpec',
      ...(windowName === undefined ? {} : { windowName }),
      partitionBy,
      orderBy,
      ...(windowFrame === undefined ? {} : { windowFrame }),
    };
  }

  #windowFrame(): WindowFrame {
    const word = this.acceptOneOf(['ROWS', 'RANGE', 'GROUPS']) ?? this.expected('ROWS, RANGE, GROUPS');
    const units = word === 'ROWS' ? 'Rows' : word === 'RANGE' ? 'Range' : 'Groups';
    if (!this.acceptKeyword('BETWEEN')) return { units, startBound: this.#frameBound() };
    const startBound = this.#frameBound();
    this.expectKeyword('AND');
    return { units, startBound, endBound: this.#frameBound() };
  }

  #frameBound(): WindowFrameBound {
    if (this.acceptKeywords('CURRENT', 'ROW')) return { kind: 'CurrentRow' };
    const offset = this.acceptKeyword('UNBOUNDED')
      ? undefined
      : this.at('SingleQuotedString')
        ? this.parseInterval()
        : this.parseExpr();
    const direction = this.acceptOneOf(['PRECEDING', 'FOLLOWING']) ?? this.expected('PRECEDING or FOLLOWING');
    return { kind: direction === 'PRECEDING' ? 'Preceding' : 'Following', ...(offset === undefined ? {} : { offset }) };
  }

  // Sort keys

  protected parseOrderByExpr(): OrderByExpr {
    const expr = this.parseExpr();
    const options = this.parseOrderByOptions();
    if (!this.acceptKeywords('WITH', 'FILL')) return { expr, options };
    const from = this.acceptKeyword('FROM') ? this.parseExpr() : undefined;
    const to = this.acceptKeyword('TO') ? this.parseExpr() : undefined;
    const step = this.acceptKeyword('STEP') ? this.parseExpr() : undefined;
    return {
      expr,
      options,
      withFill: {
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(step === undefined ? {} : { step }),
      },
    };
  }

  protected parseOrderByOptions(): OrderByOptions {
    const direction = this.acceptOneOf(['ASC', 'DESC']);
    const first = this.acceptKeywords('NULLS', 'FIRST');
    const last = !first && this.acceptKeywords('NULLS', 'LAST');
    return {
      ...(direction === undefined ? {} : { asc: direction === 'ASC' }),
      ...(first || last ? { nullsFirst: first } : {}),
    };
  }
}
