import { expectNoLeaksAsync } from '@datafusion-ts/test-utils';
import { createUdtf, SessionContext } from '../../src/index.js';
import { rowsOf } from './rows-of.js';

let made = 0;
let stopped = 0;
const count = createUdtf({
  name: 'count_from',
  args: ['Int64', 'Utf8'],
  returns: { n: 'Int64', text: 'Utf8', none: 'Float64' },
  *call(from, text) {
    try {
      for (let n = from ?? 0n; ; n++) {
        made++;
        yield { n, text };
      }
    } finally {
      stopped++;
    }
  },
});
const few = createUdtf({
  name: 'few',
  args: ['Int64'],
  returns: { n: 'Int64' },
  async *call(end) {
    for (let n = 0n; n < (end ?? 0n); n++) yield { n };
    if (end === 13n) throw new Error('unlucky');
  },
});

function context(): SessionContext {
  const made = new SessionContext();
  made.registerUdtf(count);
  made.registerUdtf(few);
  return made;
}

test('Rows are made as far as they are needed; projections, filters and limits work', async () => {
  const ctx = context();
  await expectNoLeaksAsync(async () => {
    [made, stopped] = [0, 0];
    expect(await rowsOf(ctx, "select text, n from count_from(2 + 3, 'x') where n % 2 = 0 limit 2")).toEqual([
      { text: 'x', n: 6n },
      { text: 'x', n: 8n },
    ]);
    expect(made).toBeLessThan(50_000);
    expect(stopped).toBe(1);
    expect(await rowsOf(ctx, 'select * from count_from(null, null) limit 1')).toEqual([
      { n: 0n, text: null, none: null },
    ]);
  });
});

test('More rows than a batch has, none, joins and aggregates', async () => {
  const ctx = context();
  await expectNoLeaksAsync(async () => {
    expect(await rowsOf(ctx, 'select count(*) as c, sum(n) as s from few(20000)')).toEqual([
      { c: 20000n, s: 199990000n },
    ]);
    expect(await rowsOf(ctx, 'select * from few(0)')).toEqual([]);
    expect(await rowsOf(ctx, 'select a.n from few(3) a join few(2) b on a.n = b.n + 1 order by 1')).toEqual([
      { n: 1n },
      { n: 2n },
    ]);
  });
});

test('Errors name the function', async () => {
  const ctx = context();
  await expectNoLeaksAsync(async () => {
    await expect(rowsOf(ctx, 'select * from few(13)')).rejects.toThrow("User-defined function 'few' failed: unlucky");
    await expect(rowsOf(ctx, 'select * from few()')).rejects.toThrow("'few' expects 1 argument(s) but received 0");
  });
});

test('A row with a key that is no column is refused', async () => {
  const ctx = new SessionContext();
  const typo = function* (): Generator<{ readonly n: bigint }> {
    yield { n: 1n };
    yield { n: 2n, N: 3n } as { readonly n: bigint };
  };
  ctx.registerUdtf(createUdtf({ name: 'typo', args: [], returns: { n: 'Int64' }, call: typo }));
  await expectNoLeaksAsync(() =>
    expect(rowsOf(ctx, 'select n from typo()')).rejects.toThrow(
      "User-defined function 'typo' failed: A row has 'N', which is no column",
    ),
  );
});
