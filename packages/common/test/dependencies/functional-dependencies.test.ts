import {
  aggregateFunctionalDependencies,
  Constraints,
  DataTypes as T,
  DFSchema,
  field,
  FunctionalDependencies,
  requiredGroupByIndices,
  requiredSortIndices,
  targetFunctionalDependencies,
  type FunctionalDependence,
} from '@datafusion-ts/common';

const key = (kind: 'PrimaryKey' | 'Unique', ...columns: readonly number[]): FunctionalDependencies =>
  FunctionalDependencies.fromConstraints(new Constraints([{ kind, columns }]), 3);
const table = DFSchema.fromUnqualifiedFields(
  ['id', 'a', 'b'].map((name) => field(name, T.Int64, false)),
).withFunctionalDependencies(key('PrimaryKey', 0));
const first = (dependencies: FunctionalDependencies): FunctionalDependence => dependencies.items[0]!;

describe('functional dependencies', () => {
  it('are lost with a source column', () => {
    expect(key('PrimaryKey', 0, 1).project([0, 2], 2).isEmpty).toBe(true);
  });

  it('of both inputs hold after an inner join, for several rows', () => {
    const joined = key('PrimaryKey', 0).join(key('Unique', 0), 'Inner', 3);
    expect(joined.items).toEqual([
      { sourceIndices: [0], targetIndices: [0, 1, 2], nullable: false, mode: 'Multi' },
      { sourceIndices: [3], targetIndices: [3, 4, 5], nullable: true, mode: 'Multi' },
    ]);
  });

  it('of the padded side become nullable, or vanish when they were', () => {
    expect(key('PrimaryKey', 0).join(key('PrimaryKey', 0), 'Left', 3).items[1]).toMatchObject({ nullable: true });
    expect(key('PrimaryKey', 0).join(key('Unique', 0), 'Left', 3).items).toHaveLength(1);
    expect(key('PrimaryKey', 0).join(key('PrimaryKey', 0), 'Full', 3).isEmpty).toBe(true);
    expect(key('PrimaryKey', 0).join(key('Unique', 1), 'RightSemi', 3).items).toEqual(key('Unique', 1).items);
  });

  it('make columns available that a group key determines', () => {
    expect(targetFunctionalDependencies(table, ['id'])).toEqual([0, 1, 2]);
    expect(targetFunctionalDependencies(table, ['a'])).toBeUndefined();
  });

  it('make determined group and sort keys redundant', () => {
    expect(requiredGroupByIndices(table, ['a', 'id', 'b'])).toEqual([1]);
    expect(requiredGroupByIndices(table, ['a', 'id + 1'])).toBeUndefined();
    expect(requiredSortIndices(table, ['a', 'id', 'b', 'x'])).toEqual([0, 1, 3]);
  });

  it('group keys determine the aggregates', () => {
    const output = DFSchema.fromUnqualifiedFields([field('a', T.Int64), field('count', T.Int64, false)]);
    const grouped = aggregateFunctionalDependencies(table, ['a'], output);
    expect(grouped.items).toEqual([{ sourceIndices: [0], targetIndices: [0, 1], nullable: true, mode: 'Single' }]);
    expect(first(aggregateFunctionalDependencies(table, ['id'], output))).toMatchObject({
      nullable: false,
      mode: 'Single',
    });
  });
});
