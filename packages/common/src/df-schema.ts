import { Column } from './column.js';
import { sameType, type Field } from './data-type.js';
import { FunctionalDependencies } from './dependencies/functional-dependencies.js';
import { PlanError } from './errors.js';
import {
  ambiguousQualifiedField,
  ambiguousReference,
  duplicateQualifiedField,
  duplicateUnqualifiedField,
  fieldNotFound,
} from './field-errors.js';
import { displayType } from './data-type-display.js';
import { logicallyEqualTypes, semanticallyEqualTypes } from './data-type-equality.js';
import { Schema } from './schema.js';
import { TableReference } from './table-reference.js';

/** A field together with the relation it belongs to. */
export interface QualifiedField {
  readonly qualifier: TableReference | undefined;
  readonly field: Field;
}

/**
 * The columns of a plan node: fields with the relation each comes from, plus which columns determine which. Names are
 * unique per relation. Immutable.
 */
export class DFSchema {
  readonly inner: Schema;
  readonly qualifiers: readonly (TableReference | undefined)[];
  readonly functionalDependencies: FunctionalDependencies;
  /** {@link columns}, once asked for. */
  #columns: readonly Column[] | undefined;
  /** The last {@link merge}: planning merges the schemas of the same inputs for each rule that looks at a node. */
  #merged: { readonly other: DFSchema; readonly result: DFSchema } | undefined;
  /** The schema as a merge into nothing gives it. */
  #alone: DFSchema | undefined;

  private constructor(
    inner: Schema,
    qualifiers: readonly (TableReference | undefined)[],
    dependencies: FunctionalDependencies,
  ) {
    this.inner = inner;
    this.qualifiers = qualifiers;
    this.functionalDependencies = dependencies;
  }

  static readonly empty: DFSchema = new DFSchema(new Schema([]), [], FunctionalDependencies.empty);

  /** From qualified fields; throws a SchemaError on duplicate names. */
  static fromQualifiedFields(fields: readonly QualifiedField[], metadata?: ReadonlyMap<string, string>): DFSchema {
    return DFSchema.unchecked(fields, metadata).checkNames();
  }

  /** Like {@link fromQualifiedFields} without looking for duplicates: for fields known to be unique. */
  static unchecked(fields: readonly QualifiedField[], metadata?: ReadonlyMap<string, string>): DFSchema {
    return new DFSchema(
      new Schema(
        fields.map((f) => f.field),
        metadata,
      ),
      fields.map((f) => f.qualifier),
      FunctionalDependencies.empty,
    );
  }

  /** Fields without qualifiers; throws a SchemaError on duplicate names. */
  static fromUnqualifiedFields(fields: readonly Field[], metadata?: ReadonlyMap<string, string>): DFSchema {
    return new DFSchema(
      new Schema(fields, metadata),
      fields.map(() => undefined),
      FunctionalDependencies.empty,
    ).checkNames();
  }

  /** A schema without qualifiers, checked. */
  static fromSchema(schema: Schema): DFSchema {
    return new DFSchema(
      schema,
      schema.fields.map(() => undefined),
      FunctionalDependencies.empty,
    ).checkNames();
  }

  /** Every field belonging to one relation. */
  static fromQualifiedSchema(qualifier: TableReference | string, schema: Schema): DFSchema {
    const relation = typeof qualifier === 'string' ? TableReference.parse(qualifier) : qualifier;
    return new DFSchema(
      schema,
      schema.fields.map(() => relation),
      FunctionalDependencies.empty,
    ).checkNames();
  }

  get fields(): readonly Field[] {
    return this.inner.fields;
  }

  get metadata(): ReadonlyMap<string, string> {
    return this.inner.metadata;
  }

  /** Number of columns. */
  get length(): number {
    return this.fields.length;
  }

  /** The field at a position; throws a RangeError outside the schema. */
  field(index: number): Field {
    return this.inner.field(index);
  }

  qualifiedField(index: number): QualifiedField {
    return { qualifier: this.qualifiers[index], field: this.field(index) };
  }

  *[Symbol.iterator](): Iterator<QualifiedField> {
    for (let i = 0; i < this.length; i++) yield this.qualifiedField(i);
  }

