import type { MultipartUpload, ObjectStore } from './object-store.js';

/** An upload that collects its parts and puts them as one object: for stores without one of their own. */
export function multipartOf(store: ObjectStore, location: string): MultipartUpload {
  let parts: Uint8Array[] = [];
  return {
    putPart(bytes) {
      parts.push(bytes.slice());
      return Promise.resolve();
    },
    complete: () => store.put(location, joinBytes(parts)),
    abort() {
      parts = [];
      return Promise.resolve();
    },
  };
}

/** One array of all the bytes. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
