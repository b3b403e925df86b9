/**
 * Memory for the pages of one column of a scan. Those of a row group go on to the next one: a scan reads thousands of pages,
 * and each would ask the allocator for blocks just like those that the page before gave back.
 */
import { Arena } from '@datafusion-ts/compute';

export class PageArenas {
  #spare: Arena[] = [];

  /** An empty arena; who takes it gives it back or releases it. */
  take(): Arena {
    return this.#spare.pop() ?? new Arena();
  }

  /** Takes an arena back when nobody shows what lies in it any more. */
  giveBack(arena: Arena): void {
    arena.reset();
    this.#spare.push(arena);
  }

  /** Gives all memory back that is not taken. */
  release(): void {
    for (const arena of this.#spare) arena.release();
    this.#spare = [];
  }
}
