/**
 * `include PATTERN`: the files that a glob beside the including file names, in the order of their names.
 */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A name pattern with `*` and `?` as a regular expression over one path segment. */
function segmentPattern(segment: string): RegExp {
  const body = segment
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  return new RegExp(`^${body}$`);
}

function expandSegment(directories: readonly string[], segment: string): string[] {
  if (!/[*?]/.test(segment)) return directories.map((directory) => join(directory, segment));
  const pattern = segmentPattern(segment);
  return directories.flatMap((directory) =>
    readdirSync(directory)
      .filter((name) => pattern.test(name))
      .sort()
      .map((name) => join(directory, name)),
  );
}

/** The files that `pattern`, relative to the folder of `includingFile`, stands for. Empty where nothing matches. */
export function resolveInclude(includingFile: string, pattern: string): readonly string[] {
  return pattern
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .reduce(expandSegment, [dirname(includingFile)]);
}
