import type { TaskContext } from '@datafusion-ts/execution';

/**
 * State that the partitions of one operator share during one execution (a join's build side, an exchange's queues).
 * Plans are immutable and may run many times, so the state hangs on the context: a context is one execution.
 */
export function perExecution<T>(make: (context: TaskContext) => T): (context: TaskContext) => T {
  const states = new WeakMap<TaskContext, T>();
  return (context) => {
    let state = states.get(context);
    if (state === undefined) {
      state = make(context);
      states.set(context, state);
    }
    return state;
  };
}

const parents = new WeakMap<TaskContext, TaskContext>();

/** A context under which the same plan runs once more with fresh state: one round of a recursive query. */
export function deriveContext(context: TaskContext): TaskContext {
  const derived = { ...context };
  parents.set(derived, context);
  return derived;
}

/** Looks something up by a context or those it was derived from. */
export function findByContext<T>(states: WeakMap<TaskContext, T>, context: TaskContext): T | undefined {
  for (let current: TaskContext | undefined = context; current !== undefined; current = parents.get(current)) {
    const state = states.get(current);
    if (state !== undefined) return state;
  }
  return undefined;
}

/** Gives memory back that partitions share. */
type Cleanup = () => Promise<void>;

const cleanups = new WeakMap<TaskContext, Cleanup[]>();

/**
 * Runs `cleanup` when the execution is over, however it ends: an execution that stops between two partitions never starts
 * the later ones, which would have released what they share with the earlier.
 */
export function onExecutionEnd(context: TaskContext, cleanup: Cleanup): void {
  const root = rootOf(context);
  const known = cleanups.get(root);
  if (known === undefined) cleanups.set(root, [cleanup]);
  else known.push(cleanup);
}

/** Ends an execution once its streams have ended; whoever makes a context for a plan calls it. */
export async function endExecution(context: TaskContext): Promise<void> {
  const known = cleanups.get(context) ?? [];
  cleanups.delete(context);
  for (const cleanup of known) await cleanup();
}

/** The context that one was derived from first of all. */
function rootOf(context: TaskContext): TaskContext {
  let root = context;
  for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
  return root;
}
