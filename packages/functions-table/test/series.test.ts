import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import { Arena, getScalar } from '@datafusion-ts/compute';
import { lit, type Expr } from '@datafusion-ts/expr';
import type { LazyMemoryExec } from '@datafusion-ts/physical-plan';
import { ConfigOptions } from '@datafusion-ts/common';
import type { Session } from '@datafusion-ts/session';
import { generateSeries, range } from '../src/index.js';

const session = { config: new ConfigOptions() } as unknown as Session;

async function values(func: typeof range, args: readonly Expr[], batchSize = 3): Promise<readonly unknown[]> {
  const plan = (await func.call(args).scan(session, { filters: [] })) as LazyMemoryExec;
  const arena = new Arena();
  const found: unknown[] = [];
  for (const batch of plan.generators[0]!.generate(arena, batchSize)) {
    for (let row = 0; row < batch.rowCount; row++) found.push(getScalar(batch.columns[0]!, row).value);
  }
  arena.release();
  return found;
}

const timestamp = (nanos: bigint): Expr => lit(new ScalarValue(DataTypes.timestamp('Nanosecond'), nanos));
const months = (count: number): Expr =>
  lit(new ScalarValue(DataTypes.interval('MonthDayNano'), { months: count, days: 0, nanoseconds: 0n }));
const day = 86_400_000_000_000n;

describe('generate_series and range', () => {
  it('include or leave out the end, over several batches', async () => {
    expect(await values(generateSeries, [lit(1n), lit(5n)])).toEqual([1n, 2n, 3n, 4n, 5n]);
    expect(await values(range, [lit(1n), lit(5n)])).toEqual([1n, 2n, 3n, 4n]);
    expect(await values(range, [lit(10n), lit(0n), lit(-4n)])).toEqual([10n, 6n, 2n]);
  });

  it('are empty when the step leads away', async () => {
    expect(await values(generateSeries, [lit(5n), lit(1n)])).toEqual([]);
  });

  it('stay exact beyond 2^53 and below zero', async () => {
    const start = 2n ** 60n;
    expect(await values(generateSeries, [lit(start), lit(start + 2n)])).toEqual([start, start + 1n, start + 2n]);
    expect(await values(generateSeries, [lit(-2n), lit(1n)])).toEqual([-2n, -1n, 0n, 1n]);
  });

  it('step by calendar months', async () => {
    const stamps = await values(range, [timestamp(0n), timestamp(100n * day), months(1)]);
    expect(stamps).toEqual([0n, 31n * day, 59n * day, 90n * day]);
  });

  it('give nothing for NULL and keep the type', () => {
    const table = range.call([timestamp(0n), lit(ScalarValue.null()), months(1)]);
    expect(table.schema.field(0).dataType).toEqual(DataTypes.timestamp('Nanosecond'));
  });

  it.each([
    [[lit(1n), lit(2n), lit(0n)], 'Step cannot be zero'],
    [[], 'range function requires 1 to 3 arguments'],
    [[lit(1.5)], 'Argument #1 must be an INTEGER, TIMESTAMP, DATE or NULL, got Float64'],
    [[timestamp(0n), timestamp(1n)], 'range function with timestamps requires exactly 3 arguments'],
  ])('refuse wrong arguments (%#)', (args, message) => {
    expect(() => range.call(args)).toThrow(message);
  });
});
