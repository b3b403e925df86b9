/** Columns and constraints of CREATE TABLE, and lists of options. */
import type {
  ColumnDef,
  ColumnOption,
  ColumnOptionDef,
  ConstraintCharacteristics,
  Ident,
  IndexColumn,
  ReferentialAction,
  SqlOption,
  TableConstraint,
} from '../ast/index.js';
import { DmlParser } from './dml.js';

export abstract class ColumnParser extends DmlParser {
  /** `(columns and constraints)`, or nothing without a parenthesis; `trailingComma` is DataFusion's own leniency. */
  protected parseColumns(trailingComma: boolean): { columns: ColumnDef[]; constraints: TableConstraint[] } {
    const columns: ColumnDef[] = [];
    const constraints: TableConstraint[] = [];
    if (!this.accept('(') || this.accept(')')) return { columns, constraints };
    for (;;) {
      const constraint = this.parseOptionalTableConstraint();
      if (constraint !== undefined) constraints.push(constraint);
      else if (this.at('Word')) columns.push(this.parseColumnDef());
      else this.expected('column name or constraint definition');
      const comma = this.accept(',');
      const closed = this.at(')');
      if (!comma && !closed) this.expected("',' or ')' after column definition");
      if (closed && (!comma || trailingComma)) {
        this.next();
        return { columns, constraints };
      }
    }
  }

  protected parseColumnDef(): ColumnDef {
    this.inColumnDefinition = true;
    const column = this.#columnDef();
    this.inColumnDefinition = false;
    return column;
  }

