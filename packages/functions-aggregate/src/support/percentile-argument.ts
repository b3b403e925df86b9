/** The literal arguments of the percentile functions. */
import { PlanError, displayScalar, displayType, type ScalarValue } from '@datafusion-ts/common';
import type { AccumulatorArgs } from '@datafusion-ts/expr-common';
import { DEFAULT_MAX_SIZE } from './t-digest.js';

/** The percentile at a position: a double from 0 to 1, turned round when the ordering is descending. */
export function percentileAt(args: AccumulatorArgs, position: number, name: string): number {
  const literal = args.literals[position];
  if (literal === undefined) throw new PlanError(`Percentile value for '${name}' must be a literal`);
  const { value } = literal;
  if (typeof value !== 'number') {
    throw new PlanError(
      `Percentile value for '${name}' must be Float32 or Float64 literal (got ${valueText(literal)})`,
    );
  }
  if (!(value >= 0 && value <= 1)) {
    throw new PlanError(`Percentile value must be between 0.0 and 1.0 inclusive, ${valueText(literal)} is invalid`);
  }
  return args.orderBy[0]?.descending === true ? 1 - value : value;
}

const valueText = (literal: ScalarValue): string => (literal.isNull ? 'null' : debugNumber(literal));

/** Doubles as Rust prints them: a whole one without its point. */
const debugNumber = (literal: ScalarValue): string => displayScalar(literal);

/** Centroids of the digest: a positive integer, or the default when not given. */
export function maxSizeAt(args: AccumulatorArgs, position: number): number {
  if (args.inputTypes.length <= position) return DEFAULT_MAX_SIZE;
  const literal = args.literals[position];
  if (literal === undefined)
    throw new PlanError("Tdigest max_size value for 'APPROX_PERCENTILE_CONT' must be a literal");
  const { value, dataType } = literal;
  const size = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : 0;
  if (!(size > 0) || !Number.isInteger(size)) {
    throw new PlanError(
      `Tdigest max_size value for 'APPROX_PERCENTILE_CONT' must be UInt > 0 literal (got data type ${displayType(dataType)}).`,
    );
  }
  return size;
}
