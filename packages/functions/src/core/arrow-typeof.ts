import { DataTypes, displayType, ScalarValue } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { constantResult } from '../utils/rows.js';

/** `arrow_typeof(x)`: the Arrow type of an expression as text; `arrow_typeof(1)` is `Int64`. */
export const arrowTypeof: ScalarUDF = {
  name: 'arrow_typeof',
  signature: Signature.any(1, 'Immutable'),
  returnType: () => DataTypes.Utf8,
  invoke: (call) => constantResult(call, ScalarValue.utf8(displayType(call.argFields[0]!.dataType))),
  documentation: doc(
    Sections.other,
    'Gives the name of the Arrow type of an expression.',
    'arrow_typeof(expression)',
    "SELECT arrow_typeof('foo'), arrow_typeof(1)",
    [['expression', 'Constant, column or any expression.']],
  ),
};
