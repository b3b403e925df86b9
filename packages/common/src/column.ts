import { parseIdentifiers, quoteIdentifier } from './identifier.js';
import type { Span } from './errors.js';
import { TableReference } from './table-reference.js';

/** A named column of a relation, before it is bound to a position. Immutable. */
export class Column {
  readonly relation: TableReference | undefined;
  readonly name: string;
  /** Where the name stands in the SQL text, when known; plays no part in equality. */
  readonly span: Span | undefined;
  #key: string | undefined;

  constructor(relation: TableReference | string | undefined, name: string, span?: Span) {
    this.relation = typeof relation === 'string' ? TableReference.parse(relation) : relation;
    this.name = name;
    this.span = span;
  }

  /** A column without a relation, its name taken as it stands. */
  static unqualified(name: string): Column {
    return new Column(undefined, name);
  }

  /** Reads `a`, `t.a`, `s.t.a` or `c.s.t.a` with SQL's quoting; other text is an unqualified name as it stands. */
  static fromQualifiedName(text: string): Column {
    return Column.fromParts(parseIdentifiers(text) ?? []) ?? Column.unqualified(text);
  }

  /** Like {@link fromQualifiedName} without folding to lower case. */
  static fromQualifiedNameIgnoreCase(text: string): Column {
    return Column.fromParts(parseIdentifiers(text, true) ?? []) ?? Column.unqualified(text);
  }

  /** From one to four parts, the column last; undefined for any other number. */
  static fromParts(parts: readonly string[]): Column | undefined {
    if (parts.length === 0 || parts.length > 4) return undefined;
    return new Column(TableReference.fromParts(parts.slice(0, -1)), parts.at(-1)!);
  }

  /** `relation.name` without quoting: the key under which plans look columns up. */
  flatName(): string {
    return this.relation === undefined ? this.name : `${this.relation.toString()}.${this.name}`;
  }

  /** `relation.name` quoted where needed to be read back. */
  quotedFlatName(): string {
    const name = quoteIdentifier(this.name);
    return this.relation === undefined ? name : `${this.relation.toQuotedString()}.${name}`;
  }

  /** The same column with another relation. */
  withRelation(relation: TableReference | undefined): Column {
    return new Column(relation, this.name, this.span);
  }

  /** Same name and same relation, part for part. */
  equals(other: Column): boolean {
    if (this.name !== other.name) return false;
    return this.relation === undefined
      ? other.relation === undefined
      : other.relation !== undefined && this.relation.equals(other.relation);
  }

  /** Text that is equal exactly for equal columns, for maps and sets. */
  get key(): string {
    return (this.#key ??= this.relation === undefined ? this.name : `${this.relation.key}\u0000${this.name}`);
  }

  toString(): string {
    return this.flatName();
  }
}
