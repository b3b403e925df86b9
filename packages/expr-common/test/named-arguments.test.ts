import { resolveNamedArguments, Signature } from '@datafusion-ts/expr-common';

const signature = Signature.userDefined('Immutable').withParameterNames(['str', 'start_pos', 'length']);
const resolve = (...args: readonly (readonly [string | undefined, number])[]): readonly number[] =>
  resolveNamedArguments(
    'substr',
    signature,
    args.map(([name, value]) => ({ name, value })),
  );

describe('named arguments', () => {
  it('are put in the order of the parameters', () => {
    expect(resolve([undefined, 1], ['length', 3], ['start_pos', 2])).toEqual([1, 2, 3]);
    expect(resolve(['start_pos', 2], ['str', 1])).toEqual([1, 2]);
    expect(resolve([undefined, 1], [undefined, 2])).toEqual([1, 2]);
  });

  it.each([
    [[['str', 1], [undefined, 2]], 'Positional argument at position 1 follows named argument. All positional arguments must come before named arguments.'],
    [[['foo', 1]], "Unknown parameter name 'foo'. Valid parameters are: [str, start_pos, length]"],
    [[['str', 1], ['str', 2]], "Parameter 'str' specified multiple times"],
    [[[undefined, 1], ['str', 2]], "Parameter 'str' specified multiple times"],
    [[['start_pos', 2]], "Missing required parameter 'str'"],
    [[['str', 1], ['length', 2]], "Missing required parameter 'start_pos'"],
  ] as const)('%j', (args, message) => {
    expect(() => resolve(...args)).toThrow(message);
  });

  it('need parameter names', () => {
    expect(() => resolveNamedArguments('abs', Signature.numeric(1, 'Immutable'), [{ name: 'x', value: 1 }])).toThrow(
      "Function 'abs' does not support named arguments",
    );
  });
});
