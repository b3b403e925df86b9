/** What is known of an object without reading it. */
export interface ObjectMeta {
  /** Path inside the store, without leading slash: `data/part-0.parquet`. */
  readonly location: string;
  readonly lastModified: Date;
  /** Bytes. */
  readonly size: number;
  readonly eTag?: string;
  readonly version?: string;
}

/** Bytes `start` (inclusive) to `end` (exclusive). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Result of a listing that stops at the next `/`: objects here, and the prefixes one level down. */
export interface ListResult {
  readonly objects: readonly ObjectMeta[];
  readonly commonPrefixes: readonly string[];
}

/** An upload in parts; nothing is visible before `complete`. */
export interface MultipartUpload {
  putPart(bytes: Uint8Array): Promise<void>;
  complete(): Promise<void>;
  abort(): Promise<void>;
}

/** An object held open, whose bytes can be had without waiting. */
export interface ObjectReader {
  /** Reads from byte `start` on into `target`, which may lie in shared memory; gives the number of bytes there were. */
  readInto(start: number, target: Uint8Array): number;
  close(): void;
}

/**
 * Files of any kind of storage behind one interface. Paths are relative to the store, separated by `/`.
 * A missing object throws an `ObjectStoreError` (see `objectNotFound`).
 */
export interface ObjectStore {
  /** `LocalFileSystem(file:///)`, `InMemory`: appears in error texts. */
  toString(): string;
  /** The whole object. */
  get(location: string): Promise<Uint8Array>;
  getRange(location: string, range: ByteRange): Promise<Uint8Array>;
  /** Several ranges of one object, in the order asked for; near ones are read together. */
  getRanges(location: string, ranges: readonly ByteRange[]): Promise<readonly Uint8Array[]>;
  head(location: string): Promise<ObjectMeta>;
  /** All objects below a prefix (whole path segments), recursively, in no particular order. */
  list(prefix: string | undefined): AsyncIterable<ObjectMeta>;
  listWithDelimiter(prefix: string | undefined): Promise<ListResult>;
  put(location: string, bytes: Uint8Array): Promise<void>;
  /** Default (`multipartOf`): parts are collected and put at once. */
  putMultipart(location: string): Promise<MultipartUpload>;
  delete(location: string): Promise<void>;
  /** Whether a path is an existing directory; absent in stores that have none. */
  isDirectory?(location: string): Promise<boolean>;
  /**
   * Reads from byte `start` on into `target`, which may lie in shared memory; gives the number of bytes there were. Absent:
   * callers use `getRange` and copy.
   */
  readInto?(location: string, start: number, target: Uint8Array): Promise<number>;
  /** Holds an object open for many reads; absent where each read is a request of its own. */
  openReader?(location: string): Promise<ObjectReader>;
  /** The whole object, when that is possible without waiting (local files, memory); undefined otherwise. */
  getSync?(location: string): Uint8Array | undefined;
}
