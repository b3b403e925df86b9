import type { TypeKind } from '@datafusion-ts/common';

const RANGES: Partial<Record<TypeKind, readonly [bigint, bigint]>> = {
  Int8: [-128n, 127n],
  Int16: [-32768n, 32767n],
  Int32: [-2147483648n, 2147483647n],
  Int64: [-9223372036854775808n, 9223372036854775807n],
  UInt8: [0n, 255n],
  UInt16: [0n, 65535n],
  UInt32: [0n, 4294967295n],
  UInt64: [0n, 18446744073709551615n],
};

/** Smallest and largest value of an integer kind; undefined for other kinds. */
export const integerRange = (kind: TypeKind): readonly [bigint, bigint] | undefined => RANGES[kind];

/**
 * An integer of the given kind: an optional sign and digits, nothing else. Undefined when the text is not one or the
 * value is out of range: of unsigned kinds `-0` is one, `-1` is not.
 */
export function parseInteger(kind: TypeKind, text: string): bigint | undefined {
  const range = RANGES[kind];
  if (range === undefined || !/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value >= range[0] && value <= range[1] ? value : undefined;
}

const FLOAT = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i;
const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;

/** A float: decimal or scientific notation, or `nan`, `inf`, `infinity` in any case. Undefined when it is none. */
export function parseFloat64(text: string): number | undefined {
  if (FLOAT.test(text)) return Number(text);
  const special = SPECIAL.exec(text);
  if (special === null) return undefined;
  const value = special[2]!.toLowerCase() === 'nan' ? NaN : Infinity;
  return special[1] === '-' ? -value : value;
}

const TRUE = new Set(['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']);
const FALSE = new Set(['f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0']);

/** A boolean as PostgreSQL spells it, surrounding spaces allowed. Undefined when it is none. */
export function parseBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : undefined;
}
