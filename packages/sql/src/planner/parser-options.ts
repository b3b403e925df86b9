import type { ConfigOptions } from '@datafusion-ts/common';

/** Where nulls go when ORDER BY does not say. */
export type NullOrdering = 'NullsMax' | 'NullsMin' | 'NullsFirst' | 'NullsLast';

/** The settings of SQL planning: `datafusion.sql_parser.*` and the time zone. */
export interface ParserOptions {
  /** Numbers with a point or an exponent become decimals instead of doubles. */
  readonly parseFloatAsDecimal: boolean;
  /** Unquoted identifiers are folded to lower case. */
  readonly enableIdentNormalization: boolean;
  /** Values of OPTIONS are folded to lower case. */
  readonly enableOptionsValueNormalization: boolean;
  /** `VARCHAR(20)` is accepted, its length ignored. */
  readonly supportVarcharWithLength: boolean;
  /** VARCHAR, CHAR, TEXT and STRING are Utf8View rather than Utf8. */
  readonly mapStringTypesToUtf8View: boolean;
  /** Columns and subqueries keep their place in the text. */
  readonly collectSpans: boolean;
  /** ORDER BY of derived tables, CTEs and views that nothing can see is dropped. */
  readonly enableSubquerySortElimination: boolean;
  readonly defaultNullOrdering: NullOrdering;
  /** Zone of `TIMESTAMP WITH TIME ZONE`; none leaves such columns without zone. */
  readonly timeZone?: string;
}

/** DataFusion's defaults. */
export const DEFAULT_PARSER_OPTIONS: ParserOptions = Object.freeze({
  parseFloatAsDecimal: false,
  enableIdentNormalization: true,
  enableOptionsValueNormalization: false,
  supportVarcharWithLength: true,
  mapStringTypesToUtf8View: true,
  collectSpans: false,
  enableSubquerySortElimination: true,
  defaultNullOrdering: 'NullsMax',
});

const NULL_ORDERINGS: Readonly<Record<string, NullOrdering>> = {
  nulls_max: 'NullsMax',
  nulls_min: 'NullsMin',
  nulls_first: 'NullsFirst',
  nulls_last: 'NullsLast',
};

/** The options that a session's configuration says. */
export function parserOptionsOf(config: ConfigOptions): ParserOptions {
  const sql = config.sqlParser;
  const timeZone = config.execution.timeZone;
  return {
    parseFloatAsDecimal: sql.parseFloatAsDecimal,
    enableIdentNormalization: sql.enableIdentNormalization,
    enableOptionsValueNormalization: sql.enableOptionsValueNormalization,
    supportVarcharWithLength: sql.supportVarcharWithLength,
    mapStringTypesToUtf8View: sql.mapStringTypesToUtf8view,
    collectSpans: sql.collectSpans,
    enableSubquerySortElimination: sql.enableSubquerySortElimination,
    defaultNullOrdering:
      NULL_ORDERINGS[sql.defaultNullOrdering.toLowerCase()] ?? DEFAULT_PARSER_OPTIONS.defaultNullOrdering,
    ...(timeZone === undefined || timeZone === '' ? {} : { timeZone }),
  };
}

/** Whether nulls come first for a direction when ORDER BY leaves it open. */
export function nullsFirstByDefault(ordering: NullOrdering, asc: boolean): boolean {
  switch (ordering) {
    case 'NullsMax':
      return !asc;
    case 'NullsMin':
      return asc;
    case 'NullsFirst':
      return true;
    case 'NullsLast':
      return false;
  }
}
