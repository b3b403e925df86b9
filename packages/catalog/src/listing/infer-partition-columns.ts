import type { ListingTableUrl } from '@datafusion-ts/datasource';
import type { Session } from '@datafusion-ts/session';
import type { PartitionColumn } from './listing-options.js';
import { inferPartitionNames, PARTITION_COLUMN_TYPE } from './partition-values.js';

/** The hive partition columns found in the folders of a location's files. */
export async function inferPartitionColumns(
  session: Session,
  url: ListingTableUrl,
  extension: string,
): Promise<readonly PartitionColumn[]> {
  const store = session.runtime.objectStore(url.toString());
  const files = await url.listFiles(store, extension, session.config.execution.listingTableIgnoreSubdirectory);
  const names = inferPartitionNames(
    url,
    files.map((file) => file.location),
  );
  return names.map((name) => ({ name, dataType: PARTITION_COLUMN_TYPE }));
}
