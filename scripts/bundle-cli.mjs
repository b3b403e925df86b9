/** Bundles the shell into packages/cli/dist/bundle. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from './bundle-program.mjs';
import { root } from './workspace.mjs';

/** Bundles the shell unless its bundle is newer than the sources of every package. */
export const bundleCli = () =>
  bundleProgram({
    name: 'shell',
    entry: join(root, 'packages/cli/src/main.ts'),
    outdir: join(root, 'packages/cli/dist/bundle'),
    // Finds its WebAssembly beside its own file.
    external: ['parquet-wasm'],
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCli();
