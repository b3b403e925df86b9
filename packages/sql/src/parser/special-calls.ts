/** Calls with a syntax of their own: CAST, EXTRACT, TRIM, SUBSTRING, …; each is read from behind its word. */
import type { CastExpr, CeilFloorExpr, Expr, IntervalExpr, TrimExpr, Value } from '../ast/index.js';
import { FunctionParser } from './functions.js';

export abstract class SpecialCallParser extends FunctionParser {
  protected parseCase(): Expr {
    const operand = this.acceptKeyword('WHEN') ? undefined : this.parseExpr();
    if (operand !== undefined) this.expectKeyword('WHEN');
    const conditions: { condition: Expr; result: Expr }[] = [];
    do {
      const condition = this.parseExpr();
      this.expectKeyword('THEN');
      conditions.push({ condition, result: this.parseExpr() });
    } while (this.acceptKeyword('WHEN'));
    const elseResult = this.acceptKeyword('ELSE') ? this.parseExpr() : undefined;
    this.expectKeyword('END');
    return {
      kind: 'Case',
      ...(operand === undefined ? {} : { operand }),
      conditions,
      ...(elseResult === undefined ? {} : { elseResult }),
    };
  }

  protected parseCast(castKind: CastExpr['castKind']): Expr {
    this.expect('(');
    const expr = this.parseExpr();
    this.expectKeyword('AS');
    const dataType = this.parseDataType();
    const array = this.acceptKeyword('ARRAY');
    const format = this.acceptKeyword('FORMAT') ? this.#castFormat() : undefined;
    this.expect(')');
    return { kind: 'Cast', castKind, expr, dataType, array, ...(format === undefined ? {} : { format }) };
  }

