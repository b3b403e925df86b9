/** The loop of an engine process: JSON lines on standard input, one reply a line on standard output. */
import { createInterface } from 'node:readline';

/**
 * @param {{open(request: object): Promise<void>, run(sql: string, wantRows: boolean): Promise<{count: number, rows?: string[][]}>}} engine
 */
export async function serve(engine) {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    const reply = { id: request.id };
    const started = performance.now();
    try {
      if (request.op === 'open') await engine.open(request);
      else Object.assign(reply, await engine.run(request.sql, request.discard !== true));
      reply.seconds ??= (performance.now() - started) / 1000;
    } catch (error) {
      reply.error = String(error);
    }
    reply.peak_mb = process.resourceUsage().maxRSS / 1024;
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}
