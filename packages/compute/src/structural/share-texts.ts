/**
 * Dictionaries of texts that batches brought along, one a row group say, made one: codes stay codes then where batches are
 * put together, and what is above goes on to look at each text once. Rows of text cost 16 bytes each and a hash or a
 * comparison wherever they go; the texts of the dictionaries are hashed and copied once.
 */
import type { Arena } from '../memory/arena.js';
import { kernels } from '../kernels/registry.js';
import { ViewTable } from '../hash/text-keys.js';
import { uncharged } from '../memory/charge.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import { areShortEnoughToCopy, copyEntries } from './copy-entries.js';

/** Entries there may be in all: their codes take two bytes. */
const MOST_ENTRIES = 1 << 16;

/** Rows there must be for each entry, for the entries to be worth putting together. */
const ROWS_PER_ENTRY = 4;

/** The parts with codes into the same entries, in memory of `arena`; undefined where that is not worth it. */
export function shareTexts(
  parts: readonly ColumnVector[],
  rowCount: number,
  arena: Arena,
): readonly DictionaryVector[] | undefined {
  const coded = parts.filter((part) => part.encoding === 'dictionary');
  if (coded.length < parts.length) return undefined;
  const all = new Map(coded.map(({ values }) => [values.id, values.column]));
  if (![...all.values()].every(isTexts)) return undefined;
  const entryCount = [...all.values()].reduce((sum, { length }) => sum + length, 0);
  if (entryCount > MOST_ENTRIES || entryCount * ROWS_PER_ENTRY > rowCount) return undefined;
  return areShortEnoughToCopy([...all.values()]) ? recoded(coded, all, arena) : undefined;
}

const isTexts = ({ type, length, validity }: FlatVector): boolean =>
  length > 0 && validity === 0 && physicalTypeOf(type) === 'view';

function recoded(
  parts: readonly DictionaryVector[],
  all: ReadonlyMap<number, FlatVector>,
  arena: Arena,
): readonly DictionaryVector[] | undefined {
  const table = new ViewTable(uncharged, true);
  try {
    const codes = new Map<number, number>();
    for (const [id, { values, length }] of all) {
      const address = arena.alloc(length * 4);
      table.insertViews(values, 0, length, address, arena);
      codes.set(id, address);
    }
    const count = table.groupCount;
    const [{ type }] = [...all.values()] as [FlatVector];
    const views = flatVector(type, count, { values: table.viewsOf(0, count, arena), width: 16 });
    const values = copyEntries(views, arena);
    if (values === undefined) return undefined;
    const width = count <= 256 ? 1 : 2;
    return parts.map((part) => ({
      ...part,
      values,
      width,
      codes: mapped(part, codes.get(part.values.id)!, width, arena),
    }));
  } finally {
    table.release();
  }
}

/** Codes of a part, `width` bytes each, by the code of each of its entries. */
function mapped({ codes, width: from, length }: DictionaryVector, by: number, width: 1 | 2, arena: Arena): number {
  const wide = arena.alloc(length * 4);
  const k = kernels();
  if (from === 4) k.gather4(by, codes, length, wide);
  else k.lookUpCodes(codes, from, by, 4, length, wide);
  const narrow = arena.alloc(length * width + 16);
  k.packCodes(wide, length, width, narrow);
  return narrow;
}
