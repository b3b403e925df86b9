import { basename, resolve } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';

/**
 * Where the code of a script is kept: beside it, as whoever may write there may change the script as well, or in the folder
 * that the program gives Node for its own cache (`NODE_COMPILE_CACHE`). The name has V8's tag of its version, its flags and
 * the processor, since it refuses the code of others. Absolute: the program may change its working directory.
 */
export function codeFileOf(script: string, env: NodeJS.ProcessEnv): string {
  const suffix = `.${cachedDataVersionTag().toString(16)}.cache`;
  const folder = env['NODE_COMPILE_CACHE'];
  return folder ? resolve(folder, 'datafusion-ts', basename(script) + suffix) : script + suffix;
}
