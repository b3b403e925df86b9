/** `npm run bench:kernels [-- text]`: runs each packages/<p>/bench/*.bench.ts whose path contains the text. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, run } from './workspace.mjs';

ensureInstalled();
await ensureBuilt();
const { build } = await import('esbuild');
const [wanted = ''] = process.argv.slice(2);

for (const name of readdirSync(join(root, 'packages'))) {
  const folder = join(root, 'packages', name, 'bench');
  if (!existsSync(folder)) continue;
  for (const file of readdirSync(folder)
    .filter((entry) => entry.endsWith('.bench.ts'))
    .sort()) {
    const path = `packages/${name}/bench/${file}`;
    if (!path.includes(wanted)) continue;
    console.log(`== ${path}`);
    // Beside the packages, so that imports of them resolve to their builds.
    const outfile = join(root, 'tmp/bench', name, file.replace(/\.ts$/, '.mjs'));
    await build({
      entryPoints: [join(root, path)],
      outfile,
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
    });
    if (run(process.execPath, ['--expose-gc', outfile]) !== 0) process.exitCode = 1;
  }
}
