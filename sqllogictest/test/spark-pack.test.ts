/** The Spark pack in a session: both ways to register it, what it replaces, and its meaning of syntax. */
import { registerSparkFunctions, sparkFunctions, withSparkFeatures } from '@datafusion-ts/functions-spark';
import { defaultSessionStateBuilder, SessionContext } from 'datafusion-ts';

const plain = (): SessionContext => new SessionContext();
const registered = (): SessionContext => {
  const context = new SessionContext();
  registerSparkFunctions(context);
  return context;
};
const built = (): SessionContext => new SessionContext(withSparkFeatures(defaultSessionStateBuilder()).build());

/** The only value of a query, as text. */
async function value(context: SessionContext, sql: string): Promise<string> {
  for await (const row of (await context.sql(sql)).rows()) return String(Object.values(row)[0]);
  throw new Error(`no rows: ${sql}`);
}

describe.each([
  ['registered in a session', registered],
  ['given to a builder', built],
])('%s', (_, session) => {
  it('replaces functions of the same name', async () => {
    expect(await value(plain(), "SELECT concat('a', NULL)")).toBe('a');
    expect(await value(session(), "SELECT concat('a', NULL)")).toBe('null');
  });
  it('gives SUBSTRING a place from the end', async () => {
    expect(await value(plain(), "SELECT substring('Spark SQL' FROM -3)")).toBe('Spark SQL');
    expect(await value(session(), "SELECT substring('Spark SQL' FROM -3)")).toBe('SQL');
    expect(await value(session(), "SELECT substring('Spark SQL' FROM 7 FOR 2)")).toBe('SQ');
    expect(await value(session(), "SELECT substr(x'010203', -2, 1)")).toBe('2');
  });
  it('makes EXTRACT the date_part of Spark, whose weeks start with day 1', async () => {
    expect(await value(plain(), "SELECT EXTRACT(DOW FROM DATE '2026-11-22')")).toBe('0');
    expect(await value(session(), "SELECT EXTRACT(DOW FROM DATE '2026-11-22')")).toBe('1');
  });
  it('leaves other syntax as it is', async () => {
    expect(await value(session(), "SELECT position('b' IN 'abc')")).toBe('2');
    expect(await value(session(), 'SELECT [1, 2][2]')).toBe('2');
  });
  it('has every function under all its names', () => {
    const { functions } = session().state;
    const { scalar, aggregate } = sparkFunctions();
    for (const func of scalar) {
      for (const name of [func.name, ...(func.aliases ?? [])])
        expect(functions.udf(name)).toMatchObject({ name: func.name });
    }
    for (const func of aggregate) expect(functions.udaf(func.name)).toMatchObject({ name: func.name });
  });
  it('names no function twice', () => {
    const names = sparkFunctions().scalar.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect(names).toEqual([...new Set(names)]);
  });
});
