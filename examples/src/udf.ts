/**
 * Scalar functions: from one literal on plain values, from parts on columns, and the full interface.
 * Run: `npm run build && node examples/dist/udf.js`
 */
import { flatten, flatVector, mem } from '@datafusion-ts/compute';
import { createUdf, DataTypes, SessionContext, Signature, type ScalarUDF } from 'datafusion-ts';

const ctx = new SessionContext();

// 64-bit integers are bigint, so that all of them are exact; NULL gives NULL without a call.
ctx.registerUdf(createUdf({ name: 'double', args: ['Int64'], returns: 'Int64', call: (x) => x * 2n }));

// Called on NULLs too, with named arguments.
ctx.registerUdf(
  createUdf({
    name: 'greet',
    args: ['Utf8', 'Utf8'],
    returns: 'Utf8',
    parameterNames: ['name', 'greeting'],
    calledOnNull: true,
    call: (name, greeting) => `${greeting ?? 'Hello'}, ${name ?? 'stranger'}!`,
  }),
);

// On columns: a loop over typed arrays in the engine's memory, for functions that are hot.
ctx.registerUdf(
  createUdf('square', [DataTypes.Float64], DataTypes.Float64, 'Immutable', ({ args, rowCount, arena }) => {
    const { values: from, validity, nullCount } = flatten(args[0]!, arena);
    const values = arena.alloc(rowCount * 8);
    const { f64 } = mem; // not kept: `alloc` may replace the buffer
    for (let row = 0; row < rowCount; row++) f64[(values >>> 3) + row] = f64[(from >>> 3) + row]! ** 2;
    return flatVector(DataTypes.Float64, rowCount, { values, width: 8, validity, nullCount });
  }),
);

// The full interface: any one argument, which is given back, and calls that the optimizer removes.
const same: ScalarUDF = {
  name: 'same',
  signature: Signature.any(1, 'Immutable'),
  returnField: ({ argFields }) => argFields[0]!,
  invoke: ({ args }) => args[0]!,
  simplify: (args) => args[0],
};
ctx.registerUdf(same);

await (await ctx.sql(`SELECT double(9007199254740993) AS exact, greet(greeting => 'Hi', name => NULL) AS text`)).show();
await (await ctx.sql('SELECT square(x) AS squared, same(x) AS x FROM (VALUES (1.5), (NULL), (3)) AS t(x)')).show();
export {};
