import { join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** Folder of the repository. */
export const root = resolve(__dirname, '../../../..');

/** Has esbuild take the packages from their sources, so that nothing has to be built. */
export const packageSources: Plugin = {
  name: 'package sources',
  setup({ onResolve }) {
    onResolve({ filter: /^(@datafusion-ts\/|datafusion-ts$)/ }, ({ path }) => ({
      path: join(root, 'packages', path.replace('@datafusion-ts/', '').replace('-ts', ''), 'src/index.ts'),
    }));
  },
};
