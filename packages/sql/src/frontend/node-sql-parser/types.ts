import type { DataType } from '../../ast/index.js';
import { parseDataType } from '../../parser/index.js';
import { checkMembers, isBlank, rawOf, textOf } from './raw.js';
import { refuse } from './refusal.js';

/** The type of a CAST, whose words our own parser reads. */
export function dataTypeFrom(value: unknown): DataType {
  const node = rawOf(value, 'a type');
  checkMembers(node, 'a type', ['dataType', 'length', 'scale', 'parentheses', 'suffix']);
  const words = textOf(node['dataType'], 'a type');
  const size = isBlank(node['length']) ? [] : [node['length'], ...(isBlank(node['scale']) ? [] : [node['scale']])];
  const suffix = Array.isArray(node['suffix']) ? node['suffix'].filter((part) => !isBlank(part)) : [];
  if (![...size, ...suffix].every((part) => typeof part === 'number' || typeof part === 'string')) {
    refuse(`the type ${words} in an unknown form`);
  }
  const text = [words + (size.length === 0 ? '' : `(${size.join(',')})`), ...suffix].join(' ');
  try {
    return parseDataType(text);
  } catch {
    return refuse(`the type ${words}`);
  }
}
