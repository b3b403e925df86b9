import {
  inputsOf,
  planEquals,
  planFacts,
  schemaOf,
  SUBQUERY_BITS,
  subqueryPlansOf,
  type LogicalPlan,
  type Subquery,
} from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { ScalarSubqueryExpr, type ScalarSubqueryResult } from '@datafusion-ts/physical-expr';
import { ScalarSubqueryExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';

interface Entry {
  readonly plan: LogicalPlan;
  readonly result: ScalarSubqueryResult;
  readonly expr: PhysicalExpr;
}

/** The uncorrelated scalar subqueries met while a plan is made; equal subqueries are computed once. */
export class ScalarSubqueries {
  readonly #entries: Entry[] = [];

  /** Takes the subqueries of a plan in the order in which DataFusion numbers and shows them: from the root down. */
  collect(plan: LogicalPlan): void {
    if ((planFacts(plan).exprs & SUBQUERY_BITS) === 0) return;
    for (const subquery of subqueryPlansOf(plan)) if (subquery.outerRefColumns.length === 0) this.add(subquery);
    for (const input of inputsOf(plan)) this.collect(input);
  }

  /** The expression that reads the subquery's value. */
  add(subquery: Pick<Subquery, 'subquery'>): PhysicalExpr {
    const known = this.#entries.find((entry) => planEquals(entry.plan, subquery.subquery));
    if (known !== undefined) return known.expr;
    const field = schemaOf(subquery.subquery).fields[0]!;
    const result: ScalarSubqueryResult = { value: undefined };
    const expr = new ScalarSubqueryExpr(field.dataType, true, result);
    this.#entries.push({ plan: subquery.subquery, result, expr });
    return expr;
  }

  /** The plan with its subqueries planned and run before it; the plan itself when there are none. */
  async wrap(
    plan: ExecutionPlan,
    createPlan: (subquery: LogicalPlan) => Promise<ExecutionPlan>,
  ): Promise<ExecutionPlan> {
    if (this.#entries.length === 0) return plan;
    const subqueries: { readonly plan: ExecutionPlan; readonly result: ScalarSubqueryResult }[] = [];
    for (const entry of this.#entries) subqueries.push({ plan: await createPlan(entry.plan), result: entry.result });
    return new ScalarSubqueryExec(plan, subqueries);
  }
}
