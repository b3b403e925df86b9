/**
 * Finds equal sub-plans: every node of a plan gets the number of its class, and two nodes have the same number exactly
 * when the trees below them are the same, operator by operator, apart from dynamic filters. Children first, so that a
 * node is compared only with nodes of its name over children of the same classes.
 */
import type { ExecutionPlan } from '../../execution-plan.js';
import { isComparable, sameNode } from './same-node.js';

/** The class of a node that equals no other. */
const UNIQUE = -1;

/** Numbers the classes of nodes. */
export class PlanClasses {
  readonly #classes = new Map<ExecutionPlan, number>();
  readonly #known = new Map<string, { readonly plan: ExecutionPlan; readonly id: number }[]>();
  #next = 0;

  /** The class of a node; undefined when it equals nothing but itself. */
  classOf(plan: ExecutionPlan): number | undefined {
    const id = this.#idOf(plan);
    return id === UNIQUE ? undefined : id;
  }

  #idOf(plan: ExecutionPlan): number {
    let id = this.#classes.get(plan);
    if (id === undefined) {
      id = this.#classify(plan);
      this.#classes.set(plan, id);
    }
    return id;
  }

  #classify(plan: ExecutionPlan): number {
    const children = plan.children().map((child) => this.#idOf(child));
    if (children.includes(UNIQUE) || !isComparable(plan)) return UNIQUE;
    const key = `${plan.name} ${children.join(' ')}`;
    const bucket = this.#known.get(key) ?? [];
    const equal = bucket.find((other) => sameNode(other.plan, plan));
    if (equal !== undefined) return equal.id;
    const id = this.#next++;
    bucket.push({ plan, id });
    this.#known.set(key, bucket);
    return id;
  }
}
