import { DataTypes, ScalarValue, type DataType } from '@datafusion-ts/common';
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

/** Names of the hive partition folders all files have in common, outermost first. */
export function inferPartitionNames(url: ListingTableUrl, locations: readonly string[]): readonly string[] {
  let common: readonly string[] | undefined;
  for (const location of locations) {
    const folders = (url.stripPrefix(location) ?? []).slice(0, -1).filter((segment) => segment.includes('='));
    const names = folders.map((segment) => segment.slice(0, segment.indexOf('=')));
    if (common === undefined) common = names;
    else if (names.length !== common.length || names.some((name, i) => name !== common![i])) return [];
  }
  return common ?? [];
}

/** The type of inferred partition columns. */
export const PARTITION_COLUMN_TYPE: DataType = DataTypes.dictionary(DataTypes.UInt16, DataTypes.Utf8);
