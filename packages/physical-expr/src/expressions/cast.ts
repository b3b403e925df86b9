import { displayType, sameType, type DataType, type Field, type Schema } from '@datafusion-ts/common';
import { cast, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import { UNORDERED, type PhysicalExpr } from '@datafusion-ts/expr-common';
import type { OrderProperties } from '../equivalence/sort-properties.js';
import { ExprNode } from './expr-node.js';
import { castKeepsOrder } from './order-keeping-cast.js';

/** `CAST(a AS type)`: a value that does not convert fails the query. */
export class CastExpr extends ExprNode {
  readonly kind = 'CastExpr';
  readonly arg: PhysicalExpr;
  readonly castType: DataType;
  /** Of the result, where the cast says so; else the argument's. */
  readonly metadata: ReadonlyMap<string, string> | undefined;

  constructor(arg: PhysicalExpr, castType: DataType, metadata?: ReadonlyMap<string, string>) {
    super();
    this.arg = arg;
    this.castType = castType;
    this.metadata = metadata;
  }

  dataType(): DataType {
    return this.castType;
  }

  nullable(input: Schema): boolean {
    return this.arg.nullable(input);
  }

  /** The argument's field, with the type changed. */
  override returnField(input: Schema): Field {
    const field = { ...this.arg.returnField(input), dataType: this.castType, nullable: this.nullable(input) };
    return this.metadata === undefined ? field : { ...field, metadata: this.metadata };
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    return cast(this.arg.evaluate(batch, arena), this.castType, { safe: false }, arena);
  }

  children(): readonly PhysicalExpr[] {
    return [this.arg];
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new CastExpr(children[0]!, this.castType, this.metadata);
  }

  protected override sameDetails(other: ExprNode): boolean {
    return (
      other instanceof CastExpr &&
      sameType(this.castType, other.castType) &&
      sameMetadata(this.metadata, other.metadata)
    );
  }

  /** Numbers and times keep their order when cast to numbers and times; text does not. */
  exprProperties(children: readonly OrderProperties[], input: Schema): OrderProperties {
    const keeps = castKeepsOrder(this.arg.dataType(input), this.castType);
    const [child] = children;
    return {
      sortProperties: keeps ? child!.sortProperties : UNORDERED,
      preservesLexOrdering: keeps && child!.preservesLexOrdering === true,
    };
  }

  toString(): string {
    return `CAST(${this.arg.toString()} AS ${displayType(this.castType)})`;
  }

  fmtSql(): string {
    return `CAST(${this.arg.fmtSql()} AS ${displayType(this.castType)})`;
  }
}

/** `TRY_CAST(a AS type)`: null where a value does not convert. */
export class TryCastExpr extends ExprNode {
  readonly kind = 'TryCastExpr';
  readonly arg: PhysicalExpr;
  readonly castType: DataType;

  constructor(arg: PhysicalExpr, castType: DataType) {
    super();
    this.arg = arg;
    this.castType = castType;
  }

  dataType(): DataType {
    return this.castType;
  }

  nullable(): boolean {
    return true;
  }

  override returnField(input: Schema): Field {
    return { ...this.arg.returnField(input), dataType: this.castType, nullable: true };
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    return cast(this.arg.evaluate(batch, arena), this.castType, { safe: true }, arena);
  }

  children(): readonly PhysicalExpr[] {
    return [this.arg];
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new TryCastExpr(children[0]!, this.castType);
  }

  protected override sameDetails(other: ExprNode): boolean {
    return other instanceof TryCastExpr && sameType(this.castType, other.castType);
  }

  toString(): string {
    return `TRY_CAST(${this.arg.toString()} AS ${displayType(this.castType)})`;
  }

  fmtSql(): string {
    return `TRY_CAST(${this.arg.fmtSql()} AS ${displayType(this.castType)})`;
  }
}

type Metadata = ReadonlyMap<string, string> | undefined;

const sameMetadata = (a: Metadata, b: Metadata): boolean =>
  a === b || (a?.size === b?.size && a !== undefined && [...a].every(([key, value]) => b?.get(key) === value));

/** A cast, or the expression itself when it has the type already; metadata of the target makes a cast in any case. */
export const castTo = (expr: PhysicalExpr, input: Schema, type: DataType, metadata?: Metadata): PhysicalExpr =>
  metadata === undefined && sameType(expr.dataType(input), type) ? expr : new CastExpr(expr, type, metadata);
