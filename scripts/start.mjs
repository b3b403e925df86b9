/**
 * `npm start`: installs and builds what the shell is made of, then runs it with the arguments given, or a sample query.
 * Types are not checked: that takes longest and is for `npm run build` and `npm test`.
 */
import { join } from 'node:path';
import { ensureInstalled, ensureShell, root, run } from './workspace.mjs';

const sampleQuery =
  "SELECT vendor, count(*) AS trips, round(avg(fare), 2) AS fare FROM 'examples/data/trips.parquet' GROUP BY vendor ORDER BY trips DESC, vendor";

ensureInstalled();
await ensureShell();
const shell = join(root, 'packages/cli/dist/bundle/main.js');
const args = process.argv.slice(2);
if (args.length === 0) console.error(`> ${sampleQuery}`);
process.exitCode = run(process.execPath, [shell, ...(args.length > 0 ? args : ['-q', '-c', sampleQuery])]);
