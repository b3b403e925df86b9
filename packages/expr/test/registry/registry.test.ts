import { invalidFunction, MemoryFunctionRegistry, suggestValidFunction } from '@datafusion-ts/expr';
import { absUdf, errorOf, rowNumberUdwf, sumUdaf } from '../fixtures.js';

describe('the function registry', () => {
  const registry = (): MemoryFunctionRegistry =>
    new MemoryFunctionRegistry({
      scalar: [{ ...absUdf, aliases: ['absolute'] }],
      aggregate: [sumUdaf],
      window: [rowNumberUdwf],
    });

  it('finds functions by name and alias', () => {
    expect(registry().udf('absolute').name).toBe('abs');
    expect(registry().udfNames()).toEqual(['abs', 'absolute']);
    expect(registry().findUdaf('abs')).toBeUndefined();
    expect(errorOf(() => registry().udaf('nosuch'))).toContain('There is no UDAF named "nosuch" in the registry');
  });
  it('replaces and removes under all names', () => {
    const functions = registry();
    const other = { ...absUdf };
    expect(functions.registerUdf(other)?.aliases).toEqual(['absolute']);
    expect(functions.udf('abs')).toBe(other);
    functions.deregisterUdf('abs');
    expect(functions.findUdf('abs')).toBeUndefined();
  });
  it('suggests the nearest name', () => {
    expect(suggestValidFunction('SQR', ['sqrt', 'sum'])).toBe('sqrt');
    expect(String(invalidFunction('summ', registry()))).toBe(
      "Error during planning: Invalid function 'summ'.\nDid you mean 'sum'?",
    );
    expect(String(invalidFunction('row_num', registry(), true))).toContain("Did you mean 'row_number'?");
    expect(String(invalidFunction('x', new MemoryFunctionRegistry()))).toBe(
      "Error during planning: Invalid function 'x'.",
    );
  });
});
