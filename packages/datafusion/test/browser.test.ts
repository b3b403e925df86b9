/** A program bundled for browsers as the README says runs where there is nothing of Node.js: no module, no process, no Buffer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { packageSources, root } from './support/package-sources.js';

const PROGRAM = `
  import { InMemoryObjectStore, SessionContext } from 'datafusion-ts';
  export async function run(parquet) {
    const store = new InMemoryObjectStore();
    await store.put('trips.parquet', parquet);
    const ctx = new SessionContext();
    ctx.registerObjectStore('memory://', store);
    await ctx.registerParquet('trips', 'memory:///trips.parquet');
    await (await ctx.sql("COPY (SELECT vendor, count(*) AS n FROM trips GROUP BY vendor) TO 'memory:///n.csv'")).collect();
    await ctx.registerCsv('counts', 'memory:///n.csv');
    return (await ctx.sql("SELECT upper(vendor) AS vendor, n FROM counts WHERE vendor ~ '^[BG]' ORDER BY 1")).toText();
  }`;

/** Browsers do not decode shared memory. */
class UnsharedTextDecoder extends TextDecoder {
  override decode(input?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string {
    const buffer: unknown = ArrayBuffer.isView(input) ? input.buffer : input;
    if (buffer instanceof SharedArrayBuffer)
      throw new TypeError('The provided ArrayBufferView value must not be shared');
    return super.decode(input as ArrayBuffer, options);
  }
}

/** What browsers have, too. Pages that are not isolated from others have no SharedArrayBuffer. */
function browserGlobals(isIsolated: boolean): object {
  const { AbortController, AbortSignal, atob, crypto, DOMException, performance, setTimeout, URL, WebAssembly } =
    globalThis;
  const { CompressionStream, DecompressionStream, MessageChannel, queueMicrotask, TextEncoder } = globalThis;
  const shared = isIsolated ? { SharedArrayBuffer } : { SharedArrayBuffer: undefined };
  return {
    ...{
      AbortController,
      AbortSignal,
      atob,
      crypto,
      DOMException,
      performance,
      setTimeout,
      URL,
      WebAssembly,
      ...shared,
    },
    ...{
      CompressionStream,
      DecompressionStream,
      MessageChannel,
      queueMicrotask,
      TextDecoder: UnsharedTextDecoder,
      TextEncoder,
    },
  };
}

let bundle = '';
beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: root },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'program',
    platform: 'browser',
    external: ['node:*', 'avsc', 'parquet-wasm'],
    logLevel: 'error',
    plugins: [packageSources],
  });
  bundle = outputFiles[0]!.text;
});

test.each([true, false])('reads and writes files of an object store (isolated page: %p)', async (isIsolated) => {
  const context = createContext(browserGlobals(isIsolated));
  runInContext(`${bundle}\nglobalThis.run = program.run;`, context);
  const { run } = context as { run(parquet: Uint8Array): Promise<string> };
  expect(await run(readFileSync(join(root, 'examples/data/trips.parquet')))).toBe(
    ['+--------+------+', '| vendor | n    |', '+--------+------+', '| BLACK  | 1429 |', '| GREEN  | 1429 |']
      .concat('+--------+------+')
      .join('\n'),
  );
});
