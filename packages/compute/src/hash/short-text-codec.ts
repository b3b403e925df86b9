/**
 * One column of short texts as keys of 16 bytes. A view holds a text of up to twelve bytes as a whole, so that equal texts have
 * equal views, which are the keys. Longer texts do not fit.
 */
import type { DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { kernels } from '../kernels/registry.js';
import { flatten } from '../structural/flatten.js';
import { allocBitmap } from '../vector/bitmap.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import type { PackedKeyCodec } from './key-codec.js';
import type { ReadColumn } from './key-parts.js';

/** The kind of columns that are keys already. */
const WHOLE_KEYS = 16;

/** Texts or binaries of up to twelve bytes each, and NULL. */
export class ShortTextCodec implements PackedKeyCodec {
  readonly rowShift = 4;
  readonly #type: DataType;
  #fits = true;

  constructor(type: DataType) {
    this.#type = type;
  }

  get fits(): boolean {
    return this.#fits;
  }

  learn(columns: readonly ColumnVector[], rowCount: number, arena: Arena): readonly ReadColumn[] {
    const { values, validity } = flatten(columns[0]!, arena);
    if (validity === 0) {
      this.#fits = kernels().longTextBytes(values, rowCount) === 0;
      return [{ address: values, kind: WHOLE_KEYS, validity }];
    }
    const address = arena.alloc(rowCount << this.rowShift);
    this.#fits = kernels().keyPackShortTexts(values, validity, rowCount, address) === 1;
    return [{ address, kind: WHOLE_KEYS, validity: 0 }];
  }

  layOut(): boolean {
    return this.#fits;
  }

  encode(read: readonly ReadColumn[]): { readonly keys: number } {
    return { keys: read[0]!.address };
  }

  decode(keys: number, count: number, arena: Arena): ColumnVector[] {
    const values = arena.alloc(count << this.rowShift);
    const validity = allocBitmap(count, true, arena);
    const nullCount = kernels().keyUnpackShortTexts(keys, count, values, validity);
    const nulls = { validity: nullCount === 0 ? 0 : validity, nullCount };
    return [flatVector(this.#type, count, { values, width: 16, ...nulls })];
  }

  release(): void {
    this.#fits = true;
  }
}
