import { allocator } from '@datafusion-ts/compute';

/** Runs `fn` and throws unless the engine memory holds exactly the blocks it held before. */
export function expectNoLeaks<T>(fn: () => T): T {
  const before = allocator.liveBlocks;
  const result = fn();
  if (result instanceof Promise) throw new TypeError('use expectNoLeaksAsync for asynchronous functions');
  check(before);
  return result;
}

/** As {@link expectNoLeaks}, for asynchronous functions. */
export async function expectNoLeaksAsync<T>(fn: () => Promise<T>): Promise<T> {
  const before = allocator.liveBlocks;
  const result = await fn();
  check(before);
  return result;
}

function check(before: number): void {
  const leaked = allocator.liveBlocks - before;
  if (leaked !== 0) throw new Error(`${leaked} blocks of engine memory leaked`);
}