  /** The fields with their qualifiers, in order. */
  qualifiedFields(): readonly QualifiedField[] {
    return this.fields.map((field, i) => ({ qualifier: this.qualifiers[i], field }));
  }

  /** One column per field, qualified as the field is. */
  columns(): readonly Column[] {
    return (this.#columns ??= this.fields.map((field, i) => new Column(this.qualifiers[i], field.name)));
  }

  /** Names with their qualifiers, `t.a`, unquoted. */
  fieldNames(): readonly string[] {
    return this.columns().map((column) => column.flatName());
  }

  /** The schema without qualifiers, as batches carry it. */
  toSchema(): Schema {
    return this.inner;
  }

  withFunctionalDependencies(dependencies: FunctionalDependencies): DFSchema {
    if (dependencies.isEmpty && this.functionalDependencies.isEmpty) return this;
    return new DFSchema(this.inner, this.qualifiers, dependencies);
  }

  withMetadata(metadata: ReadonlyMap<string, string>): DFSchema {
    return new DFSchema(new Schema(this.fields, metadata), this.qualifiers, this.functionalDependencies);
  }

  /** The same fields (one for one) under other qualifiers. */
  withFieldQualifiers(qualifiers: readonly (TableReference | undefined)[]): DFSchema {
    if (qualifiers.length !== this.length) {
      throw new PlanError(
        `Number of qualifiers must match number of fields. Expected ${this.length}, got ${qualifiers.length}`,
      );
    }
    return new DFSchema(this.inner, qualifiers, this.functionalDependencies);
  }

  /** Throws a SchemaError when two fields cannot be told apart. Returns the schema itself. */
  checkNames(): this {
    if (!this.inner.hasDistinctNames) this.#checkRepeatedNames();
    return this;
  }

  #checkRepeatedNames(): void {
    const qualified = new Set<string>();
    const unqualified = new Set<string>();
    this.fields.forEach((field, i) => {
      const qualifier = this.qualifiers[i];
      const seen = qualifier === undefined ? unqualified : qualified;
      const key = qualifier === undefined ? field.name : new Column(qualifier, field.name).key;
      if (seen.has(key)) {
        throw qualifier === undefined
          ? duplicateUnqualifiedField(field.name)
          : duplicateQualifiedField(qualifier, field.name);
      }
      seen.add(key);
    });
    if (unqualified.size > 0 && qualified.size > 0) this.#checkAmbiguity(unqualified);
  }

