/** Formats of Spark's truncating functions, which must be constants: checked while planning, where the twin checks them. */
import { PlanError } from '@datafusion-ts/common';
import type { ColumnVector, DateTruncGranularity } from '@datafusion-ts/compute';
import type { Expr } from '@datafusion-ts/expr';

/** The formats of a function and what they cut to. */
export interface TruncFormats {
  /** The function as errors show it. */
  readonly name: string;
  /** Place of the format as errors show it: `First` or `Second`. */
  readonly place: string;
  readonly formats: Readonly<Record<string, DateTruncGranularity>>;
  /** The formats as errors list them. */
  readonly listed: string;
}

const notText = ({ place, name }: TruncFormats): PlanError =>
  new PlanError(`${place} argument of \`${name}\` must be non-null scalar Utf8`);

function granularityOf(formats: TruncFormats, format: unknown): DateTruncGranularity {
  if (typeof format !== 'string') throw notText(formats);
  const found = formats.formats[format.toLowerCase()];
  if (found === undefined) {
    throw new PlanError(`The format argument of \`${formats.name}\` must be one of: ${formats.listed}`);
  }
  return found;
}

/** The unit of a format column; throws a PlanError for anything but one known text. */
export function granularityOfColumn(formats: TruncFormats, column: ColumnVector): DateTruncGranularity {
  if (column.encoding !== 'constant') throw notText(formats);
  return granularityOf(formats, column.value.value);
}

/** The text of a format, in lower case; throws a PlanError for anything but a constant text. */
export function literalFormat(formats: TruncFormats, format: Expr | undefined): string {
  const text = format?.kind === 'Literal' ? format.value.value : undefined;
  if (typeof text !== 'string') throw notText(formats);
  return text.toLowerCase();
}

/** The unit of the format of a call, while it is planned. */
export const granularityOfExpr = (formats: TruncFormats, format: Expr | undefined): DateTruncGranularity =>
  granularityOf(formats, literalFormat(formats, format));
