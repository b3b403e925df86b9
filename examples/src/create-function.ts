/**
 * CREATE FUNCTION: a function factory gives the statement its meaning; here LANGUAGE names who reads the text.
 * Run: `npm run build && node examples/dist/create-function.js`
 */
import { createUdf, defaultSessionStateBuilder, SessionContext, type FunctionFactory } from 'datafusion-ts';

/** Languages by the name behind LANGUAGE; each makes a function of numbers from a text. */
const languages: Readonly<Record<string, (body: string) => (x: number) => number>> = {
  polynomial: (body) => {
    const factors = body.split(',').map(Number);
    return (x) => factors.reduce((sum, factor) => sum * x + factor, 0);
  },
};

const factory: FunctionFactory = {
  create(_state, { name, params }) {
    const body = params.functionBody;
    const make = languages[params.language?.toLowerCase() ?? ''];
    if (make === undefined || body?.kind !== 'Literal') throw new Error('a language and a text are needed');
    const call = make(String(body.value.value));
    return Promise.resolve({
      kind: 'Scalar',
      func: createUdf({ name, args: ['Float64'], returns: 'Float64', call }),
    });
  },
};

const ctx = new SessionContext(defaultSessionStateBuilder().withFunctionFactory(factory).build());
await ctx.sql(`CREATE FUNCTION poly(DOUBLE) RETURNS DOUBLE LANGUAGE polynomial AS '1, -3, 2'`);
await (await ctx.sql('SELECT x, poly(x) AS y FROM (VALUES (0), (1), (2), (3)) AS t(x)')).show();
