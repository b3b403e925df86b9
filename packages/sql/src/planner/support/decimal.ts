import { type DataType, DataTypes, NotImplementedError, PlanError, ScalarValue } from '@datafusion-ts/common';

/** Most digits of a 128-bit decimal. */
const MAX_DECIMAL128 = 38;
/** Most digits of a 256-bit decimal. */
const MAX_DECIMAL256 = 76;
/** Digits behind the point of a bare `DECIMAL`. */
const DEFAULT_SCALE = 10;
/** The least scale an Arrow decimal can have. */
const MIN_SCALE = -128;

/** The type `DECIMAL[(precision[, scale])]` stands for; throws a PlanError outside of Arrow's limits. */
export function decimalType(precision: number | undefined, scale: number | undefined): DataType {
  if (precision === undefined && scale !== undefined)
    throw new PlanError('Cannot specify only scale for decimal data type');
  const digits = precision ?? MAX_DECIMAL128;
  const places = precision === undefined ? DEFAULT_SCALE : (scale ?? 0);
  if (digits <= 0 || digits > MAX_DECIMAL256 || Math.abs(places) > digits) {
    throw new PlanError(
      `Decimal(precision = ${digits}, scale = ${places}) should satisfy \`0 < precision <= 76\`, and \`scale <= precision\`.`,
    );
  }
  return digits > MAX_DECIMAL128 ? DataTypes.decimal256(digits, places) : DataTypes.decimal128(digits, places);
}

/** A number in decimal or scientific notation as the narrowest decimal that holds it exactly. */
export function decimalLiteral(unsignedNumber: string, negative: boolean): ScalarValue {
  const match = /^(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(unsignedNumber);
  if (match === null || (match[1] === '' && (match[2] ?? '') === ''))
    throw new PlanError(`Cannot parse ${unsignedNumber} as decimal`);
  const fraction = match[2] ?? '';
  const scale = fraction.length - Number(match[3] ?? '0');
  const unscaled = BigInt(`${match[1] ?? ''}${fraction}`);
  if (scale < MIN_SCALE)
    throw new NotImplementedError(`Decimal scale ${scale} exceeds the minimum supported scale: ${MIN_SCALE}`);
  const digits = unscaled.toString().length;
  const precision = scale > 0 ? Math.max(digits, scale) : digits;
  if (precision > MAX_DECIMAL256) {
    throw new NotImplementedError(
      `Decimal precision ${precision} exceeds the maximum supported precision: ${MAX_DECIMAL256}`,
    );
  }
  const type =
    precision <= MAX_DECIMAL128 ? DataTypes.decimal128(precision, scale) : DataTypes.decimal256(precision, scale);
  return new ScalarValue(type, negative ? -unscaled : unscaled);
}
