import type { FileSinkConfig } from './file-sink-config.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 16;

/** The random part of the names of files one statement writes. */
export function newWriteId(): string {
  const random = crypto.getRandomValues(new Uint8Array(ID_LENGTH));
  return Array.from(random, (byte) => ALPHABET[byte % ALPHABET.length]!).join('');
}

/** Whether all rows go to one file: as asked for, else whether the target has an extension and is no directory. */
export const isSingleFile = ({ tablePaths, partitionColumns, singleFile }: FileSinkConfig): boolean =>
  partitionColumns.length === 0 && (singleFile ?? tablePaths[0]!.fileExtension !== undefined);

/** Path of the only file. */
export const outputFile = ({ tablePaths }: FileSinkConfig): string => tablePaths[0]!.prefix.replace(/\/+$/, '');

/** Path of the directory written to, with trailing slash. */
export const outputFolder = ({ tablePaths }: FileSinkConfig): string => tablePaths[0]!.asFolder().prefix;

/** Characters that may not stand in one segment of a path. */
const UNSAFE = /[\u0000-\u001f\u007f-\uffff/\\{^}%`\]">[~<#|*?]+/g;

/** A text as one segment of a path: `a/b` becomes `a%2Fb`. */
export function pathSegment(text: string): string {
  if (text === '.') return '%2E';
  if (text === '..') return '%2E%2E';
  return text.replace(UNSAFE, (unsafe) =>
    Array.from(new TextEncoder().encode(unsafe), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
      '',
    ),
  );
}
