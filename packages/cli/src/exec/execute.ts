/** Runs the statements of a text and prints their results. The first error ends the text and is thrown. */
import type { PlannedStatement, ShellEngine } from '../engine.js';
import { executionDetails, type PrintOptions } from '../print/print-options.js';
import { ResultPrinter, type WriteLine } from '../print/result-printer.js';

export async function executeText(
  sql: string,
  engine: ShellEngine,
  print: PrintOptions,
  write: WriteLine,
  signal: AbortSignal,
): Promise<void> {
  let start = performance.now();
  for await (const statement of engine.plan(sql, signal)) {
    await executeStatement(statement, engine, print, write, signal, start);
    start = performance.now();
  }
}

async function executeStatement(
  statement: PlannedStatement,
  engine: ShellEngine,
  print: PrintOptions,
  write: WriteLine,
  signal: AbortSignal,
  start: number,
): Promise<void> {
  const printer = new ResultPrinter(statement.schema, {
    format: print.format,
    maxRows: statement.ignoresMaxRows ? Number.POSITIVE_INFINITY : print.maxRows,
    cells: engine.formatOptions(),
    write,
  });
  for await (const batch of statement.run(signal)) printer.add(batch);
  printer.finish();
  if (!print.quiet) write(executionDetails(printer.rowCount, printer.displayed, (performance.now() - start) / 1000));
}
