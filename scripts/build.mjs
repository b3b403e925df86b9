/**
 * `npm run build`: kernels, the bundles of the packages and of the shell by esbuild, then types and declarations by tsc,
 * which also compiles the packages that are not bundled. All incremental.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildKernels } from './build-kernels.mjs';
import { bundleCli } from './bundle-cli.mjs';
import { bundlePackages } from './bundle-packages.mjs';
import { root, run } from './workspace.mjs';

/** Builds everything that is out of date. @returns {Promise<boolean>} whether it succeeded */
export function build() {
  return succeeds(async () => {
    await buildKernels();
    await bundlePackages();
    await bundleCli();
    return run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']) === 0;
  });
}

/** Builds what the shell needs to run, of what is out of date. @returns {Promise<boolean>} whether it succeeded */
export function buildShell() {
  return succeeds(async () => {
    await buildKernels();
    await bundleCli();
    return true;
  });
}

async function succeeds(work) {
  try {
    return await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await build()) ? 0 : 1;
