/**
 * The `datafusion-sqllogictest` program (started by `bin/`). The same program with `--worker` is a worker process.
 */
import { realpathSync } from 'node:fs';
import { runProgram } from './cli/program.js';
import { childProcesses, WORKER_FLAG } from './pool/worker-process.js';
import { serveParent } from './pool/worker.js';

async function main(): Promise<void> {
  // A reader that has seen enough (`| head`) ends the run quietly.
  process.stdout.on('error', () => process.exit(1));
  const entry = realpathSync(process.argv[1] as string);
  process.exitCode = await runProgram(process.argv.slice(2), {
    start: childProcesses(entry),
    output: {
      line: (text) => void process.stdout.write(`${text}\n`),
      error: (text) => void process.stderr.write(`${text}\n`),
    },
  });
}

if (process.argv[2] === WORKER_FLAG) serveParent();
else void main();
