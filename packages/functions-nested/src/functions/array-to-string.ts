import { DataTypes, displayType, ExecutionError, NotImplementedError, plainFloat } from '@datafusion-ts/common';
import {
  type Arena,
  cast,
  defaultFormatOptions,
  flatten,
  makeFormatter,
  mem,
  StringBuilder,
  stringReader,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignatures } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { JoinedTexts } from '../support/joined-texts.js';
import { isListType, type Lists, listsOf } from '../support/lists.js';

/**
 * `array_to_string(array, delimiter[, null_string])`: the texts of all elements, nested ones too, with a delimiter in
 * between. NULLs are left out unless there is a text for them.
 *
 * Example: `SELECT array_to_string([1, NULL, 3], '-', '?')` is `1-?-3`.
 */
export const arrayToString: ScalarUDF = {
  name: 'array_to_string',
  aliases: ['list_to_string', 'array_join', 'list_join'],
  signature: arraySignatures(['Array', 'String', 'String'], ['Array', 'String']),
  returnType: () => DataTypes.Utf8,
  invoke({ args: [array, delimiter, nullString], rowCount, arena }) {
    if (!isListType(array!.type)) throw new ExecutionError('array_to_string expects list as first argument');
    const levels: Lists[] = [listsOf(array!, arena)];
    for (let last = levels[0]!; isListType(last.elements.type); last = levels.at(-1)!) {
      levels.push(listsOf(last.elements, arena));
    }
    const text = elementText(levels.at(-1)!, arena);
    const [between, forNull] = [stringReader(delimiter!), nullString && stringReader(nullString)];
    const result = new StringBuilder(arena, rowCount);
    for (let row = 0; row < rowCount; row++) {
      const separator = between(row);
      if (separator === null || levels[0]!.isNull(row)) {
        result.appendNull();
        continue;
      }
      const texts = new JoinedTexts(separator);
      collect(levels, 0, row, text, forNull?.(row) ?? undefined, texts);
      result.appendString(texts.joined());
    }
    return result.finish();
  },
  documentation: arrayDoc(
    'Joins the texts of the elements of an array.',
    'array_to_string(array, delimiter[, null_string])',
    "SELECT array_to_string([[1, 2, 3, 4], [5, 6, 7, 8]], ',')",
    ARRAY_ARG,
    ['delimiter', 'Text between elements.'],
    ['null_string', 'Text for NULLs; without it they are left out.'],
  ),
};

function collect(
  levels: readonly Lists[],
  depth: number,
  row: number,
  text: (element: number) => string,
  forNull: string | undefined,
  texts: JoinedTexts,
): void {
  const level = levels[depth]!;
  for (let at = level.start(row); at < level.end(row); at++) {
    if (level.isNullElement(at)) {
      if (forNull !== undefined) texts.push(forNull);
    } else if (depth < levels.length - 1) collect(levels, depth + 1, at, text, forNull, texts);
    else texts.push(text(at));
  }
}

/** Texts of elements that are not NULL: floats without exponent, all others as casts give them. */
function elementText(lists: Lists, arena: Arena): (element: number) => string {
  const { elements } = lists;
  switch (elements.type.kind) {
    case 'Null':
      return () => '';
    case 'Float64':
      return (at) => plainFloat(mem.f64[(elements.values >>> 3) + at]!);
    case 'Float32':
      return (at) => plainFloat(mem.f32[(elements.values >>> 2) + at]!, 32);
    case 'Duration': {
      const format = makeFormatter(elements, { ...defaultFormatOptions, durationFormat: 'iso8601' });
      return (at) => format(at);
    }
    case 'Struct':
    case 'Map':
    case 'Union':
    case 'ListView':
    case 'LargeListView':
      throw new NotImplementedError(`Unsupported data type in array_to_string: ${displayType(elements.type)}`);
    default: {
      const read = stringReader(flatten(cast(elements, DataTypes.Utf8, { safe: false }, arena), arena));
      return (at) => read(at) ?? '';
    }
  }
}
