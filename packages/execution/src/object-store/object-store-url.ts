import { ExecutionError } from '@datafusion-ts/common';

/** Names an object store: scheme and authority only, such as `s3://bucket/` or `file:///`. */
export class ObjectStoreUrl {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Parses `scheme://authority`; a path behind it is an error. */
  static parse(text: string): ObjectStoreUrl {
    const url = parseUrl(text);
    const path = url.pathname === '/' ? '' : url.pathname + url.search + url.hash;
    if (path !== '') {
      throw new ExecutionError(`ObjectStoreUrl must only contain scheme and authority, got: ${path}`);
    }
    return new ObjectStoreUrl(storeKey(text));
  }

  /** The files of this machine: `file:///`. */
  static localFilesystem(): ObjectStoreUrl {
    return new ObjectStoreUrl('file:///');
  }

  toString(): string {
    return this.#text;
  }
}

/** The registry's key of a URL: scheme and host (with port), user information and path dropped, with a slash behind. */
export function storeKey(url: string): string {
  const parsed = parseUrl(url);
  return `${parsed.protocol}//${parsed.host}/`;
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (error) {
    throw new ExecutionError(`Invalid object store URL ${text}`, { cause: error });
  }
}
