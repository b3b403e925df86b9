// Pieces of the shell that other programs can use
export { parseArguments, type CliArguments } from './arguments.js';
export { UsageError, type UsageDetails } from './usage-error.js';
export { ResultPrinter, type ResultPrinterOptions, type WriteLine } from './print/result-printer.js';
export { parseFormat, type OutputFormat } from './print/output-format.js';
export { executeText } from './exec/execute.js';
export { executeFile } from './exec/execute-file.js';
export type { PlannedStatement, ShellEngine } from './engine.js';
