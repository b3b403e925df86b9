import type { ConfigOptions, DataType, Field, ScalarValue } from '@datafusion-ts/common';
import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import type { Signature, SortProperties } from '@datafusion-ts/expr-common';
import type { Documentation } from './documentation.js';
import type { Expr } from '../expr/expr.js';

/** What the planner tells a function about its arguments. */
export interface ReturnFieldArgs {
  readonly argFields: readonly Field[];
  /** Literal arguments by position. */
  readonly scalarArguments: readonly (ScalarValue | undefined)[];
}

/** What a function gets for each batch. */
export interface ScalarFunctionArgs {
  /**
   * One vector an argument, each with `rowCount` values, in any encoding: literals are ConstantVectors, and columns of any
   * type may be DictionaryVectors. `flatten` gives plain values where a function wants them.
   */
  readonly args: readonly ColumnVector[];
  readonly argFields: readonly Field[];
  readonly rowCount: number;
  readonly returnField: Field;
  readonly arena: Arena;
  readonly config: ConfigOptions;
  /**
   * Stands for this function with these constants, when all arguments but one are literals: what it gives for entries of
   * a dictionary may be remembered under it.
   */
  readonly memo?: object;
}

/** Facts for simplification: query start time, configuration, nullability and types of expressions. */
export interface SimplifyContext {
  readonly config: ConfigOptions;
  /** Nanoseconds since 1970 at which the query began. */
  readonly queryExecutionStartTime: bigint | undefined;
  dataTypeOf(expr: Expr): DataType;
  nullableOf(expr: Expr): boolean;
}

/** A range of values of an expression: from `lower` up to, but without, `upper`. */
export interface Preimage {
  readonly expr: Expr;
  readonly lower: Expr;
  readonly upper: Expr;
}

/** Where the fields of a struct that a function makes come from. */
export interface StructFields {
  /** Gives a field of the struct for a key, `get_field`. */
  readonly accessor: ScalarUDF;
  readonly fields: readonly {
    readonly key: ScalarValue;
    /** Position of the argument that is the field's value. */
    readonly argument: number;
  }[];
}

/**
 * A scalar function: a value for each row, from that row's arguments alone.
 * Only `name`, `signature`, one of `returnType`/`returnField`, and `invoke` are required.
 */
export interface ScalarUDF {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly signature: Signature;
  /** Type of the result for coerced argument types. */
  returnType?(argTypes: readonly DataType[]): DataType;
  /** Default: `returnType` of the argument types, nullable. */
  returnField?(args: ReturnFieldArgs): Field;
  /** Coerced types, for signatures of kind UserDefined. */
  coerceTypes?(argTypes: readonly DataType[]): readonly DataType[];
  /** `rowCount` values; a ConstantVector when the result is one value. */
  invoke(args: ScalarFunctionArgs): ColumnVector;
  /** The column name of a call; default `name(args…)`. */
  displayName?(args: readonly Expr[]): string;
  schemaName?(args: readonly Expr[]): string;
  /** A simpler expression of the same value, or undefined. */
  simplify?(args: readonly Expr[], context: SimplifyContext): Expr | undefined;
  /** True when `simplify` always replaces the call: constant folding waits for that, as other rules may come first then. */
  readonly isRewritten?: boolean;
  /** The argument values in `[lower, upper)` for which the call gives the literal, when they are a range of one argument. */
  preimage?(args: readonly Expr[], literal: Expr, context: SimplifyContext): Preimage | undefined;
  /** Order of the results from the order of the arguments, whose types are known; default unordered. */
  outputOrdering?(args: readonly SortProperties[], types: readonly DataType[]): SortProperties;
  /** True when order by all arguments in turn implies order by the result (concat). */
  readonly preservesLexOrdering?: boolean;
  /** For functions that make structs: which fields are arguments as they are. `literals` has the arguments that are constant. */
  structFields?(literals: readonly (ScalarValue | undefined)[]): StructFields | undefined;
  /** True when calls over these arguments make less of what they read (a field of a struct) and are best computed at the source. */
  movesTowardsLeaves?(args: readonly Expr[]): boolean;
  /** True when some arguments are evaluated on some rows only (coalesce, CASE-like). */
  readonly shortCircuits?: boolean;
  /** The same function for changed settings, for functions whose result type depends on them (the session's time zone). */
  withConfig?(config: ConfigOptions): ScalarUDF;
  readonly documentation?: Documentation;
  /** Further optional members (bounds) are added as rules need them. */
}
