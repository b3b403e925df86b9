/**
 * Packs every published package, to be installed elsewhere: `npm run pack -- FOLDER` (default tmp/packs), then
 * `npm install FOLDER/*.tgz` in another project. Needs the workspace built.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder, packageGraph } from './package-graph.mjs';
import { root } from './workspace.mjs';

/** Writes a tarball for each published package to `target`; gives their paths. @param {string} target */
export function packAll(target) {
  mkdirSync(target, { recursive: true });
  const folders = Object.keys(packageGraph).map(packageFolder).filter(isPublished);
  return folders.map((folder) => {
    const { status, stdout, stderr } = spawnSync('npm', ['pack', '--silent', '--pack-destination', target], {
      cwd: join(root, folder),
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`npm pack failed in ${folder}\n${stdout}\n${stderr}`);
    return join(target, stdout.trim());
  });
}

function isPublished(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).private !== true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = resolve(process.argv[2] ?? join(root, 'tmp/packs'));
  const tarballs = packAll(target);
  console.log(`${tarballs.length} packages: npm install ${target}/*.tgz`);
}
