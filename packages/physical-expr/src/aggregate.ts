import { DataFusionError, field, NotImplementedError, Schema, type Field } from '@datafusion-ts/common';
import { Arena, Batch, getScalar, type MemoryCharge } from '@datafusion-ts/compute';
import type { AggregateUDF } from '@datafusion-ts/expr';
import type { Accumulator, AccumulatorArgs, GroupsAccumulator, PhysicalExpr } from '@datafusion-ts/expr-common';
import type { ScalarValue } from '@datafusion-ts/common';
import { reverseSortExpr, type LexOrdering } from './sort-expr.js';
import { equalExprs } from './utils/expr-lists.js';

/** Parts of an {@link AggregateFunctionExpr}. */
export interface AggregateExprParts {
  readonly func: AggregateUDF;
  readonly args: readonly PhysicalExpr[];
  /** The schema the arguments are bound to. */
  readonly schema: Schema;
  /** Column name of the result: `sum(t.a)`. */
  readonly name: string;
  /** Text of the call in the tree format of EXPLAIN: `sum(a)`; default: the name. */
  readonly humanDisplay?: string;
  /** True when the call was under an alias in the plan: EXPLAIN prints `humanDisplay as name`. */
  readonly isAliased?: boolean;
  readonly isDistinct?: boolean;
  readonly ignoreNulls?: boolean;
  /** ORDER BY inside the call, or WITHIN GROUP. */
  readonly orderBy?: LexOrdering;
  readonly isReversed?: boolean;
  readonly returnField?: Field;
}

/** A call of an aggregate function on bound arguments: describes it, and makes its state. Immutable. */
export class AggregateFunctionExpr {
  readonly func: AggregateUDF;
  readonly args: readonly PhysicalExpr[];
  readonly schema: Schema;
  readonly name: string;
  readonly humanDisplay: string;
  readonly isAliased: boolean;
  readonly isDistinct: boolean;
  readonly ignoreNulls: boolean;
  readonly orderBy: LexOrdering;
  readonly isReversed: boolean;
  readonly inputFields: readonly Field[];
  /** Field of the result, under the call's name. */
  readonly field: Field;

  constructor(parts: AggregateExprParts) {
    this.func = parts.func;
    this.args = parts.args;
    this.schema = parts.schema;
    this.name = parts.name;
    this.humanDisplay = parts.humanDisplay ?? parts.name;
    this.isAliased = parts.isAliased ?? false;
    this.isDistinct = parts.isDistinct ?? false;
    this.ignoreNulls = parts.ignoreNulls ?? false;
    this.orderBy = parts.orderBy ?? [];
    this.isReversed = parts.isReversed ?? false;
    this.inputFields = parts.args.map((arg) => arg.returnField(parts.schema));
    const result = parts.returnField ?? aggregateReturnField(parts.func, parts.name, this.inputFields);
    this.field = { ...result, name: parts.name };
  }

  /** Every expression evaluated on the input: arguments, then ordering keys. */
  allExpressions(): { readonly args: readonly PhysicalExpr[]; readonly orderBy: readonly PhysicalExpr[] } {
    return { args: this.args, orderBy: this.orderBy.map((key) => key.expr) };
  }

  /** Fields of the intermediate state, as partial aggregation gives it out. */
  stateFields(): readonly Field[] {
    const orderingFields = this.orderBy.map((key) => field(key.expr.toString(), key.expr.dataType(this.schema), true));
    return (
      this.func.stateFields?.({
        name: this.name,
        inputFields: this.inputFields,
        returnField: this.field,
        orderingFields,
        isDistinct: this.isDistinct,
      }) ?? [field(`${this.name}[value]`, this.field.dataType, true)]
    );
  }

  /** How rows must be ordered for the function; empty when it does not care. */
  requiredOrdering(): LexOrdering {
    return this.orderSensitivity === 'Insensitive' ? [] : this.orderBy;
  }

  get orderSensitivity(): NonNullable<AggregateUDF['orderSensitivity']> {
    if (this.orderBy.length === 0) return 'Insensitive';
    return this.func.orderSensitivity ?? 'HardRequirement';
  }

  /** What the function gets to know; `charge` pays for the state. */
  accumulatorArgs(charge: MemoryCharge): AccumulatorArgs {
    const offset = this.args.length;
    return {
      name: this.name,
      returnType: this.field.dataType,
      inputTypes: this.inputFields.map((input) => input.dataType),
      isDistinct: this.isDistinct,
      ignoreNulls: this.ignoreNulls,
      orderBy: this.orderBy.map(({ options }, i) => ({ inputIndex: offset + i, ...options })),
      orderByTexts: this.orderBy.map((key) => key.expr.toString()),
      orderByTypes: this.orderBy.map((key) => key.expr.dataType(this.schema)),
      isReversed: this.isReversed,
      literals: this.args.map(constantOf),
      argumentTexts: this.args.map(String),
      charge,
    };
  }

  createAccumulator(charge: MemoryCharge): Accumulator {
    return this.func.accumulator(this.accumulatorArgs(charge));
  }

