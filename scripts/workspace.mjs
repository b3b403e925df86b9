/** What `npm start` and `npm test` share. Only node's own modules are imported: nothing may be installed yet. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the workspace, absolute. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a program in the workspace, its output going where ours goes.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean }} [options] quiet drops its standard output
 * @returns {number} its exit code; 1 when it was killed or cannot be started
 */
export function run(program, args, { quiet = false } = {}) {
  const stdio = ['inherit', quiet ? 'ignore' : 'inherit', 'inherit'];
  const { status, error } = spawnSync(program, args, { cwd: root, stdio, shell: process.platform === 'win32' });
  if (error) console.error(`${program} cannot be started: ${error.message}`);
  return status ?? 1;
}

/** Installs the dependencies when there are none; ends the process when that fails. */
export function ensureInstalled() {
  if (existsSync(join(root, 'node_modules/.package-lock.json'))) return;
  console.error('Installing dependencies (once) …');
  if (run('npm', ['ci', '--loglevel', 'error', '--no-audit', '--no-fund']) !== 0) {
    console.error('npm ci failed.');
    process.exit(1);
  }
}

/** Builds what is missing or older than its sources; ends the process when that fails. */
export async function ensureBuilt() {
  const { build } = await import('./build.mjs');
  if (!(await build())) process.exit(1);
}

/** Builds the shell where it is missing or older than its sources; ends the process when that fails. */
export async function ensureShell() {
  const { buildShell } = await import('./build.mjs');
  if (!(await buildShell())) process.exit(1);
}
