/**
 * Evaluates on dictionary entries instead of rows where that pays (specs/columns.md 2). Only for deterministic functions
 * that give null for null: rows whose code is null never reach the function.
 *
 * An entry that no row uses must not fail the query, so when evaluating the entries throws, the rows decide.
 */
import { Arena } from '../memory/arena.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { constantVector, getScalar } from '../vector/scalar-access.js';
import { Values } from '../vector/values.js';
import { copyVector } from './copy.js';
import { flatten } from './flatten.js';

/** What is evaluated: all values of a flat vector, the result in memory of the given arena. */
export type FlatFunction = (flat: FlatVector, arena: Arena) => ColumnVector;

/**
 * Applies `fn` to a vector of any encoding. A constant gives a constant; a dictionary with at most half as many entries
 * as rows gives codes into the mapped entries, remembered per `key` with the entries when a key is given; everything
 * else is flattened first.
 */
export function mapDictionary(vector: ColumnVector, arena: Arena, fn: FlatFunction, key?: object): ColumnVector {
  if (vector.encoding === 'constant') {
    if (vector.length === 0) return fn(flatten(vector, arena), arena);
    const one = fn(flatten({ ...vector, length: 1 }, arena), arena);
    return constantVector(getScalar(one, 0), vector.length);
  }
  if (vector.encoding === 'dictionary' && vector.values.column.length <= vector.length / 2) {
    const mapped = mapEntries(vector, fn, key);
    if (mapped !== undefined) {
      arena.keep(mapped);
      return { ...vector, type: mapped.column.type, values: mapped };
    }
  }
  return fn(flatten(vector, arena), arena);
}

/** The mapped entries with one reference for the caller; undefined when an entry fails. */
function mapEntries(vector: DictionaryVector, fn: FlatFunction, key: object | undefined): Values | undefined {
  const source = vector.values;
  const known = key === undefined ? undefined : source.derived(key);
  if (known !== undefined) return known.retain();
  const own = new Arena();
  let column: FlatVector;
  try {
    // A copy, because results may point into the entries, which may be released first.
    column = flatten(copyVector(fn(source.column, own), own), own);
  } catch {
    own.release();
    return undefined;
  }
  const mapped = new Values(column, () => own.release());
  if (key !== undefined) source.addDerived(key, mapped.retain());
  return mapped;
}
