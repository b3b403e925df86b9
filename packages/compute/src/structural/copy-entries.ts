/**
 * Copies texts to be the entries of codes. Codes may outlive the memory the texts lie in, so the entries get memory of
 * their own, which is charged to an arena. Codes that outlive that arena, too, are charged to nobody: hence the limit.
 */
import { ResourcesExhaustedError } from '@datafusion-ts/common';
import { Arena } from '../memory/arena.js';
import { kernels } from '../kernels/registry.js';
import type { FlatVector } from '../vector/column-vector.js';
import { Values } from '../vector/values.js';
import { copyVector } from './copy.js';
import { flatten } from './flatten.js';

/** Texts of more bytes, all in all, are not worth a copy. */
const MOST_BYTES = 1024 * 1024;

/** Whether {@link copyEntries} is worth it for these texts. */
export const areShortEnoughToCopy = (texts: readonly FlatVector[]): boolean =>
  texts.reduce((sum, { values, length }) => sum + kernels().longTextBytes(values, length), 0) <= MOST_BYTES;

/**
 * A copy of texts without their nulls, which become those of the codes. `arena` holds the only reference and is charged for
 * it. Undefined when no memory is left.
 */
export function copyEntries(texts: FlatVector, arena: Arena): Values | undefined {
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
