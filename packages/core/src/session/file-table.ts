import type { TableProvider } from '@datafusion-ts/catalog';
import { ListingTableUrl } from '@datafusion-ts/datasource';
import { ObjectStoreError } from '@datafusion-ts/common';
import { workingDirectory } from './file-formats.js';
import { filesAsTable } from './read-files.js';
import type { SessionState } from './session-state.js';

/** The table of a file (or directory) named in FROM, by its extension; undefined when the name is no such thing. */
export async function fileTable(state: SessionState, name: string): Promise<TableProvider | undefined> {
  const url = await ListingTableUrl.locate(name, workingDirectory(), state.runtime);
  const extension = url.fileExtension ?? (await extensionInside(state, url));
  const loader = extension === undefined ? undefined : state.fileFormats.get(extension.toLowerCase());
  if (loader === undefined || !(await exists(state, url))) return undefined;
  return filesAsTable(
    state,
    loader.name,
    name,
    url.isCollection ? { fileExtension: `.${extension}`, inferPartitions: true } : {},
  );
}

/** The extension of the first file below a directory. */
async function extensionInside(state: SessionState, url: ListingTableUrl): Promise<string | undefined> {
  if (!url.isCollection) return undefined;
  const store = state.runtime.objectStore(url.storeUrl);
  const [first] = await url.listFiles(store, '', true);
  return first === undefined ? undefined : /\.([^./]+)$/.exec(first.location)?.[1];
}

async function exists(state: SessionState, url: ListingTableUrl): Promise<boolean> {
  if (url.isCollection) return true;
  try {
    await state.runtime.objectStore(url.storeUrl).head(url.prefix);
    return true;
  } catch (error) {
    if (error instanceof ObjectStoreError) return false;
    throw error;
  }
}