  #castFormat(): { value: Value; timezone?: Value } {
    const value = this.parseValue();
    return this.acceptKeywords('AT', 'TIME', 'ZONE') ? { value, timezone: this.parseValue() } : { value };
  }

  protected parseConvert(isTry: boolean): Expr {
    this.expect('(');
    const common = { kind: 'Convert', isTry } as const;
    if (this.dialect.name === 'mssql') {
      const dataType = this.parseDataType();
      this.expect(',');
      const [expr, ...styles] = this.commaSeparated(() => this.parseExpr());
      this.expect(')');
      return { ...common, expr: expr ?? this.expected('an expression'), dataType, targetBeforeValue: true, styles };
    }
    const expr = this.parseExpr();
    if (this.acceptKeyword('USING')) {
      const charset = this.parseObjectName();
      this.expect(')');
      return { ...common, expr, charset, targetBeforeValue: false, styles: [] };
    }
    this.expect(',');
    const dataType = this.parseDataType();
    const charset = this.acceptKeywords('CHARACTER', 'SET') ? this.parseObjectName() : undefined;
    this.expect(')');
    return {
      ...common,
      expr,
      dataType,
      ...(charset === undefined ? {} : { charset }),
      targetBeforeValue: false,
      styles: [],
    };
  }

  protected parseExists(negated: boolean): Expr {
    this.expect('(');
    const subquery = this.parseQuery();
    this.expect(')');
    return { kind: 'Exists', subquery, negated };
  }

  protected parseExtract(): Expr {
    this.expect('(');
    const field = this.parseDateTimeField();
    const from = this.acceptKeyword('FROM');
    if (!from && !this.accept(',')) this.failHere("Expected 'FROM' or ','");
    const expr = this.parseExpr();
    this.expect(')');
    return { kind: 'Extract', field, syntax: from ? 'From' : 'Comma', expr };
  }

  protected parseCeilFloor(kind: CeilFloorExpr['kind']): Expr {
    this.expect('(');
    const expr = this.parseExpr();
    if (this.acceptKeyword('TO')) {
      const field = this.parseDateTimeField();
      this.expect(')');
      return { kind, expr, field };
    }
    let scale: Value | undefined;
    if (this.accept(',')) {
      scale = this.parseValue();
      if (scale.kind !== 'Number') this.failHere('Scale field can only be of number type');
    }
    this.expect(')');
    return { kind, expr, ...(scale === undefined ? {} : { scale }) };
  }

  protected parsePosition(): Expr {
    this.expect('(');
    const expr = this.parseSubexpr(this.dialect.precedence.between);
    this.expectKeyword('IN');
    const within = this.parseExpr();
    this.expect(')');
    return { kind: 'Position', expr, in: within };
  }

  protected parseSubstring(shorthand: boolean): Expr {
    this.expect('(');
    const expr = this.parseExpr();
    const special = this.accept(',');
    const from = special || this.acceptKeyword('FROM') ? this.parseExpr() : undefined;
    const length = this.acceptKeyword('FOR') || this.accept(',') ? this.parseExpr() : undefined;
    this.expect(')');
    return {
      kind: 'Substring',
      expr,
      ...(from === undefined ? {} : { substringFrom: from }),
      ...(length === undefined ? {} : { substringFor: length }),
      special,
      shorthand,
    };
  }

  protected parseOverlay(): Expr {
    this.expect('(');
    const expr = this.parseExpr();
    this.expectKeyword('PLACING');
    const overlayWhat = this.parseExpr();
    this.expectKeyword('FROM');
    const overlayFrom = this.parseExpr();
    const overlayFor = this.acceptKeyword('FOR') ? this.parseExpr() : undefined;
    this.expect(')');
    return { kind: 'Overlay', expr, overlayWhat, overlayFrom, ...(overlayFor === undefined ? {} : { overlayFor }) };
  }

  protected parseTrim(): Expr {
    this.expect('(');
    const word = this.acceptOneOf(['BOTH', 'LEADING', 'TRAILING']);
    const trimWhere: TrimExpr['trimWhere'] =
      word === 'BOTH' ? 'Both' : word === 'LEADING' ? 'Leading' : word === 'TRAILING' ? 'Trailing' : undefined;
    const where = trimWhere === undefined ? {} : { trimWhere };
    const expr = this.parseExpr();
    if (this.acceptKeyword('FROM')) {
      const source = this.parseExpr();
      this.expect(')');
      return { kind: 'Trim', ...where, trimWhat: expr, expr: source };
    }
    if (this.accept(',')) {
      const trimCharacters = this.commaSeparated(() => this.parseExpr());
      this.expect(')');
      return { kind: 'Trim', ...where, expr, trimCharacters };
    }
    this.expect(')');
    return { kind: 'Trim', ...where, expr };
  }

  protected parseMatchAgainst(): Expr {
    const columns = this.parenthesized(() => this.commaSeparated(() => this.parseObjectName()));
    if (this.peek().text.toUpperCase() !== 'AGAINST') this.expected('AGAINST');
    this.next();
    this.expect('(');
    const matchValue = this.parseValue();
    const words: string[] = [];
    while (this.peek().kind === 'Word') words.push(this.next().text.toUpperCase());
    this.expect(')');
    return { kind: 'MatchAgainst', columns, matchValue, ...(words.length === 0 ? {} : { modifier: words.join(' ') }) };
  }

  /** An interval from behind its word (or a bare text in a window frame). */
  protected parseInterval(): Expr {
    const value = this.dialect.intervalQualifier ? this.parseExpr() : this.parsePrefix();
    if (!this.atTemporalUnit()) {
      if (this.dialect.intervalQualifier) this.fail('INTERVAL requires a unit after the literal value');
      return { kind: 'Interval', value };
    }
    const leadingField = this.parseDateTimeField();
    if (leadingField.kind === 'Field' && leadingField.name === 'Second') {
      return { kind: 'Interval', value, leadingField, ...this.#secondPrecision() };
    }
    const leadingPrecision = this.parseOptionalPrecision();
    const leading: IntervalExpr = {
      kind: 'Interval',
      value,
      leadingField,
      ...(leadingPrecision === undefined ? {} : { leadingPrecision }),
    };
    if (!this.acceptKeyword('TO')) return leading;
    const lastField = this.parseDateTimeField();
    const seconds =
      lastField.kind === 'Field' && lastField.name === 'Second' ? this.parseOptionalPrecision() : undefined;
    return { ...leading, lastField, ...(seconds === undefined ? {} : { fractionalSecondsPrecision: seconds }) };
  }

  #secondPrecision(): { leadingPrecision?: number; fractionalSecondsPrecision?: number } {
    if (!this.accept('(')) return {};
    const leadingPrecision = this.parseLiteralUint();
    const fraction = this.accept(',') ? this.parseLiteralUint() : undefined;
    this.expect(')');
    return { leadingPrecision, ...(fraction === undefined ? {} : { fractionalSecondsPrecision: fraction }) };
  }
}
