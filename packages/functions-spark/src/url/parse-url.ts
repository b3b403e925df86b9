import { ExecutionError } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections, textRows } from '@datafusion-ts/functions';
import { valueTypeOrText } from './result-type.js';
import { splitUrl, type UrlParts } from './split-url.js';

const SIGNATURE = Signature.oneOf(
  [
    { kind: 'String', count: 2 },
    { kind: 'String', count: 3 },
  ],
  'Immutable',
);

/** Names of parts are capitals only. */
const PARTS: Readonly<Record<string, (url: UrlParts) => string | undefined>> = {
  HOST: ({ host }) => host,
  PATH: ({ path }) => path,
  QUERY: ({ query }) => query,
  REF: ({ fragment }) => fragment,
  PROTOCOL: ({ protocol }) => protocol,
  FILE: ({ path, query }) => (query === undefined ? path : `${path}?${query}`),
  AUTHORITY: ({ authority }) => authority,
  USERINFO: ({ userInfo }) => userInfo,
};

/** The value behind `key=` in a query; nothing is decoded. */
function queryValue(query: string | undefined, key: string): string | undefined {
  for (const pair of query?.split('&') ?? []) {
    const at = pair.indexOf('=');
    if (at >= 0 && pair.slice(0, at) === key) return pair.slice(at + 1);
  }
  return undefined;
}

function partOf(url: string, part: string, key: string | undefined): string | null {
  const parts = splitUrl(url);
  if (part === 'QUERY' && key !== undefined) return queryValue(parts.query, key) ?? null;
  return (Object.hasOwn(PARTS, part) ? PARTS[part]!(parts) : undefined) ?? null;
}

function tolerated(read: () => string | null): string | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ExecutionError) return null;
    throw error;
  }
}

function parseFunction(name: string, tolerant: boolean, description: string): ScalarUDF {
  return {
    name,
    signature: SIGNATURE,
    returnType: ([type]) => valueTypeOrText(type!),
    invoke: (call) =>
      textRows(call, (args) => {
        const [readUrl, readPart, readKey] = args.map((arg) => stringReader(arg));
        return (row) => {
          const [url, part] = [readUrl!(row), readPart!(row)];
          const key = readKey?.(row);
          if (url === null || part === null || key === null) return null;
          return tolerant ? tolerated(() => partOf(url, part, key)) : partOf(url, part, key);
        };
      }),
    documentation: doc(
      Sections.string,
      description,
      `${name}(url, partToExtract[, key])`,
      `SELECT ${name}('http://spark.apache.org/path?query=1', 'HOST')`,
      [
        ['url', 'A URL.'],
        ['partToExtract', 'HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or USERINFO.'],
        ['key', 'With QUERY: the parameter whose value is wanted.'],
      ],
      [tolerant ? 'parse_url' : 'try_parse_url'],
    ),
  };
}

/** `parse_url('http://h/p?x=1', 'QUERY', 'x')` is `1`; text that is no URL is an error. */
export const parseUrl: ScalarUDF = parseFunction('parse_url', false, 'Gives a part of a URL.');

/** `try_parse_url('http://', 'HOST')` is NULL. */
export const tryParseUrl: ScalarUDF = parseFunction(
  'try_parse_url',
  true,
  'Gives a part of a URL; NULL for text that is none.',
);
