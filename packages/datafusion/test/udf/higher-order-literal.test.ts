import { expectNoLeaksAsync } from '@datafusion-ts/test-utils';
import { createHigherOrderUdf, SessionContext } from '../../src/index.js';
import { rowsOf } from './rows-of.js';

test('A literal combines elements and the values of the lambda', async () => {
  const context = new SessionContext();
  context.registerHigherOrderFunction(
    createHigherOrderUdf({
      name: 'best_by',
      returns: (element) => element,
      call: (elements, values) => {
        let best = -1;
        values.forEach((value, i) => {
          if (value === -99n) throw new Error('no such value');
          if (value !== null && (best < 0 || (value as bigint) > (values[best] as bigint))) best = i;
        });
        return elements[best];
      },
    }),
  );
  await context.sql("set datafusion.sql_parser.dialect = 'databricks'");
  await context.sql('create table t as values ([1, -5, 3], 1), ([], 1), (null, 1), ([null, 2], -1)');
  await expectNoLeaksAsync(async () => {
    expect(await rowsOf(context, 'select best_by(column1, x -> x * x * column2) as b from t')).toEqual([
      { b: -5n },
      { b: null },
      { b: null },
      { b: 2n },
    ]);
    expect(await rowsOf(context, 'select best_by(column1, x -> x) as b from t where false')).toEqual([]);
    await expect(rowsOf(context, 'select best_by(column1, x -> -99) as b from t')).rejects.toThrow(
      "User-defined function 'best_by' failed: no such value",
    );
    await expect(rowsOf(context, 'select best_by(1, x -> x) as b from t')).rejects.toThrow('best_by');
  });
});
