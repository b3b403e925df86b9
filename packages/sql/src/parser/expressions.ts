/**
 * Expressions by precedence climbing. `parseSubexpr(p)` reads an operand and then every operator that binds tighter
 * than `p`; chains of equal operators are read in a loop, so their length costs no stack.
 */
import type { AccessExpr, BinaryOperator, CustomOperator, Expr, Ident, Query, Value } from '../ast/index.js';
import { binaryOperatorText } from '../printer/operators.js';
import type { Token } from '../tokenizer/token.js';
import { infixPrecedence, operatorOf } from './operators.js';
import { ValueParser } from './values.js';

const COMPARISONS = new Set<string>([
  'Gt',
  'Lt',
  'GtEq',
  'LtEq',
  'Eq',
  'NotEq',
  'PGRegexMatch',
  'PGRegexIMatch',
  'PGRegexNotMatch',
  'PGRegexNotIMatch',
  'PGLikeMatch',
  'PGILikeMatch',
  'PGNotLikeMatch',
  'PGNotILikeMatch',
]);

/** Names of signs that bind to the left and mean nothing there. */
const SIGNS: Readonly<Partial<Record<string, string>>> = { '#': 'Sharp', '@': 'AtSign' };

export abstract class ExpressionParser extends ValueParser {
  /** Set while the options of a column are read, where NOT NULL is an option. */
  protected inColumnDefinition = false;

  abstract parseQuery(): Query;
  protected abstract parsePrefix(): Expr;
  /** Reads a call whose name is parsed already and whose `(` follows. */
  protected abstract parseFunction(name: readonly Ident[]): Expr;

  parseExpr(): Expr {
    return this.parseSubexpr(0);
  }

  protected parseSubexpr(precedence: number): Expr {
    this.enter();
    let expr = this.parseCompound(this.parsePrefix());
    for (;;) {
      const token = this.peek();
      const binding = this.#precedenceOf(token);
      if (precedence >= binding) break;
      expr = this.#parseInfix(expr, binding);
    }
    this.leave();
    return expr;
  }

