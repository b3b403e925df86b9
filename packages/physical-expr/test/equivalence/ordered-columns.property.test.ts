import { DataTypes, field, Schema } from '@datafusion-ts/common';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import {
  binary,
  Column,
  conjunction,
  EquivalenceProperties,
  filterFacts,
  joinEquivalenceProperties,
  lit,
  OrderedColumns,
  ProjectionMapping,
  projectProperties,
  sortExpr,
} from '@datafusion-ts/physical-expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';

/** What is known of some rows, and the bound of it. */
interface Known {
  readonly facts: EquivalenceProperties;
  readonly columns: OrderedColumns;
}

const schemaOf = (width: number): Schema =>
  new Schema(Array.from({ length: width }, (_, i) => field(`c${i}`, DataTypes.Int32, false)));

const columnOf = ({ facts }: Known, pick: number): Column => {
  const index = pick % facts.schema.fields.length;
  return new Column(facts.schema.field(index).name, index);
};

/** A column, the sum of two, or a literal. */
const exprOf = (known: Known, pick: number): PhysicalExpr => {
  if (pick % 7 === 0) return lit(5n);
  const column = columnOf(known, pick);
  return pick % 3 === 0 ? binary(column, 'Plus', columnOf(known, pick >> 3)) : column;
};

const table = (width: number): Known => ({
  facts: new EquivalenceProperties(schemaOf(width)),
  columns: OrderedColumns.none,
});

const picks = fc.array(fc.nat(200), { minLength: 1, maxLength: 4 });
const step = fc.record({ kind: fc.constantFrom('filter', 'project', 'sort', 'join', 'union'), picks });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function apply(known: Known, { kind, picks: chosen }: Step, other: Known): Known {
  const { facts, columns } = known;
  switch (kind) {
    case 'filter': {
      const parts = chosen.map((pick) => binary(columnOf(known, pick), 'Eq', exprOf(known, pick >> 2)));
      const predicate = conjunction(parts);
      return { facts: filterFacts(predicate, facts), columns: columns.filteredBy(predicate) };
    }
    case 'project': {
      const exprs = chosen.map((pick, i) => ({ expr: exprOf(known, pick), alias: `c${i}` }));
      const mapping = ProjectionMapping.fromProjection(exprs, facts.schema);
      return {
        facts: projectProperties(facts, mapping, schemaOf(exprs.length)),
        columns: columns.projectedBy(exprs),
      };
    }
    case 'sort': {
      const keys = chosen.map((pick) => sortExpr(columnOf(known, pick)));
      return { facts: facts.reorder(keys), columns: columns.sortedBy(keys) };
    }
    case 'join': {
      const width = facts.schema.fields.length;
      const on = chosen.map((pick) => [columnOf(known, pick), columnOf(other, pick >> 2)] as const);
      const schema = schemaOf(width + other.facts.schema.fields.length);
      return {
        facts: joinEquivalenceProperties(facts, other.facts, 'Inner', schema, [false, true], 'Right', on),
        columns: columns.joinedWith(width, other.columns, on, other.columns.hasOrder),
      };
    }
    case 'union': {
      const positions = facts.schema.fields.map((_, i) => i);
      return { facts: new EquivalenceProperties(facts.schema), columns: columns.or(other.columns).at(positions) };
    }
  }
}

function expectBound({ facts, columns }: Known): void {
  for (const bound of [columns, OrderedColumns.of(facts)]) {
    const { orderings } = facts.normalizedOrderings();
    if (!bound.hasOrder) expect(facts.outputOrdering()).toBeUndefined();
    facts.schema.fields.forEach(({ name }, i) => {
      const column = new Column(name, i);
      if (bound.isUnrelated(column)) expect(facts.group.classOf(column)).toBeUndefined();
      if (bound.has(column)) return;
      expect(facts.isExprConstant(column)).toBeUndefined();
      expect(facts.getExprProperties(column).sortProperties.kind).toBe('Unordered');
      const normal = facts.group.normalizeExpr(column);
      expect(orderings.some((keys) => keys.some(({ expr }) => expr.equals(normal)))).toBe(false);
    });
  }
}

describe('OrderedColumns', () => {
  it('name every column that is constant or ordered, whatever the operators', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 5 }), fc.array(step, { maxLength: 8 }), (first, steps) => {
        const other = first.reduce((known, next) => apply(known, next, table(3)), table(3));
        let known = table(4);
        for (const next of steps) {
          known = apply(known, next, other);
          expectBound(known);
        }
      }),
      propertyBudget(300),
    );
  });

  it('leaves out what nothing is known of', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name, i) => new Column(name, i)) as [Column, Column, Column];
    const joined = OrderedColumns.none.joinedWith(2, OrderedColumns.none, [[b, a]], false);
    expect([a, b, c].map((column) => joined.has(column))).toEqual([false, false, false]);
    expect([a, b, c].map((column) => joined.isUnrelated(column))).toEqual([true, false, false]);
    const filtered = joined.filteredBy(binary(c, 'Eq', lit(5n)));
    expect([a, b, c].map((column) => filtered.has(column))).toEqual([false, true, true]);
    expect(filtered.hasOrder).toBe(false);
    expect(filtered.sortedBy([sortExpr(a)]).hasOrder).toBe(true);
    expect(filtered.at([1, 0]).has(a)).toBe(true);
    expect(OrderedColumns.none.projectedBy([{ expr: lit(1n) }, { expr: a }]).has(b)).toBe(false);
    expect(OrderedColumns.none.followedByOrdered(1, 1).has(b)).toBe(true);
    expect(OrderedColumns.all.has(a)).toBe(true);
  });
});
