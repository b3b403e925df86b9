import { InternalError } from '@datafusion-ts/common';
import { LocalFileSystem } from './local-file-system.js';
import type { ObjectStore } from './object-store.js';
import { storeKey } from './object-store-url.js';

/** Finds the store behind a URL. Own implementations may make stores when they are first asked for. */
export interface ObjectStoreRegistry {
  /** Returns the store that was replaced, if any. */
  registerStore(url: string, store: ObjectStore): ObjectStore | undefined;
  deregisterStore(url: string): ObjectStore;
  /** The store of the URL's scheme and host; throws when there is none. */
  getStore(url: string): ObjectStore;
}

/** Stores by scheme and host; local files are there from the start. */
export class DefaultObjectStoreRegistry implements ObjectStoreRegistry {
  readonly #stores = new Map<string, ObjectStore>([['file:///', new LocalFileSystem()]]);

  registerStore(url: string, store: ObjectStore): ObjectStore | undefined {
    const key = storeKey(url);
    const replaced = this.#stores.get(key);
    this.#stores.set(key, store);
    return replaced;
  }

  deregisterStore(url: string): ObjectStore {
    const key = storeKey(url);
    const store = this.#stores.get(key);
    if (store === undefined) {
      throw new InternalError(
        `Failed to deregister object store. No suitable object store found for ${url}. See \`RuntimeEnv::register_object_store\``,
      );
    }
    this.#stores.delete(key);
    return store;
  }

  getStore(url: string): ObjectStore {
    const store = this.#stores.get(storeKey(url));
    if (store === undefined) {
      throw new InternalError(`No suitable object store found for ${url}. See \`RuntimeEnv::register_object_store\``);
    }
    return store;
  }
}
