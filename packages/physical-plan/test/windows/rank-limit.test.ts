/** Which rows of a window a filter on its values wants, see src/windows/rank-limit.ts. */
import { DataTypes, field, Schema } from '@datafusion-ts/common';
import { newWindowFrame, type WindowUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { binary, Column, lit, standardWindowExpr, type WindowExpr } from '@datafusion-ts/physical-expr';
import { rankLimit } from '../../src/windows/rank-limit.js';

const { Int64, UInt64 } = DataTypes;
const schema = new Schema([field('g', Int64), field('k', Int64)]);

function call(part: Partial<WindowUDF>): WindowExpr {
  const func: WindowUDF = {
    name: 'row_number',
    signature: Signature.nullary('Immutable'),
    field: ({ name }) => field(name, UInt64, false),
    partitionEvaluator: () => ({ usesWindowFrame: false, supportsBoundedExecution: true, includeRank: false }),
    ...part,
  };
  const window = {
    partitionBy: [new Column('g', 0)],
    orderBy: [{ expr: new Column('k', 1), options: { descending: false, nullsFirst: false } }],
    frame: newWindowFrame(false),
  };
  return standardWindowExpr(func, { name: 'r', args: [], schema }, window);
}

const atMostThree = binary(new Column('r', 2), 'LtEq', lit(3n));

describe('rankLimit', () => {
  it('is the bound on a function that counts the rows before', () => {
    expect(rankLimit(atMostThree, [call({ countsRowsBefore: true })], 2)).toBe(3);
  });

  it('trusts no function for its name', () => {
    expect(rankLimit(atMostThree, [call({})], 2)).toBeUndefined();
  });

  it('needs all functions of the operator to count the rows before', () => {
    expect(rankLimit(atMostThree, [call({ countsRowsBefore: true }), call({ name: 'ntile' })], 2)).toBeUndefined();
  });
});
