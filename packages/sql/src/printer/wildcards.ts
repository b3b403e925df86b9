import type { WildcardOptions } from '../ast/index.js';
import { commaList, identToSql, objectNameToSql, quoteString } from './names.js';
import type { Printer } from './printer.js';

/** What follows `*`, with a leading space, or nothing. */
export function wildcardOptionsToSql(options: WildcardOptions, printer: Printer): string {
  let out = '';
  if (options.ilike !== undefined) out += ` ILIKE ${quoteString(options.ilike)}`;
  if (options.exclude !== undefined) {
    const columns = commaList(options.exclude.columns, objectNameToSql);
    out += options.exclude.parenthesized ? ` EXCLUDE (${columns})` : ` EXCLUDE ${columns}`;
  }
  if (options.except !== undefined) out += ` EXCEPT (${commaList(options.except, identToSql)})`;
  if (options.replace !== undefined) {
    const items = commaList(
      options.replace,
      (item) => `${printer.expr(item.expr)}${item.asKeyword ? ' AS' : ''} ${identToSql(item.columnName)}`,
    );
    out += ` REPLACE (${items})`;
  }
  if (options.rename !== undefined) {
    const items = commaList(options.rename.columns, (item) => `${identToSql(item.ident)} AS ${identToSql(item.alias)}`);
    out += options.rename.parenthesized ? ` RENAME (${items})` : ` RENAME ${items}`;
  }
  return out;
}
