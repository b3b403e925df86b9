/** Carries out the registrations that are SQL, which every engine does in the same way. */
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SltSessionSetup } from '../engine.js';
import type { ContextFile, ContextSql } from './file-context.js';

function writeFiles(files: Readonly<Record<string, ContextFile>>, workingDirectory: string): string {
  const folder = mkdtempSync(join(workingDirectory, '.context-'));
  for (const [name, file] of Object.entries(files)) {
    if ('text' in file) writeFileSync(join(folder, name), file.text);
    else copyFileSync(resolve(workingDirectory, file.copyOf), join(folder, name));
  }
  return folder;
}

async function apply(context: ContextSql, workingDirectory: string, run: (sql: string) => Promise<unknown>) {
  const folder = context.files ? writeFiles(context.files, workingDirectory) : '';
  for (const statement of context.statements) await run(statement.replaceAll('$FOLDER', folder));
}

/**
 * Runs the set-up statements of the session's context. A registration that fails is left undone: the records that need
 * it say so by failing, and the others can still run.
 */
export async function applySqlContext(setup: SltSessionSetup, run: (sql: string) => Promise<unknown>): Promise<void> {
  for (const registration of setup.context.registrations) {
    if (registration.kind !== 'sql') continue;
    await apply(registration, setup.workingDirectory, run).catch(() => undefined);
  }
}
