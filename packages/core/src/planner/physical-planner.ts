/**
 * From an optimized logical plan to the plan that runs. Every logical node has one function in `planner/`; this file sends
 * nodes to them, bottom up, and runs the physical rules over the result.
 *
 * `PhysicalPlanner` is made for one query: it numbers scalar subqueries and keeps their results together.
 */
import { InternalError, NotImplementedError, PlanError, type DFSchema } from '@datafusion-ts/common';
import { inputsOf, schemaOf, type Expr, type LogicalPlan, type Subquery, type TableScan } from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { createPhysicalExpr, type ExecutionProps } from '@datafusion-ts/physical-expr';
import { EmptyExec, PlaceholderRowExec, UnionExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { SessionState } from '../session/session-state.js';
import { planAggregate } from './aggregate.js';
import { planAnalyze, planExplain } from './explain.js';
import { planJoin } from './join.js';
import { planLimit, planSort } from './sort-limit.js';
import { planFilter, planProjection } from './projection-filter.js';
import { planRecursiveQuery, planRepartition, planUnnest } from './reshape.js';
import { ScalarSubqueries } from './scalar-subqueries.js';
import { planScan, type PlannedScan } from './scan.js';
import { planDescribe, planValues } from './rows.js';
import { planWindow } from './window.js';
import { planCopy, planDml } from './write.js';

export class PhysicalPlanner {
  readonly state: SessionState;
  /** The scans of tables that were planned, with what the tables gave. */
  readonly scans: PlannedScan[] = [];
  /** What expressions are bound with; subqueries are those of the plan that is being made. */
  readonly executionProps: ExecutionProps;
  #subqueries: ScalarSubqueries;

  constructor(state: SessionState) {
    this.state = state;
    this.#subqueries = new ScalarSubqueries();
    const scalarSubquery = (subquery: Subquery): PhysicalExpr => this.#subqueries.add(subquery);
    this.executionProps = { config: state.config, scalarSubquery };
  }

  /** The optimized physical plan of an optimized logical plan. */
  async createPhysicalPlan(plan: LogicalPlan): Promise<ExecutionPlan> {
    if (plan.kind === 'Explain') return planExplain(this, plan);
    if (plan.kind === 'Analyze') return planAnalyze(this, plan);
    return this.optimize(await this.createInitialPlan(plan));
  }

  /** Runs the physical rules; `observe` sees the plan after each. */
  optimize(plan: ExecutionPlan, observe?: (plan: ExecutionPlan, ruleName: string) => void): ExecutionPlan {
    return this.state.physicalOptimizer.optimize(plan, this.state.config, observe);
  }

  /** The plan before any physical rule. Scalar subqueries found in it are planned too and run before it. */
  async createInitialPlan(plan: LogicalPlan): Promise<ExecutionPlan> {
    const outer = this.#subqueries;
    this.#subqueries = new ScalarSubqueries();
    this.#subqueries.collect(plan);
    try {
      const main = await this.plan(plan);
      return await this.#subqueries.wrap(main, (subquery) => this.createInitialPlan(subquery));
    } finally {
      this.#subqueries = outer;
    }
  }

  /** One node over its inputs. */
  async plan(plan: LogicalPlan): Promise<ExecutionPlan> {
    switch (plan.kind) {
      case 'TableScan':
        return this.#planScan(plan);
      case 'Values':
        return planValues(this, plan);
      case 'EmptyRelation':
        return plan.produceOneRow ? new PlaceholderRowExec(schemaOf(plan).inner) : new EmptyExec(schemaOf(plan).inner);
      case 'Projection':
        return planProjection(this, plan, await this.input(plan));
      case 'Filter':
        return planFilter(this, plan, await this.input(plan));
      case 'Aggregate':
        return planAggregate(this, plan, await this.input(plan));
      case 'Window':
        return planWindow(this, plan, await this.input(plan));
      case 'Sort':
        return planSort(this, plan, await this.input(plan));
      case 'Limit':
        return planLimit(plan, await this.input(plan));
      case 'Join':
        return planJoin(this, plan);
      case 'Union':
        return new UnionExec(await this.inputs(plan));
      case 'SubqueryAlias':
        return this.plan(plan.input);
      case 'Subquery':
        return this.plan(plan.subquery);
      case 'Repartition':
        return planRepartition(this, plan, await this.input(plan));
      case 'Unnest':
        return planUnnest(plan, await this.input(plan));
      case 'RecursiveQuery':
        return planRecursiveQuery(plan, await this.plan(plan.staticTerm), await this.plan(plan.recursiveTerm));
      case 'Extension':
        return this.#planExtension(plan);
      case 'DescribeTable':
        return planDescribe(plan);
      case 'Copy':
        return planCopy(this, plan, await this.input(plan));
      case 'Dml':
        return planDml(this, plan);
      case 'Distinct':
        throw new InternalError('Unsupported logical plan: Distinct should be replaced to Aggregate');
      case 'Explain':
      case 'Analyze':
        throw new NotImplementedError(`Unsupported logical plan: ${plan.kind} must be root of the plan`);
      case 'Ddl':
        throw new NotImplementedError(`Unsupported logical plan: ${plan.ddl.kind}`);
      case 'Statement':
        throw new NotImplementedError(`Unsupported logical plan: Statement(${plan.statement.kind})`);
    }
  }

  async #planScan(scan: TableScan): Promise<ExecutionPlan> {
    const plan = await planScan(this.state, scan, this);
    this.scans.push({ scan, plan });
    return plan;
  }

  /** The plan of a node's only input. */
  async input(plan: LogicalPlan): Promise<ExecutionPlan> {
    return this.plan(inputsOf(plan)[0]!);
  }

  async inputs(plan: LogicalPlan): Promise<readonly ExecutionPlan[]> {
    const plans: ExecutionPlan[] = [];
    for (const input of inputsOf(plan)) plans.push(await this.plan(input));
    return plans;
  }

  /** Binds an expression to the columns of a logical input. */
  expr(expr: Expr, schema: DFSchema): PhysicalExpr {
    return createPhysicalExpr(expr, schema, this.executionProps);
  }

  async #planExtension(plan: Extract<LogicalPlan, { readonly kind: 'Extension' }>): Promise<ExecutionPlan> {
    const { node } = plan;
    const physicalInputs = await this.inputs(plan);
    for (const planner of this.state.extensionPlanners) {
      const planned = await planner.planExtension(node, node.inputs(), physicalInputs, this.state);
      if (planned !== undefined) return planned;
    }
    throw new PlanError(
      `No installed planner was able to convert the custom node to an execution plan: ${node.explain()}`,
    );
  }
}
