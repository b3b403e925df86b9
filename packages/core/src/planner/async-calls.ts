/**
 * Asynchronous functions are not evaluated like others: their calls are taken out of the expressions of a node and computed
 * below it, and the expressions read the results as columns.
 *
 * Example: `Filter: async_abs(a) < 5` becomes `FilterExec: __async_fn_0@1 < 5` over `AsyncFuncExec`.
 */
import { isAsyncUdf } from '@datafusion-ts/expr';
import type { Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column, exprExists, ScalarFunctionExpr, transformExprUp } from '@datafusion-ts/physical-expr';
import { AsyncFuncExec, type AsyncCall, type ExecutionPlan } from '@datafusion-ts/physical-plan';

const isAsyncCall = (expr: PhysicalExpr): expr is ScalarFunctionExpr =>
  expr instanceof ScalarFunctionExpr && isAsyncUdf(expr.func);

/** Collects the asynchronous calls of the expressions of one node. */
export class AsyncCalls {
  readonly #input: ExecutionPlan;
  readonly #calls: AsyncCall[] = [];

  constructor(input: ExecutionPlan) {
    this.#input = input;
  }

  /** The expression with columns in the places of asynchronous calls; itself without such calls. */
  replace(expr: PhysicalExpr): PhysicalExpr {
    if (expr instanceof Column || !exprExists(expr, isAsyncCall)) return expr;
    return transformExprUp(expr, (node) => (isAsyncCall(node) ? this.#column(node) : node));
  }

  /** The input, or the operator over it that makes the calls. */
  plan(): ExecutionPlan {
    return this.#calls.length === 0 ? this.#input : new AsyncFuncExec(this.#calls, this.#input);
  }

  /** The schema of `plan()`. */
  schema(): Schema {
    return this.plan().schema;
  }

  /** Equal calls are made once. */
  #column(call: ScalarFunctionExpr): Column {
    let index = this.#calls.findIndex(({ expr }) => expr.equals(call));
    if (index < 0) {
      index = this.#calls.length;
      this.#calls.push({ name: `__async_fn_${index}`, expr: call });
    }
    return new Column(this.#calls[index]!.name, this.#input.schema.fields.length + index);
  }
}
