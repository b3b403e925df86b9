/**
 * Texts as the entries of codes that may outlive what the texts lie in: they are copied, once for all rows. Only few texts
 * are worth that, and what still shows the copy when the arena that charged it is gone is charged to nobody.
 */
import { ResourcesExhaustedError } from '@datafusion-ts/common';
import { Arena } from '../memory/arena.js';
import { kernels } from '../kernels/registry.js';
import type { FlatVector } from '../vector/column-vector.js';
import { Values } from '../vector/values.js';
import { copyVector } from './copy.js';
import { flatten } from './flatten.js';

/** Texts of more bytes are not copied. */
const MOST_BYTES = 1024 * 1024;

/** Whether texts, all in all, are short enough to be copied by `ownEntries`. */
export const canOwn = (texts: readonly FlatVector[]): boolean =>
  texts.reduce((sum, { values, length }) => sum + kernels().longTextBytes(values, length), 0) <= MOST_BYTES;

/**
 * A copy of texts, none of which is NULL any more: their nulls are to be those of the codes. `arena` has the one reference
 * and is charged for it. Undefined when no memory is left.
 */
export function ownEntries(texts: FlatVector, arena: Arena): Values | undefined {
  const own = new Arena();
  try {
    const copy = flatten(copyVector({ ...texts, validity: 0, nullCount: 0 }, own), own);
    const entries = new Values(copy, () => own.release());
    arena.keep(entries, own.allocatedBytes);
    return entries;
  } catch (error) {
    own.release();
    if (error instanceof ResourcesExhaustedError) return undefined;
    throw error;
  }
}
