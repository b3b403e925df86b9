/** Every function says what it does, and its example runs. */
import { SessionContext } from 'datafusion-ts';
import { allDefaultFunctions } from '@datafusion-ts/functions';

const functions = allDefaultFunctions();
const examples = functions.flatMap((func) => {
  const sql = func.documentation?.sqlExample;
  return sql === undefined ? [] : [[func.name, sql] as const];
});

describe('documentation of scalar functions', () => {
  it.each(functions.map((func) => [func.name, func] as const))('%s has section, description and syntax', (_, func) => {
    expect(func.documentation?.section).toMatch(/Functions$/);
    expect(func.documentation?.description).toMatch(/\.$/);
    expect(func.documentation?.syntax).toContain(func.name);
  });

  it.each(examples)('the example of %s runs: %s', async (_, sql) => {
    const frame = await new SessionContext().sql(sql);
    await expect(frame.toText()).resolves.toContain('|');
  });

  it('uses every name once', () => {
    const names = functions.flatMap((func) => [func.name, ...(func.aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
  });
});
