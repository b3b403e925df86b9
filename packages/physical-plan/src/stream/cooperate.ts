/**
 * Keeps the thread responsive while queries run.
 *
 * Operators hand batches on by promises, which never let timers, I/O or abort signals have their turn. So every operator
 * asks after a batch whether the thread was kept for too long, and if so gives way once. Operators that
 * need many steps for a batch, some of which give no rows, `pause` after each step.
 */
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import { now } from '../metrics/clock.js';

/** Milliseconds of work after which others get their turn. */
const TURN = 12;

let turnBegan = 0;

/** True when it is time to give way; costs a look at the clock. */
export function turnIsOver(): boolean {
  return now() - turnBegan > TURN;
}

/** Lets timers, I/O and signals run. */
export async function giveWay(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
  turnBegan = now();
}

/** Between two steps: gives way when it is time, and throws once the user has cancelled. */
export async function pause(context: TaskContext): Promise<void> {
  if (turnIsOver()) await giveWay();
  checkCancelled(context);
}
