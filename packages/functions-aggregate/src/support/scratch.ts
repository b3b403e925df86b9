import { Arena } from '@datafusion-ts/compute';

/** Runs something with memory that is given back afterwards. */
export function withScratch<T>(run: (arena: Arena) => T): T {
  const arena = new Arena();
  try {
    return run(arena);
  } finally {
    arena.release();
  }
}
