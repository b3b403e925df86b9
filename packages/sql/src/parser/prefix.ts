/**
 * Operands: what may stand at the start of an expression. Most words can be names, so a word with a syntax of its
 * own is tried as that first and as a name next; when both fail the first error counts, as in sqlparser.
 */
import type { DataFusionError } from '@datafusion-ts/common';
import type { DataType, Expr, Ident } from '../ast/index.js';
import type { Token } from '../tokenizer/token.js';
import { isReservedForIdentifier } from './reserved.js';
import { SpecialCallParser } from './special-calls.js';
import { isStringToken } from './values.js';

/** Words that may start the type of a literal such as `DATE '2020-01-01'`. */
const LITERAL_TYPES = new Set<string>(
  (
    'BIGDECIMAL BIGINT BIGNUMERIC BINARY BIT BLOB BOOL BOOLEAN BYTEA BYTES CHAR CHARACTER CLOB DATE DATE32 DATETIME DEC DECIMAL DOUBLE FLOAT FLOAT32 ' +
    'FLOAT4 FLOAT64 FLOAT8 HUGEINT INT INT128 INT16 INT2 INT256 INT32 INT4 INT64 INT8 INTEGER JSON JSONB LONGBLOB LONGTEXT MEDIUMBLOB MEDIUMINT ' +
    'MEDIUMTEXT NUMERIC NVARCHAR REAL REGCLASS SIGNED SMALLINT STRING STRUCT TABLE TEXT TIME TIMESTAMP TIMESTAMPTZ TIMESTAMP_NTZ TIMETZ TINYBLOB ' +
    'TINYINT TINYTEXT TRIGGER TSQUERY TSVECTOR UBIGINT UHUGEINT UINT128 UINT16 UINT256 UINT32 UINT64 UINT8 UNSIGNED USMALLINT UTINYINT UUID ' +
    'VARBINARY VARBIT VARCHAR ARRAY'
  ).split(' '),
);

const TYPE_CONTINUATIONS = new Set<string>(
  'PRECISION VARYING WITH WITHOUT UNSIGNED SIGNED LARGE TRUE FALSE NULL INTEGER'.split(' '),
);

export abstract class PrefixParser extends SpecialCallParser {
  /** Operands that failed as a keyword's construct, by position: none is tried twice, so nesting stays cheap. */
  readonly #failures = new Map<number, DataFusionError>();

  protected parsePrefix(): Expr {
    const token = this.peek();
    switch (token.kind) {
      case 'Word':
        return token.quote === '' ? this.#wordPrefix(token) : this.#nameOrCall();
      case '(':
        return this.#parenthesizedExpr();
      case '-':
      case '+':
        this.next();
        return {
          kind: 'UnaryOp',
          op: token.kind === '-' ? 'Minus' : 'Plus',
          expr: this.parseSubexpr(this.dialect.precedence.mulDivMod),
        };
      case '[':
        this.next();
        return this.#arrayLiteral(false);
      case '{':
        return this.#brace();
      case 'Number':
      case 'Placeholder':
      case ':':
      case '@':
        return { kind: 'Value', value: this.parseValue() };
      default:
        return isStringToken(token) ? { kind: 'Value', value: this.parseValue() } : this.#operatorPrefix(token);
    }
  }

