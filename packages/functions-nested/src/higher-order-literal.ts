/** Higher-order functions from one literal: the engine calls the lambda on all elements at once, the literal combines. */
import { field, PlanError, type DataType } from '@datafusion-ts/common';
import { mem } from '@datafusion-ts/compute';
import {
  callUser,
  plainColumn,
  typeOf,
  vectorFromPlain,
  type HigherOrderUDF,
  type PlainValue,
  type TypeLike,
} from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { asPlainList, callOnElements, elementFieldOf, elementParameter } from './support/lambda-call.js';

/** A function of an array and a lambda over its elements: `count_if(array, x -> …)`. */
export interface HigherOrderLiteral {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** The type of the result, which may depend on the types of elements and of the lambda's values. */
  readonly returns: TypeLike | ((element: DataType, value: DataType) => TypeLike);
  /** The result for an array that is not NULL: of its elements, and of the lambda's value for each. */
  readonly call: (elements: readonly PlainValue[], values: readonly PlainValue[]) => PlainValue | undefined;
}

/**
 * A higher-order function on plain values:
 * `createHigherOrderUdf({ name: 'count_if', returns: 'Int64', call: (_elements, values) => … })`.
 */
export function createHigherOrderUdf({ name, aliases, returns, call }: HigherOrderLiteral): HigherOrderUDF {
  if (name === '') throw new PlanError('The name of a function must not be empty');
  const typeFor = typeof returns === 'function' ? returns : (): TypeLike => returns;
  const resultType = (array: DataType, value: DataType): DataType =>
    typeOf(typeFor(elementFieldOf(name, array).dataType, value));
  return {
    name,
    ...(aliases === undefined ? {} : { aliases }),
    signature: Signature.any(2, 'Immutable'),
    lambdaParameters: (argFields) => elementParameter(name, argFields),
    coerceValueTypes: (types) => types.map(asPlainList),
    returnField: ([array, lambda]) => field('', resultType(array!.dataType, lambda!.dataType)),
    invoke(args, rowCount, arena) {
      const type = resultType(args[0]!.field.dataType, args[1]!.field.dataType);
      const { lists, compact, values } = callOnElements(args, arena);
      const [elements, results] = [plainColumn(compact.elements), plainColumn(values)];
      const offset = (row: number): number => mem.i32[(compact.offsets >>> 2) + row]!;
      const result = (row: number): PlainValue | undefined =>
        lists.isNull(row)
          ? null
          : call(elements.slice(offset(row), offset(row + 1)), results.slice(offset(row), offset(row + 1)));
      return callUser(name, () => vectorFromPlain(type, rowCount, result, arena));
    },
  };
}
