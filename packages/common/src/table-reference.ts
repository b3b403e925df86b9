import { parseIdentifiers, quoteIdentifier } from './identifier.js';

/** The name of a table, with as many qualifying parts as were given. Immutable. */
export class TableReference {
  readonly table: string;
  readonly schema: string | undefined;
  readonly catalog: string | undefined;
  #key: string | undefined;

  private constructor(table: string, schema?: string, catalog?: string) {
    this.table = table;
    this.schema = schema;
    this.catalog = catalog;
  }

  /** `table`. */
  static bare(table: string): TableReference {
    return new TableReference(table);
  }

  /** `schema.table`. */
  static partial(schema: string, table: string): TableReference {
    return new TableReference(table, schema);
  }

  /** `catalog.schema.table`. */
  static full(catalog: string, schema: string, table: string): TableReference {
    return new TableReference(table, schema, catalog);
  }

  /** Reads a dotted name with SQL's quoting rules; text that is no such name becomes a bare name as it stands. */
  static parse(text: string): TableReference {
    return TableReference.fromParts(parseIdentifiers(text) ?? []) ?? TableReference.bare(text);
  }

  /** From one to three parts, the table last; undefined for any other number. */
  static fromParts(parts: readonly string[]): TableReference | undefined {
    switch (parts.length) {
      case 1:
        return TableReference.bare(parts[0]!);
      case 2:
        return TableReference.partial(parts[0]!, parts[1]!);
      case 3:
        return TableReference.full(parts[0]!, parts[1]!, parts[2]!);
      default:
        return undefined;
    }
  }

  /** The parts given, outermost first. */
  toParts(): readonly string[] {
    return [this.catalog, this.schema, this.table].filter((part) => part !== undefined);
  }

  /** Text that is equal exactly for references of the same parts, for maps and sets. */
  get key(): string {
    return (this.#key ??= this.schema === undefined ? this.table : this.toParts().join('\u0001'));
  }

  /** Parts joined by dots, never quoted. */
  toString(): string {
    return this.schema === undefined ? this.table : this.toParts().join('.');
  }

  /** Parts joined by dots, quoted where needed to be read back. */
  toQuotedString(): string {
    return this.toParts().map(quoteIdentifier).join('.');
  }

  /** The same parts given. */
  equals(other: TableReference): boolean {
    return this.table === other.table && this.schema === other.schema && this.catalog === other.catalog;
  }

  /** Equal in the parts of this reference that both give. */
  resolvedEq(other: TableReference): boolean {
    return (
      this.table === other.table &&
      (this.schema === undefined || other.schema === undefined || this.schema === other.schema) &&
      (this.catalog === undefined || other.catalog === undefined || this.catalog === other.catalog)
    );
  }

  /** The full name, missing parts filled in. */
  resolve(defaultCatalog: string, defaultSchema: string): ResolvedTableReference {
    return {
      catalog: this.catalog ?? defaultCatalog,
      schema: this.schema ?? defaultSchema,
      table: this.table,
    };
  }
}

/** A table name with all of its parts. */
export interface ResolvedTableReference {
  readonly catalog: string;
  readonly schema: string;
  readonly table: string;
}