  #precedenceOf(token: Token): number {
    if (token.keyword === 'NOT' && this.inColumnDefinition && this.peekAt(1).keyword === 'NULL') return 0;
    return infixPrecedence(token, this.peekAt(1), this.peekAt(2), this.dialect);
  }

  // Access: a.b, a[1], f(x).y

  protected parseCompound(root: Expr): Expr {
    const first = this.peek().kind;
    if (first !== '.' && first !== '[') return root;
    const chain: AccessExpr[] = [];
    for (;;) {
      if (this.accept('.')) {
        if (this.at('*')) {
          if (this.dialect.name === 'postgresql') return this.#qualifiedWildcard(root, chain);
          // Only a select list and a call's arguments know wildcards: they look for them before they ask for an expression.
          this.moveTo(this.position() - 1);
          break;
        }
        this.#dotAccess(root, chain);
      } else if (this.at('[')) {
        this.#subscript(chain);
      } else {
        break;
      }
    }
    return buildCompound(root, chain);
  }

  /** What follows a dot: a name, or a call of a name. Arguments that do not parse leave the name alone. */
  #dotAccess(root: Expr, chain: AccessExpr[]): void {
    const token = this.peek();
    if (token.kind === 'Number') {
      chain.push({ kind: 'Dot', expr: { kind: 'Value', value: this.parseValue() } });
      return;
    }
    const ident = this.parseIdentifier();
    if (token.kind === 'Word' && this.at('(')) {
      const names = plainNames(root, chain);
      const call = this.attemptOnce('method', () => this.parseFunction([...(names ?? []), ident]));
      if (call !== undefined) {
        if (names !== undefined) chain.length = 0;
        chain.push({ kind: 'Dot', expr: call });
        return;
      }
    }
    chain.push({ kind: 'Dot', expr: { kind: 'Identifier', ident } });
  }

  #qualifiedWildcard(root: Expr, chain: readonly AccessExpr[]): Expr {
    const names = plainNames(root, chain);
    if (names === undefined) this.expected('an expression');
    this.next();
    return { kind: 'QualifiedWildcard', name: names };
  }

  #subscript(chain: AccessExpr[]): void {
    this.expect('[');
    chain.push(this.#parseSubscript());
  }

  /** An index or a slice; its parts end at whatever binds looser than the colon between them. */
  #parseSubscript(): AccessExpr {
    const { colon } = this.dialect.precedence;
    let lower: Expr | undefined;
    if (!this.at(':')) {
      lower = this.parseSubexpr(colon);
      if (this.accept(']')) return { kind: 'Index', index: lower };
    }
    const slice = (upper?: Expr, stride?: Expr): AccessExpr => ({
      kind: 'Slice',
      ...(lower === undefined ? {} : { lowerBound: lower }),
      ...(upper === undefined ? {} : { upperBound: upper }),
      ...(stride === undefined ? {} : { stride }),
    });
    this.expect(':');
    if (this.accept(']')) return slice();
    const upper = this.at(':') ? undefined : this.parseSubexpr(colon);
    if (this.accept(']')) return slice(upper);
    this.expect(':');
    const stride = this.at(']') ? undefined : this.parseSubexpr(colon);
    this.expect(']');
    return slice(upper, stride);
  }

  // Infix

  #parseInfix(left: Expr, binding: number): Expr {
    const token = this.next();
    const op = operatorOf(token, this.dialect) ?? this.#wordOperator(token);
    if (op !== undefined) return this.#binary(left, op, binding, token);
    if (token.kind === 'Word') return this.#wordInfix(left, token, binding);
    switch (token.kind) {
      case '::':
        return { kind: 'Cast', castKind: 'DoubleColon', expr: left, dataType: this.parseDataType(), array: false };
      case '[':
        this.moveTo(this.position() - 1);
        return this.parseCompound(left);
      case ':':
        this.moveTo(this.position() - 1);
        return this.#jsonAccess(left);
      case '!':
        if (this.dialect.name === 'postgresql') return { kind: 'UnaryOp', op: 'PGPostfixFactorial', expr: left };
        return this.noInfix(token, 'ExclamationMark');
      default:
        return this.noInfix(token, SIGNS[token.kind] ?? token.text);
    }
  }

  protected noInfix(token: Token, debug: string): never {
    return this.fail(`No infix parser for token ${debug}`, token);
  }

  #wordOperator(token: Token): BinaryOperator | CustomOperator | undefined {
    switch (token.keyword) {
      case 'AND':
        return 'And';
      case 'OR':
        return 'Or';
      case 'XOR':
        return 'Xor';
      case 'OVERLAPS':
        return 'Overlaps';
      case 'DIV':
        return this.dialect.name === 'mysql' ? 'MyIntegerDivide' : undefined;
      case 'OPERATOR':
        return this.#namedOperator();
      default:
        return undefined;
    }
  }

  #namedOperator(): CustomOperator {
    this.expect('(');
    const parts: string[] = [];
    do parts.push(this.next().text);
    while (this.accept('.'));
    this.expect(')');
    return { kind: 'PGCustom', parts };
  }

  #binary(left: Expr, op: BinaryOperator | CustomOperator, binding: number, token: Token): Expr {
    const quantifier = this.acceptOneOf(['ANY', 'ALL', 'SOME']);
    if (quantifier === undefined) return { kind: 'BinaryOp', left, op, right: this.parseSubexpr(binding) };
    const right = this.#quantified(binding);
    if (typeof op !== 'string' || !COMPARISONS.has(op)) {
      this.fail(
        `Expected one of [=, >, <, =>, =<, !=, ~, ~*, !~, !~*, ~~, ~~*, !~~, !~~*] as comparison operator, found: ${binaryOperatorText(op)}`,
        token,
      );
    }
    if (quantifier === 'ALL') return { kind: 'AllOp', left, compareOp: op, right };
    return { kind: 'AnyOp', left, compareOp: op, right, isSome: quantifier === 'SOME' };
  }

  #quantified(binding: number): Expr {
    this.expect('(');
    if (this.atKeyword('SELECT') || this.atKeyword('WITH')) {
      this.moveTo(this.position() - 1);
      return this.parseSubexpr(binding);
    }
    const right = this.parseSubexpr(binding);
    this.expect(')');
    return right;
  }

  #wordInfix(left: Expr, token: Token, binding: number): Expr {
    switch (token.keyword) {
      case 'IS':
        return this.#isTest(left);
      case 'AT':
        this.expectKeywords('TIME', 'ZONE');
        return { kind: 'AtTimeZone', timestamp: left, timeZone: this.parseSubexpr(binding) };
      case 'NOTNULL':
        return { kind: 'IsNotNull', expr: left };
      case 'COLLATE':
        return { kind: 'Collate', expr: left, collation: this.parseObjectName() };
      case 'NOT':
      case 'IN':
      case 'BETWEEN':
      case 'LIKE':
      case 'ILIKE':
      case 'SIMILAR':
      case 'REGEXP':
      case 'RLIKE':
      case 'MEMBER':
        this.moveTo(this.position() - 1);
        return this.#negatable(left);
      default:
        return this.noInfix(
          token,
          `Word(Word { value: "${token.text}", quote_style: None, keyword: ${token.keyword} })`,
        );
    }
  }

  #isTest(expr: Expr): Expr {
    const negated = this.acceptKeyword('NOT');
    const start = this.position();
    const test = this.acceptOneOf(['NULL', 'TRUE', 'FALSE', 'UNKNOWN', 'DISTINCT']);
    switch (test) {
      case 'NULL':
        return { kind: negated ? 'IsNotNull' : 'IsNull', expr };
      case 'TRUE':
        return { kind: negated ? 'IsNotTrue' : 'IsTrue', expr };
      case 'FALSE':
        return { kind: negated ? 'IsNotFalse' : 'IsFalse', expr };
      case 'UNKNOWN':
        return { kind: negated ? 'IsNotUnknown' : 'IsUnknown', expr };
      case 'DISTINCT':
        if (this.acceptKeyword('FROM'))
          return { kind: negated ? 'IsNotDistinctFrom' : 'IsDistinctFrom', left: expr, right: this.parseExpr() };
        this.moveTo(start);
        break;
      default: {
        const form = this.acceptOneOf(['NFC', 'NFD', 'NFKC', 'NFKD']);
        if (this.acceptKeyword('NORMALIZED'))
          return { kind: 'IsNormalized', expr, ...(form === undefined ? {} : { form }), negated };
      }
    }
    return this.expected('[NOT] NULL | TRUE | FALSE | DISTINCT | [form] NORMALIZED FROM after IS');
  }

  #negatable(expr: Expr): Expr {
    const negated = this.acceptKeyword('NOT');
    if (negated && this.acceptKeyword('NULL')) return { kind: 'IsNotNull', expr };
    const word = this.acceptOneOf(['IN', 'BETWEEN', 'LIKE', 'ILIKE', 'SIMILAR', 'REGEXP', 'RLIKE', 'MEMBER']);
    const like = this.dialect.precedence.like;
    switch (word) {
      case 'IN':
        return this.#parseIn(expr, negated);
      case 'BETWEEN':
        return this.#parseBetween(expr, negated);
      case 'LIKE':
      case 'ILIKE': {
        const any = this.acceptKeyword('ANY');
        const pattern = this.parseSubexpr(like);
        return { kind: word === 'LIKE' ? 'Like' : 'ILike', negated, any, expr, pattern, ...this.#escape() };
      }
      case 'SIMILAR':
        this.expectKeyword('TO');
        return { kind: 'SimilarTo', negated, expr, pattern: this.parseSubexpr(like), ...this.#escape() };
      case 'REGEXP':
      case 'RLIKE':
        return { kind: 'RLike', negated, expr, pattern: this.parseSubexpr(like), regexp: word === 'REGEXP' };
      case 'MEMBER': {
        this.expectKeyword('OF');
        const array = this.parenthesized(() => this.parseExpr());
        const member: Expr = { kind: 'MemberOf', value: expr, array };
        return negated ? { kind: 'UnaryOp', op: 'Not', expr: member } : member;
      }
      default:
        return this.expected('IN or BETWEEN after NOT');
    }
  }

  #escape(): { escapeChar?: Value } {
    return this.acceptKeyword('ESCAPE') ? { escapeChar: this.parseValue() } : {};
  }

  #parseIn(expr: Expr, negated: boolean): Expr {
    if (this.acceptKeyword('UNNEST'))
      return { kind: 'InUnnest', expr, arrayExpr: this.parenthesized(() => this.parseExpr()), negated };
    this.expect('(');
    const subquery = this.mayStartQuery() ? this.attemptOnce('query', () => this.parseQuery()) : undefined;
    const result: Expr =
      subquery === undefined
        ? { kind: 'InList', expr, list: this.#inList(), negated }
        : { kind: 'InSubquery', expr, subquery, negated };
    this.expect(')');
    return result;
  }

  #inList(): Expr[] {
    const allowsEmpty = this.dialect.name === 'sqlite';
    return allowsEmpty && this.at(')') ? [] : this.commaSeparated(() => this.parseExpr());
  }

  /** Whether the next token can begin a query; cheap, so that lists of values cost no failed attempt. */
  protected mayStartQuery(): boolean {
    const token = this.peek();
    if (token.kind === '(') return true;
    switch (token.keyword) {
      case 'SELECT':
      case 'WITH':
      case 'VALUES':
      case 'VALUE':
      case 'TABLE':
      case 'FROM':
      case 'INSERT':
      case 'UPDATE':
      case 'DELETE':
      case 'MERGE':
        return true;
      default:
        return false;
    }
  }

  #parseBetween(expr: Expr, negated: boolean): Expr {
    const { between } = this.dialect.precedence;
    const low = this.parseSubexpr(between);
    this.expectKeyword('AND');
    return { kind: 'Between', expr, negated, low, high: this.parseSubexpr(between) };
  }

  #jsonAccess(value: Expr): Expr {
    const path: ({ kind: 'Dot'; key: string; quoted: boolean } | { kind: 'Bracket' | 'ColonBracket'; key: Expr })[] =
      [];
    for (;;) {
      if ((this.at(':') && path.length === 0) || (this.at('.') && path.length > 0)) {
        this.next();
        if (this.at('[')) {
          this.next();
          path.push({ kind: 'ColonBracket', key: this.parseExpr() });
          this.expect(']');
          continue;
        }
        const token = this.next();
        if (token.kind !== 'Word' && token.kind !== 'DoubleQuotedString')
          this.expected('variant object key name', token);
        path.push({ kind: 'Dot', key: token.text, quoted: token.quote !== '' || token.kind === 'DoubleQuotedString' });
      } else if (this.accept('[')) {
        path.push({ kind: 'Bracket', key: this.parseExpr() });
        this.expect(']');
      } else {
        break;
      }
    }
    return { kind: 'JsonAccess', value, path };
  }
}

/** The names of `a.b.c`, or nothing when something else is among them. */
function plainNames(root: Expr, chain: readonly AccessExpr[]): Ident[] | undefined {
  if (root.kind !== 'Identifier') return undefined;
  const names = [root.ident];
  for (const access of chain) {
    if (access.kind !== 'Dot' || access.expr.kind !== 'Identifier') return undefined;
    names.push(access.expr.ident);
  }
  return names;
}

/** `a.b` as one identifier, `a.f(x)` as one call, anything else as accesses to a root. */
function buildCompound(root: Expr, chain: readonly AccessExpr[]): Expr {
  const parts = plainNames(root, chain);
  if (parts !== undefined) return chain.length === 0 ? root : { kind: 'CompoundIdentifier', parts };
  const [first, ...rest] = chain;
  if (
    root.kind === 'Identifier' &&
    first?.kind === 'Dot' &&
    first.expr.kind === 'Function' &&
    first.expr.name.length > 1
  ) {
    return rest.length === 0 ? first.expr : { kind: 'CompoundFieldAccess', root: first.expr, accessChain: rest };
  }
  return { kind: 'CompoundFieldAccess', root, accessChain: chain };
}
