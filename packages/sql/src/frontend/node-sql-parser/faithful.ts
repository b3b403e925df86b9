import type { Statement } from '../../ast/index.js';
import { parseSql } from '../../parser/index.js';
import { quoteString } from '../../printer/names.js';
import type { Token } from '../../tokenizer/token.js';
import { refuse } from './refusal.js';

/**
 * node-sql-parser reads some SQL wrongly without a word: `NOT a AND b OR c` as `NOT a AND (b OR c)`, `-1::text` as
 * `(-1)::text`, `UNION` and `INTERSECT` from left to right, `a NATURAL JOIN b` as `a AS natural JOIN b`,
 * `INTERVAL '5' years` as a column named `years`. So its tree is held against what our own parser makes of the same words
 * and given out only when both mean the same. Where only the grouping of operators that all dialects group alike differs,
 * SQL's own grouping is taken; any other difference is refused.
 */
export function faithful(
  sql: string,
  tokens: readonly Token[],
  statements: readonly Statement[],
): readonly Statement[] {
  const again = read(tokens.map((token) => spelling(token, sql)).join(' '));
  if (again === undefined) refuse('SQL that the engine has no syntax for');
  if (shape(again) === shape(statements)) return statements;
  if (partsOf(again) !== partsOf(statements))
    refuse('clauses that node-sql-parser reads otherwise than SQL means them');
  return again;
}

function read(sql: string): readonly Statement[] | undefined {
  try {
    return parseSql(sql);
  } catch {
    return undefined;
  }
}

/** A token of any dialect as the engine's own dialect spells it. */
function spelling(token: Token, sql: string): string {
  switch (token.kind) {
    case 'EOF':
      return '';
    case 'Word':
      return token.quote === '' ? token.text : `"${token.text.replaceAll('"', '""')}"`;
    case 'SingleQuotedString':
    case 'DoubleQuotedString':
      return quoteString(token.text);
    default:
      return sql.slice(token.start, token.end);
  }
}

/** Words that mean the same; node-sql-parser keeps one of them. */
const SYNONYMS: Readonly<Record<string, string>> = { Inner: 'Join', LeftOuter: 'Left', RightOuter: 'Right' };

/** Members that say where or how something was written. */
const ABOUT = new Set(['span', 'explicit']);

/** A text that trees of one meaning share, whatever the order of members. */
function shape(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (ABOUT.has(key)) return undefined;
    if (key === 'kind' && typeof value === 'string') return SYNONYMS[value] ?? value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Operators that bind alike in all dialects, relative to each other. */
const COMMON_OPERATORS = new Set<unknown>([
  'And',
  'Or',
  'Not',
  'Eq',
  'NotEq',
  'Lt',
  'LtEq',
  'Gt',
  'GtEq',
  'Plus',
  'Minus',
  'Multiply',
  'Divide',
  'Modulo',
]);

/** Everything a tree says, whatever its place in the tree. Refuses what dialects may group differently. */
function partsOf(tree: unknown): string {
  const found: string[] = [];
  const pending: (readonly [string, unknown])[] = [['', tree]];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const [key, value] = item;
    if (typeof value !== 'object' || value === null) {
      found.push(`${key}:${key === 'kind' ? (SYNONYMS[String(value)] ?? String(value)) : String(value)}`);
      continue;
    }
    checkGrouping(value as Readonly<Record<string, unknown>>);
    for (const [name, member] of Object.entries(value)) {
      if (!ABOUT.has(name)) pending.push([Array.isArray(value) ? key : name, member]);
    }
  }
  return found.sort().join(' ');
}

function checkGrouping({ kind, op }: Readonly<Record<string, unknown>>): void {
  if (kind === 'SetOperation') refuse('set operations that node-sql-parser groups otherwise than SQL');
  if (op !== undefined && !COMMON_OPERATORS.has(op)) refuse('operators that dialects group differently');
}
