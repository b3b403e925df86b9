/** `npm start`: installs and builds what is missing, then runs the shell with the arguments given, or a sample query. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, run } from './workspace.mjs';

const sampleQuery =
  "SELECT vendor, count(*) AS trips, round(avg(fare), 2) AS fare FROM 'examples/data/trips.parquet' GROUP BY vendor ORDER BY trips DESC, vendor";

ensureInstalled();
await ensureBuilt();
const shell = join(root, 'packages/cli/dist/bundle/main.js');
if (!existsSync(shell)) {
  console.error(`There is no shell: ${shell} was not built.`);
  process.exit(1);
}
const args = process.argv.slice(2);
if (args.length === 0) console.error(`> ${sampleQuery}`);
process.exitCode = run(process.execPath, [shell, ...(args.length > 0 ? args : ['-q', '-c', sampleQuery])]);
