import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { onExecutionEnd } from '../stream/per-execution.js';

/** What is made once and used by several partitions. */
export interface Shareable {
  release(): void;
}

/**
 * A build side that several partitions of one execution use. The first asks for it to be made; it is released when all
 * partitions have ended, as soon as nobody uses it after one was given up early, or else when the execution ends.
 */
export class BuildShare<T extends Shareable> {
  readonly #partitions: number;
  readonly #make: (context: TaskContext, wanted?: PhysicalExpr) => Promise<T>;
  #value: Promise<T> | undefined;
  #users = 0;
  #ended = 0;
  #probed = 0;
  #abandoned = false;

  constructor(partitions: number, make: (context: TaskContext, wanted?: PhysicalExpr) => Promise<T>) {
    this.#partitions = partitions;
    this.#make = make;
  }

  /**
   * Joins the users; every call needs a `leave`, also when this rejects. `wanted`: rows that do not pass may be left out; for
   * a single partition only.
   */
  enter(context: TaskContext, wanted?: PhysicalExpr): Promise<T> {
    this.#users++;
    if (this.#value === undefined) {
      this.#value = this.#make(context, wanted);
      onExecutionEnd(context, () => this.#release());
    }
    return this.#value;
  }

  /** Counts a partition that has probed all its rows; true for the last, which gives out what nobody met. */
  probed(): boolean {
    return ++this.#probed === this.#partitions;
  }

  /** Leaves the users; `completed` unless the partition was given up or failed. */
  async leave(completed: boolean): Promise<void> {
    this.#users--;
    if (completed) this.#ended++;
    else this.#abandoned = true;
    if (this.#users > 0 || (!this.#abandoned && this.#ended < this.#partitions)) return;
    this.#abandoned = false;
    this.#ended = 0;
    this.#probed = 0;
    await this.#release();
  }

  async #release(): Promise<void> {
    const value = this.#value;
    this.#value = undefined;
    const built = await value?.catch(() => undefined);
    built?.release();
  }
}
