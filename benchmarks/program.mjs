/** This engine's worker as a bundled program that keeps its compiled code, as a function in the cloud may be deployed. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from '../scripts/bundle-program.mjs';
import { root } from '../scripts/workspace.mjs';

const outdir = join(root, 'tmp/bench-program');

/** The bundled worker's launcher. @param {string} entry */
export async function bundleWorker(entry) {
  const inputs = [entry, fileURLToPath(new URL('./workers/serve.mjs', import.meta.url))];
  await bundleProgram({ name: 'ours', entry, outdir, external: ['parquet-wasm'], inputs });
  return join(outdir, 'main.js');
}

/** Removes what earlier processes kept. */
export function forgetCode() {
  if (!existsSync(outdir)) return;
  for (const file of readdirSync(outdir)) if (file.endsWith('.cache')) rmSync(join(outdir, file));
}