  #columnDef(): ColumnDef {
    const name = this.parseIdentifier();
    const dataType = this.parseDataType();
    const options: ColumnOptionDef[] = [];
    for (;;) {
      if (this.acceptKeyword('CONSTRAINT')) {
        const constraintName = this.parseIdentifier();
        const option = this.parseOptionalColumnOption() ?? this.expected('constraint details after CONSTRAINT <name>');
        options.push({ name: constraintName, option });
        continue;
      }
      const option = this.parseOptionalColumnOption();
      if (option === undefined) return { name, dataType, options };
      options.push({ option });
    }
  }

  protected parseOptionalColumnOption(): ColumnOption | undefined {
    if (this.acceptKeywords('CHARACTER', 'SET')) return { kind: 'CharacterSet', name: this.parseObjectName() };
    if (this.acceptKeywords('NOT', 'NULL')) return { kind: 'NotNull' };
    if (this.acceptKeywords('PRIMARY', 'KEY')) return { kind: 'PrimaryKey', ...this.#withCharacteristics() };
    if (this.acceptKeywords('ON', 'UPDATE')) return { kind: 'OnUpdate', expr: this.parseExpr() };
    const word = this.acceptOneOf([
      'COLLATE',
      'COMMENT',
      'NULL',
      'DEFAULT',
      'MATERIALIZED',
      'ALIAS',
      'EPHEMERAL',
      'UNIQUE',
      'REFERENCES',
      'CHECK',
      'AUTO_INCREMENT',
      'AUTOINCREMENT',
      'ASC',
      'DESC',
      'GENERATED',
      'OPTIONS',
      'AS',
    ]);
    switch (word) {
      case undefined:
        return undefined;
      case 'COLLATE':
        return { kind: 'Collation', name: this.parseObjectName() };
      case 'COMMENT':
        return { kind: 'Comment', text: this.#commentText() };
      case 'NULL':
        return { kind: 'Null' };
      case 'DEFAULT':
        return { kind: 'Default', expr: this.parseExpr() };
      case 'MATERIALIZED':
        return { kind: 'Materialized', expr: this.parseExpr() };
      case 'ALIAS':
        return { kind: 'Alias', expr: this.parseExpr() };
      case 'EPHEMERAL':
        return this.at(',') || this.at(')') ? { kind: 'Ephemeral' } : { kind: 'Ephemeral', expr: this.parseExpr() };
      case 'UNIQUE':
        return { kind: 'Unique', ...this.#withCharacteristics() };
      case 'REFERENCES':
        return this.#references();
      case 'CHECK':
        return { kind: 'Check', expr: this.parenthesized(() => this.parseExpr()) };
      case 'GENERATED':
        return this.#generated();
      case 'OPTIONS':
        return { kind: 'Options', options: this.#optionsBehindParen() };
      case 'AS':
        return {
          kind: 'Generated',
          generatedAs: 'Always',
          expr: this.parenthesized(() => this.parseExpr()),
          ...this.#generatedMode(),
          generatedKeyword: false,
        };
      default:
        return { kind: 'DialectSpecific', words: [word] };
    }
  }

  #commentText(): string {
    const token = this.next();
    if (token.kind !== 'SingleQuotedString') this.expected('string', token);
    return token.text;
  }

  #withCharacteristics(): { characteristics?: ConstraintCharacteristics } {
    const characteristics = this.#characteristics();
    return characteristics === undefined ? {} : { characteristics };
  }

  #characteristics(): ConstraintCharacteristics | undefined {
    let found: ConstraintCharacteristics = {};
    for (;;) {
      if (found.deferrable === undefined && this.acceptKeywords('NOT', 'DEFERRABLE'))
        found = { ...found, deferrable: false };
      else if (found.deferrable === undefined && this.acceptKeyword('DEFERRABLE'))
        found = { ...found, deferrable: true };
      else if (found.initially === undefined && this.acceptKeyword('INITIALLY')) {
        found = {
          ...found,
          initially: this.expectOneOf(['DEFERRED', 'IMMEDIATE']) === 'DEFERRED' ? 'Deferred' : 'Immediate',
        };
      } else if (found.enforced === undefined && this.acceptKeywords('NOT', 'ENFORCED'))
        found = { ...found, enforced: false };
      else if (found.enforced === undefined && this.acceptKeyword('ENFORCED')) found = { ...found, enforced: true };
      else return Object.keys(found).length === 0 ? undefined : found;
    }
  }

  #references(): Extract<ColumnOption, { kind: 'ForeignKey' }> {
    const foreignTable = this.parseObjectName();
    const referredColumns = this.parseParenthesizedColumns(true);
    return {
      kind: 'ForeignKey',
      foreignTable,
      referredColumns,
      ...this.#referentialActions(),
      ...this.#withCharacteristics(),
    };
  }

  #referentialActions(): { onDelete?: ReferentialAction; onUpdate?: ReferentialAction } {
    let onDelete: ReferentialAction | undefined;
    let onUpdate: ReferentialAction | undefined;
    for (;;) {
      if (onDelete === undefined && this.acceptKeywords('ON', 'DELETE')) onDelete = this.#referentialAction();
      else if (onUpdate === undefined && this.acceptKeywords('ON', 'UPDATE')) onUpdate = this.#referentialAction();
      else return { ...(onDelete === undefined ? {} : { onDelete }), ...(onUpdate === undefined ? {} : { onUpdate }) };
    }
  }

  #referentialAction(): ReferentialAction {
    if (this.acceptKeyword('RESTRICT')) return 'Restrict';
    if (this.acceptKeyword('CASCADE')) return 'Cascade';
    if (this.acceptKeywords('SET', 'NULL')) return 'SetNull';
    if (this.acceptKeywords('NO', 'ACTION')) return 'NoAction';
    if (this.acceptKeywords('SET', 'DEFAULT')) return 'SetDefault';
    return this.expected('one of RESTRICT, CASCADE, SET NULL, NO ACTION or SET DEFAULT');
  }

  #generated(): ColumnOption {
    if (this.acceptKeywords('ALWAYS', 'AS', 'IDENTITY'))
      return { kind: 'Generated', generatedAs: 'Always', generatedKeyword: true };
    if (this.acceptKeywords('BY', 'DEFAULT', 'AS', 'IDENTITY'))
      return { kind: 'Generated', generatedAs: 'ByDefault', generatedKeyword: true };
    if (!this.acceptKeywords('ALWAYS', 'AS')) this.expected('ALWAYS or BY DEFAULT');
    const expr = this.parenthesized(() => this.parseExpr());
    const mode = this.#generatedMode();
    return {
      kind: 'Generated',
      generatedAs: mode.mode === 'Stored' ? 'ExpStored' : 'Always',
      expr,
      ...mode,
      generatedKeyword: true,
    };
  }

  #generatedMode(): { mode?: 'Virtual' | 'Stored' } {
    if (this.acceptKeyword('STORED')) return { mode: 'Stored' };
    return this.acceptKeyword('VIRTUAL') ? { mode: 'Virtual' } : {};
  }

  // Constraints of a table

  protected parseOptionalTableConstraint(): TableConstraint | undefined {
    const name = this.atKeyword('CONSTRAINT') ? this.#constraintName() : undefined;
    const named = name === undefined ? {} : { name };
    if (this.atKeyword('UNIQUE') && (name !== undefined || this.#uniqueIsConstraint())) return this.#unique(named);
    if (this.acceptKeywords('PRIMARY', 'KEY')) {
      const indexName = this.#indexName();
      const columns = this.parenthesized(() => this.commaSeparated(() => this.parseIndexColumn()));
      return { kind: 'PrimaryKey', ...named, ...indexName, columns, ...this.#withCharacteristics() };
    }
    if (this.acceptKeywords('FOREIGN', 'KEY')) {
      const indexName = this.#indexName();
      const columns = this.parseParenthesizedColumns(false);
      this.expectKeyword('REFERENCES');
      return { ...this.#references(), ...named, ...indexName, columns };
    }
    if (this.atKeyword('CHECK') && (name !== undefined || this.peekAt(1).kind === '(')) return this.#check(named);
    return name === undefined ? undefined : this.expected('UNIQUE, PRIMARY KEY, FOREIGN KEY, or CHECK');
  }

  #constraintName(): Ident {
    this.next();
    return this.parseIdentifier();
  }

  #uniqueIsConstraint(): boolean {
    const next = this.peekAt(1);
    return next.kind === '(' || next.keyword === 'KEY' || next.keyword === 'INDEX' || next.keyword === 'NULLS';
  }

  #unique(named: { name?: Ident }): TableConstraint {
    this.next();
    this.acceptOneOf(['KEY', 'INDEX']);
    let nullsDistinct: boolean | undefined;
    if (this.acceptKeyword('NULLS')) {
      nullsDistinct = !this.acceptKeyword('NOT');
      this.expectKeyword('DISTINCT');
    }
    const indexName = this.#indexName();
    const columns = this.parenthesized(() => this.commaSeparated(() => this.parseIndexColumn()));
    return {
      kind: 'Unique',
      ...named,
      ...indexName,
      columns,
      ...(nullsDistinct === undefined ? {} : { nullsDistinct }),
      ...this.#withCharacteristics(),
    };
  }

  #indexName(): { indexName?: Ident } {
    return this.at('Word') ? { indexName: this.parseIdentifier() } : {};
  }

  #check(named: { name?: Ident }): TableConstraint {
    this.next();
    const expr = this.parenthesized(() => this.parseExpr());
    const enforced = this.acceptKeyword('ENFORCED') ? true : this.acceptKeywords('NOT', 'ENFORCED') ? false : undefined;
    return { kind: 'Check', ...named, expr, ...(enforced === undefined ? {} : { enforced }) };
  }

  protected parseIndexColumn(): IndexColumn {
    const expr = this.parseExpr();
    const operatorClass =
      this.at('Word') && this.atOneOf(['ASC', 'DESC', 'NULLS']) === undefined ? this.parseObjectName() : undefined;
    return { expr, options: this.parseOrderByOptions(), ...(operatorClass === undefined ? {} : { operatorClass }) };
  }

  // Options

  #optionsBehindParen(): SqlOption[] {
    return this.parenthesized(() => (this.at(')') ? [] : this.commaSeparated(() => this.parseSqlOption())));
  }

  /** `word (a = 1, b = 2)`, if the word is there. */
  protected parseOptionsAfter(word: 'WITH' | 'OPTIONS'): SqlOption[] | undefined {
    if (!this.acceptKeyword(word)) return undefined;
    return this.#optionsBehindParen();
  }

  protected parseSqlOption(): SqlOption {
    const key = this.parseIdentifier();
    this.expect('=');
    return { kind: 'KeyValue', key, value: this.parseExpr() };
  }
}
