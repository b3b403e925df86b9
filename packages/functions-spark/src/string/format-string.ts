/**
 * Spark's `format_string` (and `printf`): text with arguments filled in by Java's format language, as far as DataFusion
 * has it. The format is parsed once when it is constant, else once for each different text; types are checked by then.
 *
 * Where DataFusion prints a wrong number the right one is given: zero with `%e` and `%g`, `%a` rounded up to the next
 * power of two, moments outside the years of nanoseconds.
 */
import { DataTypes, displayType, ExecutionError, type DataType } from '@datafusion-ts/common';
import { isText, stringReader, type Arena, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections, textRows } from '@datafusion-ts/functions';
import { parseFormat } from '../format/directive.js';
import { rendererOf, type Renderer } from '../format/renderer.js';

/** Formats that are kept; a column rarely has more. */
const MAX_FORMATS = 64;

function resultType(format: DataType | undefined): DataType {
  if (format === undefined || format.kind === 'Null') return DataTypes.Utf8;
  if (isText(format) && format.kind !== 'Dictionary') return format;
  throw new ExecutionError(
    `format_string expects the first argument to be Utf8, LargeUtf8 or Utf8View, got ${displayType(format)} instead`,
  );
}

/** The format as a function of the row. */
function compiled(format: string, values: readonly ColumnVector[], arena: Arena): Renderer {
  const types = values.map((value) => value.type);
  const parts = parseFormat(format, types).map((piece) =>
    typeof piece === 'string' ? piece : rendererOf(values[piece.argument]!, piece, arena),
  );
  return (row) => {
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : part(row);
    return text;
  };
}

/** `format_string('%s has %d days', 'May', 31)` is `May has 31 days`. */
export const formatString: ScalarUDF = {
  name: 'format_string',
  aliases: ['printf'],
  signature: Signature.variadicAny('Immutable'),
  returnField: ({ argFields: [format] }) => ({
    name: 'format_string',
    dataType: resultType(format?.dataType),
    nullable: format?.nullable ?? true,
  }),
  invoke: (call) =>
    textRows(
      call,
      ([format, ...values], arena) => {
        const read = stringReader(format!);
        const known = new Map<string, Renderer>();
        return (row) => {
          const text = read(row);
          if (text === null) return null;
          let render = known.get(text);
          if (render === undefined) {
            if (known.size >= MAX_FORMATS) known.clear();
            known.set(text, (render = compiled(text, values, arena)));
          }
          return render(row);
        };
      },
      'values',
    ),
  documentation: doc(
    Sections.string,
    "Fills arguments into a text by Java's format language.",
    'format_string(strfmt[, obj1, ..., obj_n])',
    "SELECT format_string('%s has %d days', 'May', 31)",
    [
      ['strfmt', 'Text with directives such as %s, %5d, %.2f, %tY.'],
      ['obj1, obj_n', 'Values for them.'],
    ],
  ),
};
