import type { Keyword } from '../tokenizer/keywords.js';

const set = (words: string): ReadonlySet<string> => new Set<string>(words.split(' '));

let columnAlias: ReadonlySet<string> | undefined;
let tableAlias: ReadonlySet<string> | undefined;
let identifier: ReadonlySet<string> | undefined;

/** Words that cannot be a column's alias without AS. */
export function isReservedForColumnAlias(keyword: Keyword): boolean {
  columnAlias ??= set(
    'WITH EXPLAIN ANALYZE SELECT WHERE GROUP SORT HAVING ORDER TOP LATERAL VIEW LIMIT OFFSET FETCH UNION EXCEPT EXCLUDE INTERSECT MINUS CLUSTER DISTRIBUTE RETURNING VALUES FROM INTO END',
  );
  return columnAlias.has(keyword);
}

/** Words that cannot be a table's alias without AS. */
export function isReservedForTableAlias(keyword: Keyword): boolean {
  tableAlias ??= set(
    'WITH EXPLAIN ANALYZE SELECT WHERE GROUP SORT HAVING ORDER PIVOT UNPIVOT TOP LATERAL VIEW LIMIT OFFSET FETCH UNION EXCEPT INTERSECT MINUS ON JOIN INNER CROSS FULL LEFT RIGHT NATURAL USING CLUSTER DISTRIBUTE GLOBAL ANTI SEMI RETURNING ASOF MATCH_CONDITION MATCH_RECOGNIZE OUTER SET QUALIFY WINDOW END FOR FORMAT FROM PARTITION PREWHERE SETTINGS CONNECT START SAMPLE TABLESAMPLE ARRAY',
  );
  return tableAlias.has(keyword);
}

/** Words that are never a plain name inside an expression. */
export function isReservedForIdentifier(keyword: Keyword): boolean {
  identifier ??= set('EXISTS INTERVAL STRUCT TRIM');
  return identifier.has(keyword);
}
