/**
 * `npm test`: installs and builds what is missing, then runs the unit tests and the project's own .slt files.
 * With arguments (`npm test -- packages/expr`) only the unit tests, the arguments going to jest.
 */
import { ensureInstalled } from './workspace.mjs';

ensureInstalled();
const args = process.argv.slice(2);
const { runJest } = await import('./ci/jest.mjs');
if (args.length > 0) {
  process.exitCode = runJest(args);
} else {
  const { build } = await import('./build.mjs');
  const { runOwnSlt } = await import('./ci/slt.mjs');
  // Tests run from the sources, so a failed build does not hide their results.
  const outcomes = [await build(), runJest([]) === 0, runOwnSlt() === 0];
  process.exitCode = outcomes.every((passed) => passed) ? 0 : 1;
}
