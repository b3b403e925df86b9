import { Constraints, DataTypes, field, Schema } from '@datafusion-ts/common';
import { SINGLETON, type PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  binary,
  calculateUnion,
  CastExpr,
  Column,
  constExpr,
  EquivalenceProperties,
  formatOrdering,
  hashPartitioned,
  hashPartitioning,
  joinEquivalenceProperties,
  lit,
  partitioningSatisfaction,
  ProjectionMapping,
  projectProperties,
  sortExpr,
  uniform,
  type LexOrdering,
} from '@datafusion-ts/physical-expr';

const schema = new Schema(['a', 'b', 'c', 'd'].map((name) => field(name, DataTypes.Int32)));
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name, i) => new Column(name, i)) as [Column, Column, Column, Column];
const asc = (...exprs: PhysicalExpr[]): LexOrdering => exprs.map((expr) => sortExpr(expr));
const facts = (...orderings: LexOrdering[]): EquivalenceProperties =>
  EquivalenceProperties.withOrderings(schema, orderings);

describe('orderingSatisfy', () => {
  it('accepts prefixes and nothing else', () => {
    const known = facts(asc(a, b));
    expect(known.orderingSatisfy(asc(a))).toBe(true);
    expect(known.orderingSatisfy(asc(a, b))).toBe(true);
    expect(known.orderingSatisfy(asc(b))).toBe(false);
    expect(known.orderingSatisfy(asc(a, b, c))).toBe(false);
    expect(known.orderingSatisfy([sortExpr(a, { descending: true, nullsFirst: true })])).toBe(false);
    expect(known.orderingSatisfy([])).toBe(true);
  });

  it('skips constants and follows equalities', () => {
    const known = facts(asc(a, b))
      .addConstants([constExpr(a)])
      .addEqualCondition(b, c);
    expect(known.orderingSatisfy(asc(b))).toBe(true);
    expect(known.orderingSatisfy(asc(c, a))).toBe(true);
    expect(known.orderingSatisfy(asc(d))).toBe(false);
  });

  it('combines independent orderings', () => {
    const known = facts(asc(a, b), asc(c));
    expect(known.orderingSatisfy(asc(c, a, b))).toBe(true);
    expect(known.orderingSatisfy(asc(c, b))).toBe(false);
    expect(facts(asc(a), asc(b)).orderingSatisfy(asc(b))).toBe(true);
  });

  it('sees through functions that keep order', () => {
    const known = facts(asc(a), asc(b));
    expect(known.orderingSatisfy(asc(new CastExpr(a, DataTypes.Int64)))).toBe(true);
    expect(known.orderingSatisfy(asc(new CastExpr(a, DataTypes.Utf8)))).toBe(false);
    expect(known.orderingSatisfy(asc(binary(a, 'Plus', b)))).toBe(true);
    expect(known.orderingSatisfy(asc(binary(a, 'Minus', b)))).toBe(false);
    expect(known.orderingSatisfy(asc(binary(a, 'Plus', lit(1n))))).toBe(true);
    expect(known.getExprProperties(lit(1n)).sortProperties).toBe(SINGLETON);
  });

  it('uses keys: what follows unique columns does not matter', () => {
    const known = facts(asc(a)).withConstraints(new Constraints([{ kind: 'PrimaryKey', columns: [0] }]));
    expect(known.orderingSatisfy(asc(a, c, b))).toBe(true);
    expect(known.orderingSatisfy(asc(c, a))).toBe(false);
  });

  it('ignores the place of nulls where there are none', () => {
    const strict = new Schema([field('a', DataTypes.Int32, false)]);
    const known = EquivalenceProperties.withOrderings(strict, [asc(a)]);
    expect(known.orderingSatisfy([sortExpr(a, { descending: false, nullsFirst: true })])).toBe(true);
    expect(facts(asc(a)).orderingSatisfy([sortExpr(a, { descending: false, nullsFirst: true })])).toBe(false);
  });
});

describe('normal forms', () => {
  it('drop orderings that others imply', () => {
    expect(String(facts(asc(a), asc(a, b), asc(c, a)).orderings)).toBe('[[a@0, b@1], [c@2]]');
  });

  it('give the finer of two requirements when one begins with the other', () => {
    const known = facts();
    expect(known.getFinerRequirement([{ expr: a }], asc(a, b))).toEqual(asc(a, b));
    expect(known.getFinerRequirement(asc(b), asc(a))).toBeUndefined();
  });

  it('find the longest order of a set of keys', () => {
    expect(facts(asc(a, b, c)).findLongestPermutation([c, b, a]).indices).toEqual([2, 1, 0]);
    expect(facts(asc(a, b)).findLongestPermutation([b, c]).indices).toEqual([]);
    expect(facts(asc(a, b)).findLongestPermutation([a, c]).indices).toEqual([0]);
  });
});