  #operatorPrefix(token: Token): Expr {
    const postgres = this.dialect.name === 'postgresql';
    const { plusMinus, not } = this.dialect.precedence;
    this.next();
    if (token.kind === '~' && this.dialect.tildeOperators)
      return { kind: 'UnaryOp', op: 'BitwiseNot', expr: this.parseSubexpr(plusMinus) };
    if (token.kind === '!' && this.dialect.bangNot)
      return { kind: 'UnaryOp', op: 'BangNot', expr: this.parseSubexpr(not) };
    if (postgres && token.kind === '!!')
      return { kind: 'UnaryOp', op: 'PGPrefixFactorial', expr: this.parseSubexpr(plusMinus) };
    if (postgres && token.kind === '|/')
      return { kind: 'UnaryOp', op: 'PGSquareRoot', expr: this.parseSubexpr(plusMinus) };
    if (postgres && token.kind === '||/')
      return { kind: 'UnaryOp', op: 'PGCubeRoot', expr: this.parseSubexpr(plusMinus) };
    return this.expected('an expression', token);
  }

  // Words

  #wordPrefix(token: Token): Expr {
    const { keyword } = token;
    if (keyword === '') return this.#nameOrCall();
    if (LITERAL_TYPES.has(keyword) && this.#mayBeTypedLiteral()) {
      const typed = this.attemptOnce('literal', () => this.#typedLiteral());
      if (typed !== undefined) return typed;
    }
    const start = this.position();
    const known = this.#failures.get(start);
    const outcome =
      known === undefined ? this.outcome(() => this.#keywordPrefix(token)) : ({ ok: false, error: known } as const);
    if (outcome.ok) return outcome.value ?? this.#nameOrCall();
    this.#failures.set(start, outcome.error);
    if (!isReservedForIdentifier(keyword)) {
      const name = this.attemptOnce('name', () => this.#nameOrCall());
      if (name !== undefined) return name;
    }
    throw outcome.error;
  }

  #mayBeTypedLiteral(): boolean {
    const next = this.peekAt(1);
    if (next.kind === 'Number' || next.kind === 'Placeholder' || isStringToken(next)) return true;
    if (next.kind === 'Word') return next.quote === '' && TYPE_CONTINUATIONS.has(next.keyword);
    if (next.kind === '(') return this.peekAt(2).kind === 'Number';
    return next.kind === '<' || (next.kind === '[' && !this.atKeyword('ARRAY') && this.peekAt(2).kind === ']');
  }

  #typedLiteral(): Expr {
    const dataType = this.parseDataType();
    if (dataType.kind === 'Custom') this.failHere('dummy');
    return { kind: 'TypedString', dataType, value: this.parseValue(), usesOdbcSyntax: false };
  }

  /** The construct a keyword starts; nothing (and nothing read) when the word is only a name. */
  #keywordPrefix(token: Token): Expr | undefined {
    const next = this.peekAt(1).kind;
    switch (token.keyword) {
      case 'TRUE':
      case 'FALSE':
      case 'NULL':
        return { kind: 'Value', value: this.parseValue() };
      case 'CURRENT_CATALOG':
      case 'CURRENT_USER':
      case 'SESSION_USER':
      case 'USER':
        return this.dialect.name === 'generic' || this.dialect.name === 'postgresql'
          ? this.bareFunction(this.identOf(this.next()))
          : undefined;
      case 'CURRENT_TIMESTAMP':
      case 'CURRENT_TIME':
      case 'CURRENT_DATE':
      case 'LOCALTIME':
      case 'LOCALTIMESTAMP':
        return next === '(' ? undefined : this.bareFunction(this.identOf(this.next()));
      case 'ARRAY':
        return this.#arrayKeyword(token, next);
      case 'POSITION':
        return next === '(' ? this.attemptOnce('position', () => this.#behind(() => this.parsePosition())) : undefined;
      case 'MAP':
        return next === '{' && this.dialect.mapLiterals ? this.#behind(() => this.#mapLiteral()) : undefined;
      case 'STRUCT':
        return this.dialect.structLiterals ? this.#behind(() => this.#structLiteral()) : undefined;
      case 'LAMBDA':
        return this.dialect.lambdaKeyword ? this.#behind(() => this.#lambdaKeyword()) : undefined;
      case 'PRIOR':
        return this.inConnectBy
          ? this.#behind(() => ({ kind: 'Prior', expr: this.parseSubexpr(this.dialect.precedence.plusMinus) }))
          : undefined;
      default:
        return this.#callPrefix(token);
    }
  }

  /** Set while the conditions of CONNECT BY are read. */
  protected inConnectBy = false;

  #behind(parse: () => Expr): Expr {
    this.next();
    return parse();
  }

  #callPrefix(token: Token): Expr | undefined {
    switch (token.keyword) {
      case 'CASE':
        return this.#behind(() => this.parseCase());
      case 'CAST':
        return this.#behind(() => this.parseCast('Cast'));
      case 'TRY_CAST':
        return this.#behind(() => this.parseCast('TryCast'));
      case 'SAFE_CAST':
        return this.#behind(() => this.parseCast('SafeCast'));
      case 'CONVERT':
        return this.#behind(() => this.parseConvert(false));
      case 'TRY_CONVERT':
        return this.#behind(() => this.parseConvert(true));
      case 'EXISTS':
        return this.dialect.name !== 'databricks' ||
          this.peekAt(2).keyword === 'SELECT' ||
          this.peekAt(2).keyword === 'WITH'
          ? this.#behind(() => this.parseExists(false))
          : undefined;
      case 'EXTRACT':
        return this.#behind(() => this.parseExtract());
      case 'CEIL':
        return this.#behind(() => this.parseCeilFloor('Ceil'));
      case 'FLOOR':
        return this.#behind(() => this.parseCeilFloor('Floor'));
      case 'SUBSTR':
      case 'SUBSTRING':
        return this.#behind(() => this.parseSubstring(token.keyword === 'SUBSTR'));
      case 'OVERLAY':
        return this.#behind(() => this.parseOverlay());
      case 'TRIM':
        return this.#behind(() => this.parseTrim());
      case 'INTERVAL':
        return this.#behind(() => this.#interval());
      case 'NOT':
        return this.#behind(() => this.#not());
      case 'MATCH':
        return this.dialect.name === 'mysql' || this.dialect.name === 'generic'
          ? this.#behind(() => this.parseMatchAgainst())
          : undefined;
      default:
        return undefined;
    }
  }

  /** Intervals of intervals mean nothing, but must not nest without end. */
  #interval(): Expr {
    if (!this.atKeyword('INTERVAL')) return this.parseInterval();
    this.enter();
    const interval = this.parseInterval();
    this.leave();
    return interval;
  }

  #not(): Expr {
    if (this.atKeyword('EXISTS') && this.dialect.name !== 'databricks') {
      this.next();
      return this.parseExists(true);
    }
    return { kind: 'UnaryOp', op: 'Not', expr: this.parseSubexpr(this.dialect.precedence.not) };
  }

  #arrayKeyword(token: Token, next: string): Expr | undefined {
    if (next === '[') {
      this.moveTo(this.position() + 2);
      return this.#arrayLiteral(true);
    }
    if (next !== '(' || this.dialect.name === 'clickhouse' || this.dialect.name === 'databricks') return undefined;
    this.moveTo(this.position() + 2);
    const query = this.parseQuery();
    this.expect(')');
    const none = { kind: 'NoArguments' } as const;
    return {
      kind: 'Function',
      name: [this.identOf(token)],
      parameters: none,
      args: { kind: 'SubqueryArgument', query },
      withinGroup: [],
      usesOdbcSyntax: false,
    };
  }

  #nameOrCall(): Expr {
    const token = this.next();
    const ident = this.identOf(token);
    const next = this.peek();
    if (next.kind === '(') return this.parseFunction([ident]);
    if (next.kind === '->' && this.dialect.lambdas) return this.#lambda([{ name: ident }], false);
    if (this.dialect.lambdas && next.kind === 'Word' && this.peekAt(1).kind === '->') {
      return this.#typedLambda(ident);
    }
    if (token.quote === '' && token.text.startsWith('_') && isStringToken(next)) {
      return { kind: 'Prefixed', prefix: ident, value: { kind: 'Value', value: this.parseValue() } };
    }
    return { kind: 'Identifier', ident };
  }

  // Lambdas

  #lambda(params: readonly { name: Ident; dataType?: DataType }[], many: boolean): Expr {
    this.expect('->');
    return { kind: 'Lambda', params, many, keyword: false, body: this.parseExpr() };
  }

  #typedLambda(name: Ident): Expr {
    const dataType = this.parseDataType();
    return this.#lambda([{ name, dataType }], false);
  }

  #lambdaKeyword(): Expr {
    const many = this.accept('(');
    const params = this.commaSeparated(() => ({ name: this.parseIdentifier() }));
    if (many) this.expect(')');
    this.expect(':');
    return { kind: 'Lambda', params, many: many || params.length > 1, keyword: true, body: this.parseExpr() };
  }

  /** `(a, b) ->`: found by looking ahead. */
  #atLambdaParameters(): boolean {
    if (!this.dialect.lambdas) return false;
    let ahead = 1;
    for (;;) {
      if (this.peekAt(ahead).kind !== 'Word')
        return ahead === 1 && this.peekAt(1).kind === ')' && this.peekAt(2).kind === '->';
      ahead++;
      if (this.peekAt(ahead).kind === 'Word') ahead++;
      if (this.peekAt(ahead).kind === ')') return this.peekAt(ahead + 1).kind === '->';
      if (this.peekAt(ahead).kind !== ',') return false;
      ahead++;
    }
  }

  #lambdaParameters(): { name: Ident; dataType?: DataType }[] {
    return this.commaSeparated(() => {
      if (!this.at('Word')) this.expected('an expression');
      const name = this.parseIdentifier();
      return this.at('Word') ? { name, dataType: this.parseDataType() } : { name };
    });
  }

  // Parentheses, brackets, braces

  #parenthesizedExpr(): Expr {
    if (this.#atLambdaParameters()) {
      this.next();
      const params = this.#lambdaParameters();
      this.expect(')');
      return this.#lambda(params, true);
    }
    this.next();
    if (this.atKeyword('SELECT') || this.atKeyword('WITH')) {
      const query = this.parseQuery();
      this.expect(')');
      return { kind: 'Subquery', query };
    }
    const exprs = this.commaSeparated(() => this.parseExpr());
    this.expect(')');
    const [first] = exprs;
    return exprs.length === 1 && first !== undefined ? { kind: 'Nested', expr: first } : { kind: 'Tuple', exprs };
  }

  #arrayLiteral(named: boolean): Expr {
    const elem = this.at(']') ? [] : this.commaSeparated(() => this.parseExpr());
    this.expect(']');
    return { kind: 'Array', elem, named };
  }

  #structLiteral(): Expr {
    const { fields, closedOuter } = this.parseStructFields();
    if (closedOuter) this.fail('unmatched > in STRUCT literal', this.previous());
    this.expect('(');
    const values = this.commaSeparated(() => this.#structValue(fields.length > 0));
    this.expect(')');
    return { kind: 'Struct', values, fields };
  }

  #structValue(typed: boolean): Expr {
    const expr = this.parseExpr();
    if (!this.acceptKeyword('AS')) return expr;
    if (typed) this.fail('Typed syntax does not allow AS', this.previous());
    return { kind: 'Named', expr, name: this.parseIdentifier() };
  }

  #mapLiteral(): Expr {
    this.expect('{');
    const entries = this.at('}') ? [] : this.commaSeparated(() => this.#mapEntry());
    this.expect('}');
    return { kind: 'Map', entries };
  }

  #mapEntry(): { key: Expr; value: Expr } {
    const key = this.parseSubexpr(this.dialect.precedence.colon);
    this.expect(':');
    return { key, value: this.parseExpr() };
  }

  #brace(): Expr {
    const odbc = this.#odbc();
    if (odbc !== undefined) return odbc;
    if (!this.dialect.dictionaries) this.expected('an expression');
    this.next();
    const fields = this.at('}') ? [] : this.commaSeparated(() => this.#dictionaryField());
    this.expect('}');
    return { kind: 'Dictionary', fields };
  }

  #dictionaryField(): { key: Ident; value: Expr } {
    const key = this.parseIdentifier();
    this.expect(':');
    return { key, value: this.parseExpr() };
  }

  /** ODBC's `{fn f(x)}`, `{d '…'}`, `{t '…'}`, `{ts '…'}`. */
  #odbc(): Expr | undefined {
    const word = this.peekAt(1);
    if (word.kind !== 'Word' || word.quote !== '') return undefined;
    const name = word.text.toLowerCase();
    const following = this.peekAt(2);
    if (name === 'fn' && following.kind === 'Word') {
      this.moveTo(this.position() + 2);
      const call = this.parseFunctionCall(this.parseObjectName());
      this.expect('}');
      return { ...call, usesOdbcSyntax: true };
    }
    const dataType = odbcType(name);
    if (dataType === undefined || !isStringToken(following)) return undefined;
    this.moveTo(this.position() + 2);
    const value = this.parseValue();
    this.expect('}');
    return { kind: 'TypedString', dataType, value, usesOdbcSyntax: true };
  }
}

function odbcType(word: string): DataType | undefined {
  switch (word) {
    case 'd':
      return { kind: 'Date' };
    case 't':
      return { kind: 'Time', timezone: 'None' };
    case 'ts':
      return { kind: 'Timestamp', timezone: 'None' };
    default:
      return undefined;
  }
}
