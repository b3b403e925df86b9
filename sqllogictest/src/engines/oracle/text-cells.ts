/**
 * The oracle's text form of results, for the types that apache-arrow cannot read (list views, run-end encoding). Cells
 * that need no formatting of their own are right; nested ones are as near as Python's text comes.
 */
import type { ColumnTypeChar } from '../../engine.js';
import { decimalCell, floatCell, NULL_TEXT, stringCell } from '../../normalize/cell-text.js';
import { DEFAULT_SCALE, SPARK_SCALE } from '../../normalize/plain-decimal.js';
import type { ArrowCells } from './arrow-cells.js';
import type { OracleReply } from './oracle-process.js';

/** The column type of a type as pyarrow writes it. */
function typeChar(type: string): ColumnTypeChar {
  if (type === 'bool') return 'B';
  if (/^u?int\d+$/.test(type)) return 'I';
  if (/^(?:halffloat|float|double|decimal(?:128|256)\()/.test(type)) return 'R';
  if (/^(?:large_)?string(?:_view)?$/.test(type) || /^dictionary<values=(?:large_)?string/.test(type)) return 'T';
  if (/^(?:date|time)\d+/.test(type)) return 'D';
  return type.startsWith('timestamp') ? 'P' : '?';
}

/** `[1, null, "a"]` as `[1, NULL, a]`. */
function nestedText(value: unknown): string {
  if (value === null) return NULL_TEXT;
  if (Array.isArray(value)) return `[${value.map(nestedText).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${nestedText(item)}`)
    .join(', ')}}`;
}

function cell(text: string | null, type: string, spark: boolean): string {
  if (text === null) return NULL_TEXT;
  if (/list|struct|map/.test(type)) return nestedText(JSON.parse(text));
  if (typeChar(type) === 'T') return stringCell(text);
  if (/^decimal(?:128|256)/.test(type)) return decimalCell(text);
  if (/^(?:halffloat|float|double)$/.test(type)) {
    const number = Number(text.replace('inf', 'Infinity').replace('nan', 'NaN'));
    return floatCell(number, type === 'double' ? 64 : 32, spark ? SPARK_SCALE : DEFAULT_SCALE);
  }
  return text;
}

/** Types and cells of a text reply. */
export function textCells(reply: OracleReply, spark: boolean): ArrowCells {
  const types = reply.types ?? [];
  const rows = (reply.rows ?? []).map((row) => row.map((text, index) => cell(text, types[index] ?? '', spark)));
  return { types: types.map(typeChar), rows };
}
