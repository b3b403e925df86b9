import { sameType } from '@datafusion-ts/common';
import { cast as castVector } from '@datafusion-ts/compute';
import { cast, tryCast, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';

/** `cast_to_type(x, y)`: x with the type of y; only y's type matters, its value is never looked at. */
function castLike(name: string, safe: boolean, description: string): ScalarUDF {
  return {
    name,
    signature: Signature.any(2, 'Immutable'),
    returnField: ({ argFields: [input, reference] }) => ({
      name,
      dataType: reference!.dataType,
      nullable: safe || input!.nullable || reference!.dataType.kind === 'Null',
    }),
    invoke: ({ args, returnField, arena }) => castVector(args[0]!, returnField.dataType, { safe }, arena),
    isRewritten: true,
    simplify: ([input, reference], context) => {
      const dataType = context.dataTypeOf(reference!);
      if (sameType(context.dataTypeOf(input!), dataType)) return input;
      return safe ? tryCast(input!, dataType) : cast(input!, dataType);
    },
    documentation: doc(Sections.other, description, `${name}(expression, reference)`, `SELECT ${name}('42', 0)`, [
      ['expression', 'What to cast.'],
      ['reference', 'An expression of the wanted type.'],
    ]),
  };
}

/** `cast_to_type`: fails for values that do not convert. */
export const castToType: ScalarUDF = castLike(
  'cast_to_type',
  false,
  'Casts a value to the type of another expression.',
);

/** `try_cast_to_type`: NULL for values that do not convert. */
export const tryCastToType: ScalarUDF = castLike(
  'try_cast_to_type',
  true,
  'Casts a value to the type of another expression; what does not convert becomes NULL.',
);
