import { Schema, type DataType, type Field } from '@datafusion-ts/common';
import { Batch, takeVector, type Arena } from '@datafusion-ts/compute';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { HigherOrderArg, HigherOrderUDF } from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { transformExprUp } from '../utils/transform.js';
import { Column } from './column.js';
import { ExprNode } from './expr-node.js';

/**
 * A bound lambda. Its body is closed: it reads a batch of the captured expressions (evaluated on the input and repeated
 * for every element) followed by the parameters, so nothing outside needs to know about it.
 */
export interface LambdaArg {
  readonly kind: 'Lambda';
  readonly params: readonly string[];
  readonly paramFields: readonly Field[];
  readonly captured: readonly PhysicalExpr[];
  readonly body: PhysicalExpr;
  readonly bodyField: Field;
  /** Number that the first parameter shows in texts: columns that the lambda was written over. */
  readonly firstParam: number;
}

/** A bound argument of a higher-order function. */
export type HigherOrderArgExpr = { readonly kind: 'Value'; readonly expr: PhysicalExpr } | LambdaArg;

/** A call of a function that takes lambdas, such as array_transform. */
export class HigherOrderFunctionExpr extends ExprNode {
  readonly kind = 'HigherOrderFunctionExpr';
  readonly func: HigherOrderUDF;
  readonly args: readonly HigherOrderArgExpr[];
  readonly returnFieldOf: Field;

  constructor(func: HigherOrderUDF, args: readonly HigherOrderArgExpr[], returnField: Field) {
    super();
    this.func = func;
    this.args = args;
    this.returnFieldOf = returnField;
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
    const args = this.args.map((arg): HigherOrderArg => {
      if (arg.kind === 'Value') {
        return { kind: 'Value', vector: arg.expr.evaluate(batch, arena), field: arg.expr.returnField(batch.schema) };
      }
      return { kind: 'Lambda', params: arg.params, field: arg.bodyField, call: lambdaCall(arg, batch, arena) };
    });
    return this.func.invoke(args, batch.rowCount, arena);
  }

  /** Values and captured expressions; the closed bodies are no children. */
  children(): readonly PhysicalExpr[] {
    return this.args.flatMap((arg) => (arg.kind === 'Value' ? [arg.expr] : arg.captured));
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    let next = 0;
    const args = this.args.map((arg): HigherOrderArgExpr => {
      if (arg.kind === 'Value') return { kind: 'Value', expr: children[next++]! };
      return { ...arg, captured: arg.captured.map(() => children[next++]!) };
    });
    return new HigherOrderFunctionExpr(this.func, args, this.returnFieldOf);
  }

  protected override sameDetails(other: ExprNode): boolean {
    return (
      other instanceof HigherOrderFunctionExpr &&
      other.func === this.func &&
      other.args.length === this.args.length &&
      this.args.every((arg, i) => sameArg(arg, other.args[i]!))
    );
  }

  #text(text: (expr: PhysicalExpr) => string): string {
    const args = this.args.map((arg) =>
      arg.kind === 'Value' ? text(arg.expr) : `(${arg.params.join(', ')}) -> ${text(openBody(arg))}`,
    );
    return `${this.func.name}(${args.join(', ')})`;
  }

  toString(): string {
    return this.#text(String);
  }

  fmtSql(): string {
    return this.#text((expr) => expr.fmtSql());
  }
}

/** The body as it was written: over captured expressions, and parameters behind the columns around. */
function openBody({ body, captured, firstParam }: LambdaArg): PhysicalExpr {
  return transformExprUp(body, (node) => {
    if (!(node instanceof Column)) return node;
    return captured[node.index] ?? new Column(node.name, node.index - captured.length + firstParam);
  });
}

function sameArg(a: HigherOrderArgExpr, b: HigherOrderArgExpr): boolean {
  if (a.kind === 'Value' || b.kind === 'Value') return a.kind === b.kind;
  return a.params.length === b.params.length && a.captured.length === b.captured.length && a.body.equals(b.body);
}

/** Evaluates captured expressions once a batch, however often the function calls the lambda. */
function lambdaCall(arg: LambdaArg, batch: Batch, arena: Arena): Extract<HigherOrderArg, { kind: 'Lambda' }>['call'] {
  const captured = arg.captured.map((expr) => expr.evaluate(batch, arena));
  const fields = [...arg.captured.map((expr) => expr.returnField(batch.schema)), ...arg.paramFields];
  const schema = new Schema(fields);
  return (params, rowIndices, rowCount) => {
    const repeated = captured.map((column) => takeVector(column, rowIndices, rowCount, arena));
    return arg.body.evaluate(new Batch(schema, [...repeated, ...params], rowCount), arena);
  };
}
