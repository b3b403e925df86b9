import { DataTypes, PlanError, ScalarValue, type DataType } from '@datafusion-ts/common';
import { castScalar } from '@datafusion-ts/compute';
import type { ListingTableUrl } from '@datafusion-ts/datasource';
import type { PartitionColumn } from './listing-options.js';

/** The text DataFusion and Hive write for a null partition value. */
const HIVE_NULL = '__HIVE_DEFAULT_PARTITION__';

/** Values of the partition columns in a file's path; undefined when its folders are not those of the columns, in order. */
export function partitionValuesOf(
  url: ListingTableUrl,
  location: string,
  columns: readonly PartitionColumn[],
): readonly ScalarValue[] | undefined {
  const segments = url.stripPrefix(location);
  if (segments === undefined || segments.length <= columns.length) return columns.length === 0 ? [] : undefined;
  const values: ScalarValue[] = [];
  for (const [i, column] of columns.entries()) {
    const segment = segments[i]!;
    const equals = segment.indexOf('=');
    if (equals < 0 || segment.slice(0, equals) !== column.name) return undefined;
    values.push(valueOf(decodeSegment(segment.slice(equals + 1)), column.dataType));
  }
  return values;
}

function valueOf(text: string, type: DataType): ScalarValue {
  if (text === HIVE_NULL) return ScalarValue.null(type);
  return castScalar(ScalarValue.utf8(text), type, { safe: false });
}

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Files looked at to find the partition columns. */
const INSPECTED = 10;

/** Names of the partition folders of the first files, outermost first; throws a PlanError when they do not agree. */
export function inferPartitionNames(url: ListingTableUrl, locations: readonly string[]): readonly string[] {
  const names = locations.slice(0, INSPECTED).map((location) => folderNames(url.stripPrefix(location) ?? []));
  const first = names[0] ?? [];
  const other = names.find((list) => quotedList(list) !== quotedList(first));
  if (other === undefined) return first;
  const both = [first, other].sort((a, b) => (quotedList(a) < quotedList(b) || a.length === 0 ? -1 : 1));
  throw new PlanError(`Found mixed partition values on disk [${both.map(quotedList).join(', ')}]`);
}

const folderNames = (segments: readonly string[]): readonly string[] =>
  segments
    .slice(0, -1)
    .filter((segment) => segment.includes('='))
    .map((segment) => segment.split('=')[0]!);

/** `["a", "b"]`. */
export const quotedList = (texts: readonly string[]): string =>
  `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;

/** The type of inferred partition columns. */
export const PARTITION_COLUMN_TYPE: DataType = DataTypes.dictionary(DataTypes.UInt16, DataTypes.Utf8);
