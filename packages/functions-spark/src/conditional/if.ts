import { displayType, PlanError } from '@datafusion-ts/common';
import { caseExpr, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature, tryTypeUnionResolution } from '@datafusion-ts/expr-common';
import { doc, scalarReader, scalarRows, Sections } from '@datafusion-ts/functions';

/**
 * `if(test, a, b)`: a where the test is true, else (false or NULL) b. The planner turns it into CASE, so that only the
 * chosen argument is evaluated.
 *
 * Example: `SELECT if(1 < 2, 'a', 'b')` is `a`.
 */
export const ifFunction: ScalarUDF = {
  name: 'if',
  signature: Signature.userDefined('Immutable'),
  coerceTypes: (types) => {
    const [test, ...values] = types;
    if (types.length !== 3) {
      throw new PlanError(`Function 'if' expects 3 arguments but received ${types.length}`);
    }
    if (test!.kind !== 'Boolean' && test!.kind !== 'Null') {
      throw new PlanError(`For function 'if' ${displayType(test!)} is not a boolean or null`);
    }
    return [test!, ...tryTypeUnionResolution(values)];
  },
  returnField: ({ argFields: [, present, absent] }) => ({
    name: 'if',
    dataType: present!.dataType.kind === 'Null' ? absent!.dataType : present!.dataType,
    nullable: true,
  }),
  invoke: (call) =>
    scalarRows(
      call,
      (args) => {
        const [test, present, absent] = args.map(scalarReader);
        return (row) => (test!(row)?.value === true ? present!(row) : absent!(row));
      },
      'values',
    ),
  simplify: ([test, present, absent]) => caseExpr(undefined, [{ when: test!, then: present! }], absent),
  shortCircuits: true,
  documentation: doc(
    Sections.conditional,
    'Gives one of two values by a test.',
    'if(expr1, expr2, expr3)',
    "SELECT if(1 < 2, 'a', 'b')",
    [
      ['expr1', 'The test, a boolean.'],
      ['expr2', 'Result where it is true.'],
      ['expr3', 'Result where it is false or NULL.'],
    ],
  ),
};