  /** State for sliding frames; throws when the function cannot take rows out again. */
  createSlidingAccumulator(charge: MemoryCharge): Accumulator {
    const args = this.accumulatorArgs(charge);
    const accumulator = this.func.slidingAccumulator?.(args) ?? this.func.accumulator(args);
    if (accumulator.supportsRetract === true) return accumulator;
    throw new NotImplementedError(
      `Aggregate can not be used as a sliding accumulator because \`retract_batch\` is not implemented: ${this.name}`,
    );
  }

  /** Columnar state for all groups; undefined when the function has none and one accumulator a group is needed. */
  createGroupsAccumulator(charge: MemoryCharge): GroupsAccumulator | undefined {
    return this.func.groupsAccumulator?.(this.accumulatorArgs(charge));
  }

  /** Value over no rows. */
  defaultValue(): ScalarValue | undefined {
    return this.func.defaultValue?.(this.field.dataType);
  }

  /** The call that gives the same result over the reversed input; undefined when there is none. */
  reverseExpr(): AggregateFunctionExpr | undefined {
    const reversed = this.func.reverse?.() ?? 'NotSupported';
    if (reversed === 'NotSupported') return undefined;
    if (reversed === 'Identical') return this;
    // A function that is its own reverse keeps its text, ordering included.
    const name =
      reversed.name === this.func.name ? this.name : replaceDirections(this.name, this.func.name, reversed.name);
    return this.#with({
      func: reversed,
      name,
      orderBy: this.orderBy.map(reverseSortExpr),
      isReversed: !this.isReversed,
    });
  }

  /** The same call on other arguments and ordering keys (as many as before). */
  withNewExpressions(args: readonly PhysicalExpr[], orderBy: readonly PhysicalExpr[]): AggregateFunctionExpr {
    return this.#with({ args, orderBy: this.orderBy.map((key, i) => ({ expr: orderBy[i]!, options: key.options })) });
  }

  #with(change: Partial<AggregateExprParts>): AggregateFunctionExpr {
    return new AggregateFunctionExpr({ ...this, returnField: this.field, ...change });
  }

  /** Same function, arguments and flags; names may differ. */
  equals(other: AggregateFunctionExpr): boolean {
    return (
      this.func === other.func &&
      this.isDistinct === other.isDistinct &&
      this.ignoreNulls === other.ignoreNulls &&
      this.isReversed === other.isReversed &&
      equalExprs(this.args, other.args) &&
      this.orderBy.length === other.orderBy.length &&
      this.orderBy.every((key, i) => key.expr.equals(other.orderBy[i]!.expr))
    );
  }

  /** As one-line EXPLAIN prints it: the name, and before it what an alias stands for. */
  displayText(): string {
    return this.isAliased && this.humanDisplay !== this.name ? `${this.humanDisplay} as ${this.name}` : this.name;
  }

  /** As tree EXPLAIN prints it. */
  humanText(): string {
    return this.isAliased && this.humanDisplay !== this.name
      ? `${this.humanDisplay} as ${this.name}`
      : this.humanDisplay;
  }

  toString(): string {
    return this.name;
  }
}

/** The value of an argument without columns, such as a literal under a cast; undefined when it fails, as the query may not need it. */
function constantOf(arg: PhysicalExpr): ScalarValue | undefined {
  if (arg.literal !== undefined) return arg.literal;
  if (arg.volatile === true || arg.kind === 'Column' || arg.children().length === 0) return undefined;
  if (arg.children().some((child) => constantOf(child) === undefined)) return undefined;
  const arena = new Arena();
  try {
    const value = arg.evaluate(new Batch(new Schema([]), [], 1), arena);
    return value.encoding === 'constant' ? value.value : getScalar(value, 0);
  } catch (error) {
    if (error instanceof DataFusionError) return undefined;
    throw error;
  } finally {
    arena.release();
  }
}

function aggregateReturnField(func: AggregateUDF, name: string, inputs: readonly Field[]): Field {
  return (
    func.returnField?.(inputs) ??
    field(name, func.returnType(inputs.map((input) => input.dataType)), func.nullable ?? true)
  );
}

/** `first_value(x) ORDER BY [a ASC NULLS LAST]` read backwards is `last_value(x) ORDER BY [a DESC NULLS FIRST]`. */
function replaceDirections(text: string, from: string, to: string): string {
  const renamed = text.replaceAll(from, to);
  return renamed.replace(/ORDER BY \[([^\]]*)\]/g, (_all, keys: string) => {
    const flipped = keys.replace(/ASC NULLS LAST|ASC NULLS FIRST|DESC NULLS LAST|DESC NULLS FIRST/g, (key) =>
      key.startsWith('ASC')
        ? key.replace('ASC', 'DESC').replace(/FIRST|LAST/, (place) => (place === 'LAST' ? 'FIRST' : 'LAST'))
        : key.replace('DESC', 'ASC').replace(/FIRST|LAST/, (place) => (place === 'LAST' ? 'FIRST' : 'LAST')),
    );
    return `ORDER BY [${flipped}]`;
  });
}
