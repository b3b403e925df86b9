/**
 * `npm test`: installs and builds what is missing, then runs the unit tests and the project's own .slt files.
 * With arguments (`npm test -- packages/expr`) only the unit tests, the arguments going to jest.
 */
import { ensureBuilt, ensureInstalled } from './workspace.mjs';

ensureInstalled();
const args = process.argv.slice(2);
const { runJest } = await import('./ci/jest.mjs');
if (args.length > 0) {
  process.exitCode = runJest(args);
} else {
  await ensureBuilt();
  const { runOwnSlt } = await import('./ci/slt.mjs');
  const codes = [runJest([]), runOwnSlt()];
  process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
}
