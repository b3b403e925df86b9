/** `npm run build`: kernels, then the packages by project references, then the bundle of the shell. All incremental. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildKernels } from './build-kernels.mjs';
import { bundleCli } from './bundle-cli.mjs';
import { root, run } from './workspace.mjs';

/** Builds everything that is out of date. @returns {Promise<boolean>} whether it succeeded */
export async function build() {
  try {
    await buildKernels();
    if (run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']) !== 0) return false;
    await bundleCli();
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await build()) ? 0 : 1;
