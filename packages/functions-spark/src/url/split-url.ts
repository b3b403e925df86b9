/**
 * URLs in their parts as Spark names them. Absolute URLs are read as browsers do (the WHATWG standard): normalized,
 * percent-encoded, without default ports. Text without a scheme is a path with query and fragment and nothing else.
 */
import { ExecutionError } from '@datafusion-ts/common';

/** The parts; undefined where a URL has none. */
export interface UrlParts {
  readonly protocol: string | undefined;
  readonly authority: string | undefined;
  readonly userInfo: string | undefined;
  readonly host: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

const SCHEME = /^[\0- ]*[A-Za-z][A-Za-z0-9+.-]*:/;

/** Splits a text; throws an ExecutionError for what is no URL. */
export function splitUrl(text: string): UrlParts {
  if (!SCHEME.test(text)) {
    if (!text.includes('://')) return splitRelative(text);
    throw new ExecutionError(
      `The url is invalid: ${text}. Use \`try_parse_url\` to tolerate invalid URL and return NULL instead. SQLSTATE: 22P02`,
    );
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new ExecutionError(refusalOf(text));
  }
  return splitAbsolute(url, text);
}

function splitRelative(text: string): UrlParts {
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? [];
  return { protocol: undefined, authority: undefined, userInfo: undefined, host: undefined, path, query, fragment };
}

function splitAbsolute(url: URL, text: string): UrlParts {
  // An empty query or fragment is told from none by its mark only.
  const [beforeFragment = '', fragment] = splitAt(url.href, '#');
  const [, query] = splitAt(beforeFragment, '?');
  const { username, password } = url;
  const userInfo = password === '' ? username : `${username}:${password}`;
  return {
    protocol: url.protocol.slice(0, -1),
    authority: userInfo === '' ? url.host : `${userInfo}@${url.host}`,
    userInfo: username === '' ? undefined : userInfo,
    host: url.hostname === '' ? undefined : url.hostname,
    path: url.pathname === '/' && hasNoPath(text) ? '' : url.pathname,
    query,
    fragment,
  };
}

function splitAt(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** True when the text has nothing between the host and the query; the standard puts a `/` there. */
function hasNoPath(text: string): boolean {
  const [, rest] = /:\/\/([^?#]*)/.exec(text) ?? [];
  return rest !== undefined && !/[/\\]/.test(rest);
}

/** The reason why a URL with a scheme is refused, as DataFusion names it. */
function refusalOf(text: string): string {
  const [, authority = ''] = /^[^:]*:[/\\]*([^/\\?#]*)/.exec(text.trim()) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host === '') return 'EmptyHost';
  const [, name = host, port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(host) ?? [];
  if (port !== undefined && port !== '' && !(/^\d+$/.test(port) && Number(port) < 65_536)) return 'InvalidPort';
  if (host.startsWith('[')) return 'InvalidIpv6Address';
  return /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i.test(name) ? 'InvalidIpv4Address' : 'IdnaError';
}
