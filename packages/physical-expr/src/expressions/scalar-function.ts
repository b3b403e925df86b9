import { platformLimit, type ConfigOptions, type DataType, type Field, type Schema } from '@datafusion-ts/common';
import { broadcast, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import { isAsyncUdf, type ScalarUDF } from '@datafusion-ts/expr';
import { UNORDERED, type PhysicalExpr, type SortProperties } from '@datafusion-ts/expr-common';
import type { OrderProperties } from '../equivalence/sort-properties.js';
import { ExprNode } from './expr-node.js';

/** A function that knows the order of its results; an optional member of scalar functions. */
interface OrderedFunction {
  outputOrdering?(args: readonly SortProperties[], types: readonly DataType[]): SortProperties;
  preservesLexOrdering?: boolean;
}

/** A call of a scalar function; prints as `name(a@0, 1)`. */
export class ScalarFunctionExpr extends ExprNode {
  readonly kind = 'ScalarFunctionExpr';
  readonly func: ScalarUDF;
  readonly args: readonly PhysicalExpr[];
  readonly returnFieldOf: Field;
  readonly config: ConfigOptions;
  #argFields: readonly Field[] | undefined;
  #argFieldsOf: Schema | undefined;
  #oneVaries: boolean | undefined;

  constructor(func: ScalarUDF, args: readonly PhysicalExpr[], returnField: Field, config: ConfigOptions) {
    super();
    this.func = func;
    this.args = args;
    this.returnFieldOf = returnField;
    this.config = config;
  }

  get name(): string {
    return this.func.name;
  }

  /** True for accesses to parts of columns (a field of a struct): cheap, and best computed at the source. */
  get isPartOfColumn(): boolean {
    const [base, ...keys] = this.args;
    if (this.func.movesTowardsLeaves === undefined || base === undefined) return false;
    const isBase = base.kind === 'Column' || (base instanceof ScalarFunctionExpr && base.isPartOfColumn);
    return isBase && keys.every((key) => key.kind === 'Literal');
  }

  /** True when calls on equal arguments may differ. */
  get volatile(): boolean {
    return this.func.signature.volatility === 'Volatile';
  }

  dataType(): DataType {
    return this.returnFieldOf.dataType;
  }

  nullable(): boolean {
    return this.returnFieldOf.nullable;
  }

  override returnField(): Field {
    return this.returnFieldOf;
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    const { rowCount } = batch;
    const args = this.args.map((arg) => arg.evaluate(batch, arena));
    const argFields = this.#fieldsFor(batch.schema);
    try {
      return this.#invoke(args, argFields, rowCount, arena);
    } catch (error) {
      throw platformLimit(error);
    }
  }

  #invoke(args: readonly ColumnVector[], argFields: readonly Field[], rowCount: number, arena: Arena): ColumnVector {
    const { returnFieldOf: returnField, config } = this;
    // Constant arguments give a constant result: one row is enough.
    if (args.length > 0 && rowCount > 1 && !this.volatile && args.every((arg) => arg.encoding === 'constant')) {
      const single = args.map((arg) => ({ ...arg, length: 1 }));
      const result = this.func.invoke({ args: single, argFields, rowCount: 1, returnField, arena, config });
      return broadcast(result, rowCount, arena);
    }
    const memo = this.#memo();
    return this.func.invoke({ args, argFields, rowCount, returnField, arena, config, ...(memo && { memo }) });
  }

  /** This expression, when calls differ in one argument only. */
  #memo(): this | undefined {
    this.#oneVaries ??= !this.volatile && this.args.filter((arg) => arg.literal === undefined).length === 1;
    return this.#oneVaries ? this : undefined;
  }

  /** The values when they arrive, for asynchronous functions; others are evaluated. `signal` is the query's. */
  async evaluateAsync(batch: Batch, arena: Arena, signal?: AbortSignal): Promise<ColumnVector> {
    const { func, returnFieldOf: returnField, config } = this;
    if (!isAsyncUdf(func)) return this.evaluate(batch, arena);
    const args = this.args.map((arg) => arg.evaluate(batch, arena));
    const argFields = this.#fieldsFor(batch.schema);
    return func.invokeAsync({ args, argFields, rowCount: batch.rowCount, returnField, arena, config, signal });
  }

  #fieldsFor(schema: Schema): readonly Field[] {
    if (this.#argFields === undefined || this.#argFieldsOf !== schema) {
      this.#argFields = this.args.map((arg) => arg.returnField(schema));
      this.#argFieldsOf = schema;
    }
    return this.#argFields;
  }

  children(): readonly PhysicalExpr[] {
    return this.args;
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new ScalarFunctionExpr(this.func, children, this.returnFieldOf, this.config);
  }

  protected override ownHash(): number {
    return this.func.name.length;
  }

  protected override sameDetails(other: ExprNode): boolean {
    return other instanceof ScalarFunctionExpr && other.func === this.func;
  }

  exprProperties(children: readonly OrderProperties[], input: Schema): OrderProperties {
    const func = this.func as ScalarUDF & OrderedFunction;
    const orders = children.map((child) => child.sortProperties);
    const types = this.args.map((arg) => arg.dataType(input));
    return {
      sortProperties: func.outputOrdering?.(orders, types) ?? UNORDERED,
      preservesLexOrdering: func.preservesLexOrdering ?? false,
    };
  }

  toString(): string {
    return `${this.name}(${this.args.map(String).join(', ')})`;
  }

  fmtSql(): string {
    return `${this.name}(${this.args.map((arg) => arg.fmtSql()).join(', ')})`;
  }
}
