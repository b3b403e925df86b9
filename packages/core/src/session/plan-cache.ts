/**
 * Plans of statements that came before.
 *
 * Programs ask the same questions again: a dashboard, an endpoint, a DataFrame collected twice. Up to the optimized logical
 * plan the way of a query depends on its text, on settings and functions, and on the schemas of its tables, but not on their
 * rows; so the steps are taken once. Kept are the statements of a text, the logical plan of a statement, and the optimized
 * plan of a logical plan. The physical plan depends on the rows, too: see `physical-plans.ts`.
 *
 * A plan is kept when nothing but the session's own state can change it: calls of functions that are not immutable (`now`,
 * `random`), calls of table functions, extension nodes, rules of the user's and tables that do not promise `reusablePlans`
 * rule it out. A plan is used when the names in the statement still stand for the same providers.
 * Of statements with parameters, the logical plan is kept: values change what is optimized. Any change of settings,
 * functions or rules empties the cache.
 */
import type { TableProvider } from '@datafusion-ts/catalog';
import type { TableReference } from '@datafusion-ts/common';
import type { LogicalPlan } from '@datafusion-ts/expr';
import type { Statement } from '@datafusion-ts/sql';
import { PhysicalPlans, type PlanLease } from './physical-plans.js';
import {
  isReusable,
  isReusableTemplate,
  providersOf,
  usesOwnPhysicalRulesOnly,
  usesOwnRulesOnly,
} from './reusable-plan.js';
import type { SessionState } from './session-state.js';

/** Characters of the longest text that is kept, and of all texts together: trees of statements take tens of bytes for each. */
const LONGEST_TEXT = 1 << 15;
const ALL_TEXTS = 1 << 19;

interface PlannedStatement {
  readonly plan: LogicalPlan;
  /** What the names in the statement stood for. */
  readonly tables: ReadonlyMap<string, TableProvider>;
}

/** A plan just made of a statement. */
export interface FreshPlan {
  readonly plan: LogicalPlan;
  /** False when planning the statement once more may give another plan, whatever the plan is made of. */
  readonly comesAgain: boolean;
}

export class PlanCache {
  readonly #state: SessionState;
  readonly #size: number;
  /** By text, the least recently used first. */
  readonly #statements = new Map<string, readonly Statement[]>();
  #characters = 0;
  #references = new WeakMap<Statement, readonly TableReference[]>();
  #planned = new WeakMap<Statement, PlannedStatement>();
  #optimized = new WeakMap<LogicalPlan, LogicalPlan>();
  #physical = new PhysicalPlans();
  #seen: readonly unknown[] = [];

  /** Keeps the statements of `size` texts; nothing at all with 0. */
  constructor(state: SessionState, size: number) {
    this.#state = state;
    this.#size = size;
  }

  /** The statements of a text: those kept, or what `parse` gives. Texts without a query are not kept. */
  statements(text: string, parse: () => readonly Statement[]): readonly Statement[] {
    if (this.#size === 0 || text.length > LONGEST_TEXT) return parse();
    this.#emptyWhenOld();
    const known = this.#statements.get(text);
    const statements = known ?? parse();
    // What is written row by row does not come again, and would drive out what is asked again.
    if (!statements.some(({ kind }) => kind === 'Query')) return statements;
    if (known !== undefined) this.#statements.delete(text);
    else this.#characters += text.length;
    this.#statements.set(text, statements);
    this.#evict();
    return statements;
  }

  /** The tables that a statement names: those kept, or what `find` gives. */
  tableReferences(statement: Statement, find: () => readonly TableReference[]): readonly TableReference[] {
    if (this.#size === 0) return find();
    this.#emptyWhenOld();
    const known = this.#references.get(statement);
    const references = known ?? find();
    if (known === undefined) this.#references.set(statement, references);
    return references;
  }

  /** The logical plan of a statement whose names stand for `tables`: the one kept, or what `plan` gives. */
  planned(statement: Statement, tables: ReadonlyMap<string, TableProvider>, plan: () => FreshPlan): LogicalPlan {
    if (this.#size === 0 || statement.kind !== 'Query') return plan().plan;
    this.#emptyWhenOld();
    const known = this.#planned.get(statement);
    if (known !== undefined && sameTables(known.tables, tables)) return known.plan;
    const { plan: fresh, comesAgain } = plan();
    if (
      comesAgain &&
      isReusableTemplate(fresh) &&
      [...tables.values()].every(({ reusablePlans }) => reusablePlans === true)
    ) {
      this.#planned.set(statement, { plan: fresh, tables });
    }
    return fresh;
  }

  /** The optimized form of a plan: the one kept, or what `optimize` gives. */
  optimized(plan: LogicalPlan, optimize: () => LogicalPlan): LogicalPlan {
    if (this.#size === 0) return optimize();
    this.#emptyWhenOld();
    const known = this.#optimized.get(plan);
    if (known !== undefined) return known;
    const fresh = optimize();
    if (isReusable(plan) && usesOwnRulesOnly(this.#state)) this.#optimized.set(plan, fresh);
    return fresh;
  }

  /** A physical plan of a logical plan, to be run once. */
  async physical(plan: LogicalPlan): Promise<PlanLease> {
    const optimized = plan.kind === 'Explain' ? plan : this.#state.optimize(plan);
    const planner = this.#state.queryPlanner();
    const isKept = this.#optimized.get(plan) === optimized && usesOwnPhysicalRulesOnly(this.#state);
    if (isKept) return this.#physical.lend(optimized, planner);
    return { plan: await planner.createPhysicalPlan(optimized), giveBack: () => undefined };
  }

  /** Lets go of the plans over a table that is no longer registered, so that they do not keep its rows. */
  forget(table: TableProvider): void {
    for (const statements of this.#statements.values()) {
      for (const statement of statements) {
        const known = this.#planned.get(statement);
        if (known === undefined) continue;
        // A view is among the names, what it reads is in the plan.
        const isUsed = [...known.tables.values()].includes(table) || providersOf(known.plan).includes(table);
        if (isUsed) this.#planned.delete(statement);
      }
    }
  }

  /** {@link forget} for many tables, such as those of a schema. */
  forgetAll(): void {
    this.#planned = new WeakMap();
  }

  #evict(): void {
    for (const text of this.#statements.keys()) {
      if (this.#statements.size <= this.#size && this.#characters <= ALL_TEXTS) return;
      this.#statements.delete(text);
      this.#characters -= text.length;
    }
  }

  /** Empties the cache when the session has changed since it was last used. */
  #emptyWhenOld(): void {
    const { config, functions, runtime, analyzer, optimizer, catalogs } = this.#state;
    const now = [config.version, functions.version, runtime, analyzer, optimizer, catalogs.fallback];
    if (now.every((value, i) => value === this.#seen[i])) return;
    this.#seen = now;
    this.#statements.clear();
    this.#characters = 0;
    this.#references = new WeakMap();
    this.#planned = new WeakMap();
    this.#optimized = new WeakMap();
    this.#physical = new PhysicalPlans();
  }
}

function sameTables(a: ReadonlyMap<string, TableProvider>, b: ReadonlyMap<string, TableProvider>): boolean {
  if (a.size !== b.size) return false;
  for (const [name, provider] of a) if (b.get(name) !== provider) return false;
  return true;
}
