import { bool, lowerCase, text, usize } from '../option.js';
import { dialect } from './choices.js';

/** How SQL text is read. Keys `datafusion.sql_parser.*`. */
export const sqlParserOptions = {
  collectSpans: bool(false),
  defaultNullOrdering: text('nulls_max', lowerCase),
  dialect: dialect,
  enableIdentNormalization: bool(true),
  enableOptionsValueNormalization: bool(false),
  enableSubquerySortElimination: bool(true),
  mapStringTypesToUtf8view: bool(true),
  parseFloatAsDecimal: bool(false),
  recursionLimit: usize(50),
  supportVarcharWithLength: bool(true),
} as const;
