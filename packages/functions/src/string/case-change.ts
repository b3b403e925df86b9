import type { DataType } from '@datafusion-ts/common';
import {
  bitmapBytes,
  encodeUtf8,
  flatten,
  flatVector,
  getBit,
  kernels,
  readString,
  stringReader,
  utf8Bound,
  writeView,
  type Arena,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { evaluateOnce, textRows } from '../utils/rows.js';
import { textSignature } from '../utils/string-signatures.js';
import { textTypeOf } from '../utils/types.js';

/** Functions that change the case of letters. */
function caseChange(name: string, change: (text: string) => string, description: string, example: string): ScalarUDF {
  return {
    name,
    signature: textSignature(1),
    returnType: ([type]) => textTypeOf(type!, name),
    invoke: (call) =>
      textRows(call, ([text]) => {
        const read = stringReader(text!);
        return (row) => {
          const value = read(row);
          return value === null ? null : change(value);
        };
      }),
    documentation: doc(Sections.string, description, `${name}(str)`, example, [['str', 'Text to change.']]),
  };
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** The first letter of each run of letters and digits in upper case, the others in lower case. */
function capitalize(text: string): string {
  return text.replace(WORD, (word) => {
    const [first] = word;
    return first!.toUpperCase() + word.slice(first!.length).toLowerCase();
  });
}

/** `lower` and `upper`: ASCII by a kernel, other texts one by one. */
function letterCase(
  name: string,
  upperCase: boolean,
  change: (text: string) => string,
  description: string,
  example: string,
): ScalarUDF {
  const general = caseChange(name, change, description, example);
  return {
    ...general,
    invoke: (call) => {
      const type = call.returnField.dataType;
      if (type.kind === 'Null') return general.invoke(call);
      return evaluateOnce(call, ({ args, arena }) =>
        changeFlat(flatten(args[0]!, arena), type, upperCase, change, arena),
      );
    },
  };
}

function changeFlat(
  flat: FlatVector,
  type: DataType,
  upperCase: boolean,
  change: (text: string) => string,
  arena: Arena,
): FlatVector {
  const { length, validity, nullCount } = flat;
  const k = kernels();
  const values = arena.alloc(length * 16);
  const bytes = arena.alloc(k.longTextBytes(flat.values, length) + 16);
  const others = arena.alloc(bitmapBytes(length));
  if (k.asciiCase(flat.values, length, upperCase ? 1 : 0, values, bytes, others) > 0) {
    for (let row = 0; row < length; row++) {
      if (!getBit(others, row)) continue;
      const text = change(readString(flat, row));
      const at = arena.alloc(utf8Bound(text));
      writeView(values + row * 16, at, encodeUtf8(text, at));
    }
  }
  return flatVector(type, length, { values, width: 16, validity, nullCount });
}

/** `lower('ABC')` is `abc`. */
export const lower: ScalarUDF = letterCase(
  'lower',
  false,
  (text) => text.toLowerCase(),
  'Changes text to lower case.',
  "SELECT lower('Ångström')",
);

/** `upper('abc')` is `ABC`. */
export const upper: ScalarUDF = letterCase(
  'upper',
  true,
  (text) => text.toUpperCase(),
  'Changes text to upper case.',
  "SELECT upper('dataFusion')",
);

/** `initcap('apache data-fusion')` is `Apache Data-Fusion`. */
export const initcap: ScalarUDF = caseChange(
  'initcap',
  capitalize,
  'Starts every word with a capital; words are runs of letters and digits.',
  "SELECT initcap('apache datafusion')",
);
