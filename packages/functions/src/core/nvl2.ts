import { ExecutionError, InternalError, PlanError, type DataType, displayType } from '@datafusion-ts/common';
import { caseExpr, makeExpr, type ScalarUDF } from '@datafusion-ts/expr';
import { typeUnionCoercion, Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { scalarReader } from '../utils/readers.js';
import { scalarRows } from '../utils/rows.js';

/** `nvl2(a, b, c)`: b where a is not NULL, else c. The planner turns it into CASE. */
export const nvl2: ScalarUDF = {
  name: 'nvl2',
  signature: Signature.userDefined('Immutable'),
  returnField: ({ argFields: [, present, absent] }) => {
    if (present === undefined || absent === undefined) throw new PlanError('nvl2 takes three arguments');
    return { name: 'nvl2', dataType: present.dataType, nullable: present.nullable || absent.nullable };
  },
  coerceTypes: (types) => {
    if (types.length !== 3) throw new ExecutionError(`nvl2 function requires 3 arguments, got ${types.length}`);
    const common = types.slice(1).reduce<DataType>((a, b) => {
      const coerced = typeUnionCoercion(a, b);
      if (coerced === undefined)
        throw new InternalError(`Coercion from ${displayType(a)} to ${displayType(b)} failed.`);
      return coerced;
    }, types[0]!);
    return types.map(() => common);
  },
  invoke: (call) =>
    scalarRows(
      call,
      (args) => {
        const [test, present, absent] = args.map(scalarReader);
        return (row) => (test!(row) === null ? absent!(row) : present!(row));
      },
      'values',
    ),
  isRewritten: true,
  simplify: ([test, present, absent]) =>
    caseExpr(undefined, [{ when: makeExpr({ kind: 'IsNotNull', expr: test! }), then: present! }], absent),
  shortCircuits: true,
  documentation: doc(
    Sections.conditional,
    'Gives the second argument where the first is not NULL, else the third.',
    'nvl2(expression1, expression2, expression3)',
    "SELECT nvl2(NULL, 'a', 'b')",
    [
      ['expression1', 'Tested for NULL.'],
      ['expression2', 'Result where it is not NULL.'],
      ['expression3', 'Result where it is NULL.'],
    ],
  ),
};
