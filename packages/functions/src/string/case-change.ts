import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { textRows } from '../utils/rows.js';
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

/** `lower('ABC')` is `abc`. */
export const lower: ScalarUDF = caseChange(
  'lower',
  (text) => text.toLowerCase(),
  'Changes text to lower case.',
  "SELECT lower('Ångström')",
);

/** `upper('abc')` is `ABC`. */
export const upper: ScalarUDF = caseChange(
  'upper',
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
