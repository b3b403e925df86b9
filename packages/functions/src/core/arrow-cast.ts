import { ExecutionError, PlanError, parseDataType, sameType, type DataType } from '@datafusion-ts/common';
import { cast as castVector } from '@datafusion-ts/compute';
import { cast, tryCast, type Expr, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { literalText, textOf, valueOfLiteral } from '../utils/literals.js';

/**
 * `arrow_cast(x, 'Int32')` and `arrow_try_cast`: a cast to an Arrow type given by name. The name must be a literal, since it
 * is the type of the result; the planner replaces the call by a plain cast.
 */
function castFunction(name: string, safe: boolean, description: string): ScalarUDF {
  const target = (text: string | undefined): DataType => {
    if (text === undefined || text === '')
      throw new ExecutionError(`${name} requires its second argument to be a non-empty constant string`);
    return typeNamed(text);
  };
  return {
    name,
    signature: Signature.coercible([Args.any, Args.string], 'Immutable'),
    returnField: (args) => {
      const [input] = args.argFields;
      return { name, dataType: target(literalText(args, 1)), nullable: safe || input!.nullable };
    },
    invoke: ({ args, returnField, arena }) => castVector(args[0]!, returnField.dataType, { safe }, arena),
    isRewritten: true,
    simplify: ([input, type], context): Expr => {
      const dataType = target(textOf(valueOfLiteral(type)));
      if (sameType(context.dataTypeOf(input!), dataType)) return input!;
      return safe ? tryCast(input!, dataType) : cast(input!, dataType);
    },
    documentation: doc(Sections.other, description, `${name}(expression, datatype)`, `SELECT ${name}(-5, 'Int8')`, [
      ['expression', 'What to cast.'],
      ['datatype', 'Name of an Arrow type, as `arrow_typeof` prints it.'],
    ]),
  };
}

function typeNamed(text: string): DataType {
  try {
    return parseDataType(text);
  } catch (error) {
    if (error instanceof PlanError) throw new ExecutionError(error.message);
    throw error;
  }
}

/** `arrow_cast`: fails for values that do not convert. */
export const arrowCast: ScalarUDF = castFunction('arrow_cast', false, 'Casts a value to an Arrow type given by name.');

/** `arrow_try_cast`: gives NULL for values that do not convert. */
export const arrowTryCast: ScalarUDF = castFunction(
  'arrow_try_cast',
  true,
  'Casts a value to an Arrow type given by name; what does not convert becomes NULL.',
);
