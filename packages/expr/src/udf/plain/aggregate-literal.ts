/** Aggregate functions from one literal: a state of plain values, and how rows and other states come into it. */
import { NotImplementedError, PlanError, ScalarValue } from '@datafusion-ts/common';
import type { AccumulatorArgs } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '../aggregate-udf.js';
import { fromPlain } from './from-plain.js';
import { PlainAccumulator } from './plain-accumulator.js';
import { PlainGroupsAccumulator } from './plain-groups-accumulator.js';
import type { PlainAggregate } from './plain-aggregate.js';
import { typeOf, type PlainArgs, type PlainInputOf, type TypeLike } from './plain-type.js';
import { describeLiteral, type CallableLiteral } from './scalar-literal.js';
import { callUser } from './user-error.js';

/**
 * An aggregate function. `update`, `merge` and `retract` change the state they get, or return another one. By default
 * rows with a NULL argument are left out. ORDER BY and DISTINCT inside calls need the full interface (DISTINCT is fine
 * where the optimizer makes a grouping of it).
 */
export interface AggregateLiteral<
  Args extends readonly TypeLike[],
  R extends TypeLike,
  Nulls extends boolean,
  Fields extends Readonly<Record<string, TypeLike>>,
  State extends { readonly [F in keyof Fields]: unknown },
> extends CallableLiteral<Args, R, Nulls> {
  /** Types of the members of the state, by name: what partial aggregation hands on, and what spills. */
  readonly state: Fields;
  /** The state over no rows. */
  readonly init: () => State;
  /** Adds a row. */
  readonly update: (state: NoInfer<State>, ...args: PlainArgs<Args, Nulls>) => NoInfer<State> | void;
  /** Adds the rows of another state. */
  readonly merge: (state: NoInfer<State>, other: NoInfer<State>) => NoInfer<State> | void;
  /** Takes a row out again, for windows whose frames slide; without it such windows are refused. */
  readonly retract?: (state: NoInfer<State>, ...args: PlainArgs<Args, Nulls>) => NoInfer<State> | void;
  /** The result; may be asked for again after more rows, so the state must stay as it is. */
  readonly evaluate: (state: NoInfer<State>) => PlainInputOf<R> | null | undefined;
}

/** The literal without its types. */
export type AnyAggregateLiteral = CallableLiteral<readonly TypeLike[], TypeLike, boolean> & {
  readonly state: Readonly<Record<string, TypeLike>>;
} & Pick<PlainAggregate, 'init' | 'update' | 'merge' | 'evaluate'> & { readonly retract?: PlainAggregate['retract'] };

/** The full interface over a literal. */
export function aggregateUdfOf(literal: AnyAggregateLiteral): AggregateUDF {
  const { name } = literal;
  if (literal.args.length === 0) throw new PlanError(`The aggregate function '${name}' must have an argument`);
  const described = describeLiteral(literal);
  const returns = typeOf(literal.returns);
  const aggregate: PlainAggregate = {
    name,
    argCount: literal.args.length,
    calledOnNull: literal.calledOnNull === true,
    fields: Object.entries(literal.state).map(([field, type]) => ({
      name: field,
      dataType: typeOf(type),
      nullable: true,
    })),
    returns,
    init: literal.init,
    update: literal.update,
    retract: literal.retract,
    merge: literal.merge,
    evaluate: literal.evaluate,
  };
  return {
    ...described,
    returnType: () => returns,
    stateFields: (args) => aggregate.fields.map((field) => ({ ...field, name: `${args.name}[${field.name}]` })),
    accumulator: (args) => new PlainAccumulator(checked(aggregate, args)),
    groupsAccumulator: (args) => new PlainGroupsAccumulator(checked(aggregate, args), args.charge),
    defaultValue: () =>
      callUser(name, () => new ScalarValue(returns, fromPlain(returns, aggregate.evaluate(aggregate.init())))),
  };
}

function checked(aggregate: PlainAggregate, { isDistinct, orderBy }: AccumulatorArgs): PlainAggregate {
  const clause = isDistinct ? 'DISTINCT' : orderBy.length > 0 ? 'ORDER BY' : undefined;
  if (clause === undefined) return aggregate;
  throw new NotImplementedError(`${clause} in calls of the user-defined aggregate function '${aggregate.name}'`);
}
