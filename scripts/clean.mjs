/** `npm run clean`: removes everything that `npm run build` makes. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder, packageGraph } from './package-graph.mjs';
import { root } from './workspace.mjs';

for (const folder of Object.keys(packageGraph).map(packageFolder)) {
  rmSync(join(root, folder, 'dist'), { recursive: true, force: true });
  removeKernels(join(root, folder, 'src/generated'));
}

/** Kernels are not kept in git; what else is generated may be. */
function removeKernels(folder) {
  try {
    for (const file of readdirSync(folder)) if (file.includes('wasm')) rmSync(join(folder, file));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
