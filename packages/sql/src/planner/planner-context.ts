import type { DFSchema, Field } from '@datafusion-ts/common';
import type { LogicalPlan } from '@datafusion-ts/expr';

/**
 * What is in scope while a statement is planned: CTEs, the columns of enclosing queries, the types of parameters. Mutable;
 * a nested scope works on a `clone` (CTEs it defines end with it) or restores what it sets.
 */
export class PlannerContext {
  readonly #ctes: Map<string, LogicalPlan>;
  /** Types of `$1`, `$2`, … as PREPARE declares them. */
  paramFields: readonly Field[] = [];
  /** Schemas of enclosing queries, the innermost last. */
  outerQuerySchemas: readonly DFSchema[] = [];
  /** Columns of the FROM items left of the one being planned, for LATERAL. */
  outerFromSchema: DFSchema | undefined;
  /** Columns declared by the CREATE TABLE or INSERT around a query: types of its VALUES. */
  tableSchema: DFSchema | undefined;
  /** Columns of the first branch of a set operation, whose names the other branches take. */
  setExprLeftSchema: DFSchema | undefined;
  /** Parameters of enclosing lambdas, the innermost last. */
  lambdaParameters: readonly ReadonlyMap<string, Field | undefined>[] = [];

  constructor(ctes: ReadonlyMap<string, LogicalPlan> = new Map()) {
    this.#ctes = new Map(ctes);
  }

  /** A context with the same scope, changes to which stay its own. */
  clone(): PlannerContext {
    const copy = new PlannerContext(this.#ctes);
    copy.paramFields = this.paramFields;
    copy.outerQuerySchemas = this.outerQuerySchemas;
    copy.outerFromSchema = this.outerFromSchema;
    copy.tableSchema = this.tableSchema;
    copy.setExprLeftSchema = this.setExprLeftSchema;
    copy.lambdaParameters = this.lambdaParameters;
    return copy;
  }

  cte(name: string): LogicalPlan | undefined {
    return this.#ctes.get(name);
  }

  hasCte(name: string): boolean {
    return this.#ctes.has(name);
  }

  insertCte(name: string, plan: LogicalPlan): void {
    this.#ctes.set(name, plan);
  }

  removeCte(name: string): void {
    this.#ctes.delete(name);
  }

  /** Runs `body` inside a query whose columns subqueries may refer to. */
  withOuterQuery<T>(schema: DFSchema, body: () => T): T {
    const saved = this.outerQuerySchemas;
    this.outerQuerySchemas = [...saved, schema];
    try {
      return body();
    } finally {
      this.outerQuerySchemas = saved;
    }
  }

  /** Runs `body` and puts the columns of FROM back as they were. */
  keepingOuterFrom<T>(body: () => T): T {
    const saved = this.outerFromSchema;
    try {
      return body();
    } finally {
      this.outerFromSchema = saved;
    }
  }

  /** Adds columns that LATERAL items further right may refer to. */
  extendOuterFrom(schema: DFSchema): void {
    this.outerFromSchema = this.outerFromSchema === undefined ? schema : this.outerFromSchema.merge(schema);
  }

  /** Runs `body` with the columns that VALUES rows are for. */
  withTableSchema<T>(schema: DFSchema | undefined, body: () => T): T {
    const saved = this.tableSchema;
    this.tableSchema = schema;
    try {
      return body();
    } finally {
      this.tableSchema = saved;
    }
  }
}
