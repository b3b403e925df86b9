import { DataTypes, field, Schema } from '@datafusion-ts/common';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import {
  Column,
  constExpr,
  EquivalenceProperties,
  ProjectionMapping,
  projectProperties,
  sortExpr,
  type LexOrdering,
} from '@datafusion-ts/physical-expr';

/** Rows of four small columns, and the facts that truly hold of them. */
const schema = new Schema(['a', 'b', 'c', 'd'].map((name) => field(name, DataTypes.Int32, false)));
const columns = ['a', 'b', 'c', 'd'].map((name, i) => new Column(name, i));

type Row = readonly number[];
const arbitraryTable = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }), {
  minLength: 1,
  maxLength: 8,
});
const arbitraryKeys = fc.uniqueArray(fc.tuple(fc.nat(3), fc.boolean()), {
  selector: ([i]) => i,
  minLength: 1,
  maxLength: 4,
});

const orderingOf = (keys: readonly (readonly [number, boolean])[], from: readonly Column[] = columns): LexOrdering =>
  keys.map(([i, descending]) => sortExpr(from[i]!, { descending, nullsFirst: descending }));

function isSorted(rows: readonly Row[], keys: readonly (readonly [number, boolean])[]): boolean {
  return rows.every((row, r) => {
    if (r === 0) return true;
    for (const [i, descending] of keys) {
      const difference = row[i]! - rows[r - 1]![i]!;
      if (difference !== 0) return descending ? difference < 0 : difference > 0;
    }
    return true;
  });
}

/** Facts of a table: the orderings among the candidates that hold, its equal columns, its constant columns. */
function factsOf(
  rows: readonly Row[],
  candidates: readonly (readonly (readonly [number, boolean])[])[],
): EquivalenceProperties {
  let facts = EquivalenceProperties.withOrderings(
    schema,
    candidates.filter((keys) => isSorted(rows, keys)).map((keys) => orderingOf(keys)),
  );
  for (let i = 0; i < 4; i++) {
    for (let j = i + 1; j < 4; j++) {
      if (rows.every((row) => row[i] === row[j])) facts = facts.addEqualCondition(columns[i]!, columns[j]!);
    }
    if (rows.every((row) => row[i] === rows[0]![i])) facts = facts.addConstants([constExpr(columns[i]!)]);
  }
  return facts;
}

describe('equivalence properties of real tables', () => {
  it('never claim an ordering that does not hold', () => {
    fc.assert(
      fc.property(
        arbitraryTable,
        fc.array(arbitraryKeys, { maxLength: 6 }),
        arbitraryKeys,
        (rows, candidates, wanted) => {
          const facts = factsOf(rows, candidates);
          if (facts.orderingSatisfy(orderingOf(wanted))) expect(isSorted(rows, wanted)).toBe(true);
          const output = facts.outputOrdering();
          if (output !== undefined) {
            const keys = output.map((key) => [(key.expr as Column).index, key.options.descending] as const);
            expect(isSorted(rows, keys)).toBe(true);
          }
        },
      ),
      propertyBudget(400),
    );
  });

  it('claim every ordering they were told, and its prefixes', () => {
    fc.assert(
      fc.property(arbitraryTable, arbitraryKeys, (rows, keys) => {
        const sorted = [...rows].sort((x, y) => {
          for (const [i, descending] of keys) if (x[i] !== y[i]) return (x[i]! - y[i]!) * (descending ? -1 : 1);
          return 0;
        });
        const facts = factsOf(sorted, [keys]);
        for (let n = 1; n <= keys.length; n++) expect(facts.orderingSatisfy(orderingOf(keys.slice(0, n)))).toBe(true);
      }),
      propertyBudget(200),
    );
  });

  it('stay true after a projection', () => {
    fc.assert(
      fc.property(
        arbitraryTable,
        fc.array(arbitraryKeys, { maxLength: 6 }),
        fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
        arbitraryKeys,
        (rows, candidates, picked, wanted) => {
          const output = new Schema(picked.map((_, i) => field(`x${i}`, DataTypes.Int32, false)));
          const mapping = ProjectionMapping.fromProjection(
            picked.map((i, n) => ({ expr: columns[i]!, alias: `x${n}` })),
            schema,
          );
          const facts = projectProperties(factsOf(rows, candidates), mapping, output);
          const projected = rows.map((row) => picked.map((i) => row[i]!));
          const keys = wanted.filter(([i]) => i < picked.length);
          const targets = picked.map((_, i) => new Column(`x${i}`, i));
          if (facts.orderingSatisfy(orderingOf(keys, targets))) expect(isSorted(projected, keys)).toBe(true);
        },
      ),
      propertyBudget(400),
    );
  });
});