describe('projection', () => {
  const project = (
    known: EquivalenceProperties,
    exprs: readonly (readonly [PhysicalExpr, string])[],
  ): EquivalenceProperties => {
    const output = new Schema(exprs.map(([expr, name]) => field(name, expr.dataType(schema))));
    const mapping = ProjectionMapping.fromProjection(
      exprs.map(([expr, alias]) => ({ expr, alias })),
      schema,
    );
    return projectProperties(known, mapping, output);
  };

  it('renames orderings and cuts them at the first lost key', () => {
    expect(
      formatOrdering(
        project(facts(asc(a, b, c)), [
          [b, 'y'],
          [a, 'x'],
        ]).outputOrdering()!,
      ),
    ).toBe('x@1 ASC NULLS LAST, y@0 ASC NULLS LAST');
    expect(project(facts(asc(a, b)), [[b, 'b']]).outputOrdering()).toBeUndefined();
  });

  it('keeps what is monotonic in a lost key', () => {
    const known = project(facts(asc(a, b)), [
      [new CastExpr(a, DataTypes.Int64), 'x'],
      [b, 'y'],
    ]);
    expect(formatOrdering(known.outputOrdering()!)).toBe('x@0 ASC NULLS LAST');
  });

  it('knows equal columns of equal sources, and constants of literals', () => {
    const known = project(facts(asc(a)), [
      [a, 'x'],
      [a, 'y'],
      [lit(5n), 'z'],
    ]);
    expect(known.group.exprsEqual(new Column('x', 0), new Column('y', 1))).toBe(true);
    expect(known.isExprConstant(new Column('z', 2))).toEqual(uniform(lit(5n).literal));
  });

  it('finds a key through an equal column', () => {
    const known = project(facts(asc(a)).addEqualCondition(a, b), [[b, 'y']]);
    expect(formatOrdering(known.outputOrdering()!)).toBe('y@0 ASC NULLS LAST');
  });
});

describe('joins and unions', () => {
  const joined = new Schema([...schema.fields, ...schema.fields]);

  it('make keys equal and keep the order of the kept side', () => {
    const known = joinEquivalenceProperties(facts(asc(c)), facts(asc(a)), 'Inner', joined, [false, true], 'Right', [
      [a, b],
    ]);
    expect(known.group.exprsEqual(a, new Column('b', 5))).toBe(true);
    expect(known.orderingSatisfy(asc(new Column('a', 4)))).toBe(true);
    expect(known.orderingSatisfy(asc(c))).toBe(false);
  });

  it('do not make keys of outer joins equal', () => {
    const known = joinEquivalenceProperties(facts(), facts(), 'Left', joined, [true, false], undefined, [[a, b]]);
    expect(known.group.exprsEqual(a, new Column('b', 5))).toBe(false);
  });

  it('keep what all inputs of a union share', () => {
    const known = calculateUnion([facts(asc(a, b)), facts(asc(a, c))], schema);
    expect(formatOrdering(known.outputOrdering()!)).toBe('a@0 ASC NULLS LAST');
    const constant = calculateUnion([facts(asc(a, c)).addConstants([constExpr(b)]), facts(asc(a, b, c))], schema);
    expect(formatOrdering(constant.outputOrdering()!)).toBe(
      'a@0 ASC NULLS LAST, b@1 ASC NULLS LAST, c@2 ASC NULLS LAST',
    );
  });
});

describe('partitioning', () => {
  it('satisfies by equal keys, by subsets when allowed', () => {
    const known = facts().addEqualCondition(a, b);
    expect(partitioningSatisfaction(hashPartitioning([a], 4), hashPartitioned([b]), known)).toBe('Exact');
    expect(partitioningSatisfaction(hashPartitioning([a], 4), hashPartitioned([a, c]), known)).toBe('NotSatisfied');
    expect(partitioningSatisfaction(hashPartitioning([a], 4), hashPartitioned([a, c]), known, true)).toBe('Subset');
    expect(partitioningSatisfaction(hashPartitioning([a], 1), { kind: 'SinglePartition' }, known)).toBe('Exact');
  });
});
