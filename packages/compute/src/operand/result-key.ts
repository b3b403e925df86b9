import type { ScalarValue } from '@datafusion-ts/common';

const keys = new Map<string, object>();
const MOST_KEYS = 1024;
const LONGEST_CONSTANT = 200;

/**
 * What results of a function are remembered under with a dictionary's entries: one object per function name and simple
 * constant. Undefined for constants that are large or have parts: then nothing is remembered.
 */
export function resultKey(name: string, constant?: ScalarValue): object | undefined {
  const value = constant?.value ?? '';
  if (typeof value === 'object') return undefined;
  const text = String(value);
  if (text.length > LONGEST_CONSTANT) return undefined;
  const type = constant === undefined ? '' : JSON.stringify(constant.dataType);
  const sign = Object.is(value, -0) ? '-' : '';
  const full = `${name}/${type}/${sign}${text}`;
  let key = keys.get(full);
  if (key === undefined) {
    if (keys.size >= MOST_KEYS) keys.delete(keys.keys().next().value!);
    key = {};
    keys.set(full, key);
  }
  return key;
}
