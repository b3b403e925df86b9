import { PlanError } from '@datafusion-ts/common';
import type * as ast from '../../ast/index.js';
import { valueToSql } from '../support/sql-text.js';

/** Text of a literal as an option or setting takes it; undefined for NULL and other values without text. */
export function optionText(value: ast.Value): string | undefined {
  switch (value.kind) {
    case 'SingleQuotedString':
    case 'DollarQuotedString':
    case 'EscapedStringLiteral':
    case 'Number':
      return value.value;
    case 'Boolean':
      return String(value.value);
    default:
      return undefined;
  }
}

/**
 * OPTIONS as a map: keys in lower case, those without a namespace under `format.`.
 * Throws a PlanError for repeated keys (unless allowed) and for values without text.
 */
export function optionsMap(
  options: readonly ast.FileFormatOption[],
  allowRepeated: boolean,
): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const { key, value } of options) {
    if (!allowRepeated && map.has(key)) throw new PlanError(`Option ${key} is specified multiple times`);
    const text = optionText(value);
    if (text === undefined) throw new PlanError(`Unsupported Value ${valueToSql(value)}`);
    map.set((key.includes('.') ? key : `format.${key}`).toLowerCase(), text);
  }
  return map;
}
