import {
  Column,
  Constraints,
  DataTypes as T,
  DFSchema,
  field,
  FunctionalDependencies,
  Schema,
  TableReference,
  type QualifiedField,
} from '@datafusion-ts/common';

const named = (relation: string | undefined, name: string): QualifiedField => ({
  qualifier: relation === undefined ? undefined : TableReference.parse(relation),
  field: field(name, T.Int64),
});
const schemaOf = (...columns: readonly (readonly [string | undefined, string])[]): DFSchema =>
  DFSchema.fromQualifiedFields(columns.map(([relation, name]) => named(relation, name)));
const t = schemaOf(['t', 'a'], ['t', 'b'], ['t', 'Column1']);
const text = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was thrown');
};

describe('looking up columns', () => {
  it('finds qualified and unqualified names', () => {
    expect(t.indexOfColumn(new Column('t', 'b'))).toBe(1);
    expect(t.indexOfColumn(new Column('public.t', 'b'))).toBe(1);
    expect(t.indexOfColumn(Column.unqualified('a'))).toBe(0);
    expect(t.maybeIndexOfColumn(new Column('u', 'a'))).toBeUndefined();
  });

  it.each([
    ['x', 'Schema error: No field named x. Valid fields are t.a, t.b, t."Column1".'],
    ['column1', "Schema error: No field named column1. Did you mean 't.Column1'?."],
    ['z.a', 'Schema error: No field named z.a. Valid fields are t.a, t.b, t."Column1".'],
    [
      't."A"',
      'Schema error: No field named t."A". Column names are case sensitive. You can use double quotes to refer to the "t."A"" column or set the datafusion.sql_parser.enable_ident_normalization configuration. Valid fields are t.a, t.b, t."Column1".',
    ],
  ])('explains that %s is missing', (name, message) => {
    const column = Column.fromQualifiedName(name);
    expect(text(() => t.fieldWithName(column.relation, column.name))).toBe(message);
  });

  it('lists nothing for an empty schema', () => {
    expect(text(() => DFSchema.empty.fieldWithUnqualifiedName('x'))).toBe('Schema error: No field named x.');
  });

  it('refuses ambiguous names unless one has no qualifier', () => {
    const joined = t.join(schemaOf(['u', 'a']));
    expect(text(() => joined.fieldWithUnqualifiedName('a'))).toBe(
      'Schema error: Ambiguous reference to unqualified field a',
    );
    const hidden = DFSchema.unchecked([named('t', 'a'), named(undefined, 'a')]);
    expect(hidden.qualifiedFieldWithUnqualifiedName('a').qualifier).toBeUndefined();
  });
});

describe('combining schemas', () => {
  it.each([
    [
      [
        ['t', 'a'],
        ['t', 'a'],
      ],
      'Schema error: Schema contains duplicate qualified field name t.a',
    ],
    [
      [
        [undefined, 'a'],
        [undefined, 'a'],
      ],
      'Schema error: Schema contains duplicate unqualified field name a',
    ],
    [
      [
        ['t', 'a'],
        [undefined, 'a'],
      ],
      'Schema error: Schema contains qualified field name t.a and unqualified field name a which would be ambiguous',
    ],
  ] as const)('refuses %j', (columns, message) => {
    expect(text(() => schemaOf(...columns))).toBe(message);
  });

  it('merges only what is new', () => {
    const merged = t.merge(schemaOf(['t', 'a'], ['u', 'c']));
    expect(merged.fieldNames()).toEqual(['t.a', 't.b', 't.Column1', 'u.c']);
  });

  it('drops and replaces qualifiers', () => {
    expect(t.stripQualifiers().fieldNames()).toEqual(['a', 'b', 'Column1']);
    expect(t.replaceQualifier('s.u').fieldNames()).toEqual(['s.u.a', 's.u.b', 's.u.Column1']);
  });

  it('projects columns with their dependencies', () => {
    const keyed = t.withFunctionalDependencies(
      FunctionalDependencies.fromConstraints(new Constraints([{ kind: 'PrimaryKey', columns: [1] }]), 3),
    );
    expect(keyed.project([2, 1]).functionalDependencies.items).toEqual([
      { sourceIndices: [1], targetIndices: [0, 1], nullable: false, mode: 'Single' },
    ]);
  });
});

describe('equivalence', () => {
  it('ignores encodings of text, not names', () => {
    const [utf8, view] = [T.Utf8, T.Utf8View].map((type) =>
      DFSchema.fromQualifiedSchema('t', new Schema([field('a', type)])),
    );
    expect(utf8!.logicallyEquivalentNamesAndTypes(view!)).toBe(true);
    expect(utf8!.equals(view!)).toBe(false);
    expect(t.logicallyEquivalentNamesAndTypes(t.stripQualifiers())).toBe(false);
    expect(text(() => utf8!.hasEquivalentNamesAndTypes(t.project([0])))).toBe(
      "Error during planning: Schema mismatch: Expected field 'a' with type Utf8, but got 'a' with type Int64.",
    );
  });
});