  #checkAmbiguity(unqualified: ReadonlySet<string>): void {
    this.fields.forEach((field, i) => {
      const qualifier = this.qualifiers[i];
      if (qualifier !== undefined && unqualified.has(field.name)) throw ambiguousQualifiedField(qualifier, field.name);
    });
  }

  /** Fields of both schemas, ours first; throws a SchemaError on duplicate names. */
  join(other: DFSchema): DFSchema {
    return new DFSchema(
      new Schema([...this.fields, ...other.fields], mergedMetadata(this.metadata, other.metadata)),
      [...this.qualifiers, ...other.qualifiers],
      FunctionalDependencies.empty,
    ).checkNames();
  }

  /** Adds the fields of `other` whose names are not here yet, and its metadata. */
  merge(other: DFSchema): DFSchema {
    if (this === DFSchema.empty) return other.#mergedIntoNothing();
    if (this.#merged?.other !== other) this.#merged = { other, result: this.mergedWith(other) };
    return this.#merged.result;
  }

  #mergedIntoNothing(): DFSchema {
    if (this.functionalDependencies.isEmpty) return this;
    return (this.#alone ??= this.withFunctionalDependencies(FunctionalDependencies.empty));
  }

  // No #private method: the compiler (7.0.2) miscompiles the name of the class inside one where there are static members.
  private mergedWith(other: DFSchema): DFSchema {
    const fields = [...this.fields];
    const qualifiers = [...this.qualifiers];
    for (let i = 0; i < other.length; i++) {
      const field = other.fields[i]!;
      const qualifier = other.qualifiers[i];
      const isHere =
        qualifier === undefined
          ? this.hasColumnWithUnqualifiedName(field.name)
          : this.inner.positionsOf(field.name).some((own) => this.qualifiers[own]?.equals(qualifier) === true);
      if (isHere) continue;
      fields.push(field);
      qualifiers.push(qualifier);
    }
    return new DFSchema(
      new Schema(fields, mergedMetadata(this.metadata, other.metadata)),
      qualifiers,
      this.functionalDependencies,
    );
  }

  /** The columns at the given positions, dependencies included. */
  project(indices: readonly number[]): DFSchema {
    return new DFSchema(
      this.inner.project(indices),
      indices.map((i) => this.qualifiers[i]),
      this.functionalDependencies.project(indices, indices.length),
    );
  }

  /** First position of a column by (partial) qualifier and name; without a qualifier any relation's. */
  indexOfColumnByName(qualifier: TableReference | undefined, name: string): number | undefined {
    const first = this.inner.firstPositionOf(name);
    if (first === undefined || qualifier === undefined || this.qualifiers[first] === qualifier) return first;
    if (this.#belongsTo(first, qualifier)) return first;
    return this.inner.positionsOf(name).find((i) => this.#belongsTo(i, qualifier));
  }

  #belongsTo(index: number, relation: TableReference): boolean {
    const own = this.qualifiers[index];
    return own !== undefined && relation.resolvedEq(own);
  }

  maybeIndexOfColumn(column: Column): number | undefined {
    return this.indexOfColumnByName(column.relation, column.name);
  }

  /** Position of a column; throws a SchemaError with suggestions when absent. */
  indexOfColumn(column: Column): number {
    const index = this.indexOfColumnByName(column.relation, column.name);
    if (index === undefined) throw fieldNotFound(column, this.columns());
    return index;
  }

  hasColumn(column: Column): boolean {
    return column.relation === undefined
      ? this.hasColumnWithUnqualifiedName(column.name)
      : this.hasColumnWithQualifiedName(column.relation, column.name);
  }

  hasColumnWithUnqualifiedName(name: string): boolean {
    return this.inner.firstPositionOf(name) !== undefined;
  }

  hasColumnWithQualifiedName(qualifier: TableReference, name: string): boolean {
    return this.indexOfColumnByName(qualifier, name) !== undefined;
  }

  /** True when the column is here; an unqualified one also as `relation.name` written in one field name. */
  isColumnFromSchema(column: Column): boolean {
    return this.maybeIndexOfColumn(column) !== undefined;
  }

  /** The field of that name; throws a SchemaError when absent or, without qualifier, ambiguous. */
  fieldWithName(qualifier: TableReference | undefined, name: string): Field {
    return this.qualifiedFieldWithName(qualifier, name).field;
  }

  qualifiedFieldWithName(qualifier: TableReference | undefined, name: string): QualifiedField {
    if (qualifier === undefined) return this.qualifiedFieldWithUnqualifiedName(name);
    return this.qualifiedField(this.#indexOfQualified(qualifier, name));
  }

  fieldWithQualifiedName(qualifier: TableReference, name: string): Field {
    return this.field(this.#indexOfQualified(qualifier, name));
  }

  #indexOfQualified(qualifier: TableReference, name: string): number {
    const index = this.indexOfColumnByName(qualifier, name);
    if (index === undefined) throw fieldNotFound(new Column(qualifier, name), this.columns());
    return index;
  }

  fieldWithUnqualifiedName(name: string): Field {
    return this.qualifiedFieldWithUnqualifiedName(name).field;
  }

  /**
   * The only field of that name. Of several, the one without qualifier wins (an alias hides what it is made from);
   * otherwise the name is ambiguous.
   */
  qualifiedFieldWithUnqualifiedName(name: string): QualifiedField {
    const matches = this.inner.positionsOf(name);
    if (matches.length === 0) throw fieldNotFound(Column.unqualified(name), this.columns());
    if (matches.length === 1) return this.qualifiedField(matches[0]!);
    const plain = matches.filter((i) => this.qualifiers[i] === undefined);
    if (plain.length === 1) return this.qualifiedField(plain[0]!);
    throw ambiguousReference(name);
  }

  fieldFromColumn(column: Column): Field {
    return column.relation === undefined
      ? this.fieldWithUnqualifiedName(column.name)
      : this.fields[this.#indexOfQualified(column.relation, column.name)]!;
  }

  qualifiedFieldFromColumn(column: Column): QualifiedField {
    return this.qualifiedFieldWithName(column.relation, column.name);
  }

  /** All fields of that name, whatever their relation. */
  qualifiedFieldsWithUnqualifiedName(name: string): readonly QualifiedField[] {
    return this.inner.positionsOf(name).map((i) => this.qualifiedField(i));
  }

  columnsWithUnqualifiedName(name: string): readonly Column[] {
    return this.inner.positionsOf(name).map((i) => new Column(this.qualifiers[i], name));
  }

  /** Fields whose qualifier is exactly the given one. */
  fieldsWithQualified(qualifier: TableReference): readonly Field[] {
    return this.fieldIndicesWithQualified(qualifier).map((i) => this.field(i));
  }

  fieldIndicesWithQualified(qualifier: TableReference): readonly number[] {
    return this.fields.flatMap((_, i) => (this.qualifiers[i]?.equals(qualifier) === true ? [i] : []));
  }

  /** Same names (qualifiers included) and types that hold the same values, whatever their encoding. */
  logicallyEquivalentNamesAndTypes(other: DFSchema): boolean {
    return this.#sameFields(other, logicallyEqualTypes);
  }

  /** Throws a PlanError naming the first column that differs in name or in type (nullability is not compared). */
  hasEquivalentNamesAndTypes(other: DFSchema): void {
    if (this.length !== other.length) {
      throw new PlanError(
        `Schema mismatch: the schema length are not same Expected schema length: ${this.length}, got: ${other.length}`,
      );
    }
    for (let i = 0; i < this.length; i++) this.#checkSameField(other, i);
  }

  #checkSameField(other: DFSchema, i: number): void {
    const [ours, theirs] = [this.fields[i]!, other.fields[i]!];
    if (
      sameQualifier(this.qualifiers[i], other.qualifiers[i]) &&
      ours.name === theirs.name &&
      semanticallyEqualTypes(ours.dataType, theirs.dataType)
    )
      return;
    throw new PlanError(
      `Schema mismatch: Expected field '${ours.name}' with type ${displayType(ours.dataType)}, but got '${theirs.name}' with type ${displayType(theirs.dataType)}.`,
    );
  }

  #sameFields(other: DFSchema, sameTypes: (a: Field['dataType'], b: Field['dataType']) => boolean): boolean {
    return (
      this.length === other.length &&
      this.fields.every((f, i) => {
        const theirs = other.fields[i]!;
        return (
          sameQualifier(this.qualifiers[i], other.qualifiers[i]) &&
          f.name === theirs.name &&
          sameTypes(f.dataType, theirs.dataType)
        );
      })
    );
  }

  /** Same qualifiers, fields, nullability and metadata in the same order. */
  equals(other: DFSchema): boolean {
    return (
      this === other ||
      (this.#sameFields(other, sameType) && this.fields.every((f, i) => f.nullable === other.fields[i]!.nullable))
    );
  }

  /** The same fields without qualifiers; names may then repeat. */
  stripQualifiers(): DFSchema {
    return this.withFieldQualifiers(this.qualifiers.map(() => undefined));
  }

  /** The same fields, all belonging to `qualifier`. */
  replaceQualifier(qualifier: TableReference | string): DFSchema {
    const relation = typeof qualifier === 'string' ? TableReference.parse(qualifier) : qualifier;
    return this.withFieldQualifiers(this.qualifiers.map(() => relation));
  }

  toString(): string {
    return `fields:[${this.fieldNames().join(', ')}], metadata:{${[...this.metadata].map(([k, v]) => `"${k}": "${v}"`).join(', ')}}`;
  }
}

function mergedMetadata(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (b.size === 0) return a;
  return a.size === 0 ? b : new Map([...a, ...b]);
}

function sameQualifier(a: TableReference | undefined, b: TableReference | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}
