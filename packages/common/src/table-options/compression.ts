import type { Option } from '../config/option.js';
import { NotImplementedError } from '../errors.js';

/** How a whole file is compressed. */
export type FileCompression = 'uncompressed' | 'gzip' | 'bzip2' | 'xz' | 'zstd';

const NAMES: Readonly<Record<string, FileCompression>> = {
  '': 'uncompressed',
  UNCOMPRESSED: 'uncompressed',
  GZIP: 'gzip',
  GZ: 'gzip',
  BZIP2: 'bzip2',
  BZ2: 'bzip2',
  XZ: 'xz',
  ZST: 'zstd',
  ZSTD: 'zstd',
};

/** The compression of that name, in any case; throws NotImplementedError for unknown ones. */
export function parseFileCompression(text: string): FileCompression {
  const name = text.toUpperCase();
  if (!Object.hasOwn(NAMES, name)) throw new NotImplementedError(`Unsupported file compression type ${name}`);
  return NAMES[name]!;
}

const EXTENSIONS: Readonly<Record<FileCompression, string>> = {
  uncompressed: '',
  gzip: '.gz',
  bzip2: '.bz2',
  xz: '.xz',
  zstd: '.zst',
};

/** What the compression adds to a file's name: `.gz` and the like. */
export const compressionExtension = (compression: FileCompression): string => EXTENSIONS[compression];

/** The setting `compression` of text formats. */
export const fileCompression: Option<FileCompression> = {
  defaultText: () => 'uncompressed',
  normalize: parseFileCompression,
  parse: (text) => text as FileCompression,
};
