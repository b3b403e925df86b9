/** What the bundles of the packages and of the shell share: when one is out of date, and how sources are found. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { npmName, packageFolder, packageGraph } from './package-graph.mjs';
import { root } from './workspace.mjs';

/** Names of the packages in `packages/`, those that are published as bundles. */
export const bundledPackages = Object.keys(packageGraph).filter((name) => packageFolder(name).startsWith('packages/'));

/** npm name -> sources of the package, so that a bundle can be made before anything is built. */
export const sourceAliases = Object.fromEntries(
  bundledPackages.map((name) => [npmName(name), join(root, packageFolder(name), 'src/index.ts')]),
);

/** Whether the file exists and nothing that it is made of is younger. @param {string} file @param {string[]} inputs */
export function isFresh(file, inputs) {
  if (!existsSync(file)) return false;
  const { mtimeMs } = statSync(file);
  return inputs.every((path) => lastChange(path) <= mtimeMs);
}

/** When a file or anything below a folder was last written, or removed from it. */
function lastChange(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((last, entry) => Math.max(last, lastChange(join(path, entry))), stat.mtimeMs);
}
