import { runCommand } from '../src/commands/backslash.js';
import type { PrintOptions } from '../src/print/print-options.js';

function run(line: string): { outcome: unknown; lines: string[]; print: PrintOptions } {
  const print: PrintOptions = { format: 'table', quiet: false, maxRows: 40 };
  const lines: string[] = [];
  const outcome = runCommand(line, print, (text) => lines.push(text));
  return { outcome, lines, print };
}

describe('backslash commands', () => {
  it('quit, describe and include', () => {
    expect(run('\\q').outcome).toEqual({ kind: 'Quit' });
    expect(run('\\d').outcome).toEqual({ kind: 'Sql', sql: 'SHOW TABLES' });
    expect(run('\\d  t').outcome).toEqual({ kind: 'Sql', sql: 'SHOW COLUMNS FROM t' });
    expect(run('\\i x.sql').outcome).toEqual({ kind: 'File', path: 'x.sql' });
  });

  it('show and set the output format', () => {
    expect(run('\\pset').lines).toEqual(['Output format is Table.']);
    const set = run('\\pset format json');
    expect(set.print.format).toBe('json');
    expect(() => run('\\pset format x')).toThrow(
      '"x" is not a valid format type [possible values: [Csv, Tsv, Table, Json, NdJson, Automatic]]',
    );
  });

  it('show and set quiet mode', () => {
    expect(run('\\quiet').lines).toEqual(['Quiet mode is false']);
    const on = run('\\quiet yes');
    expect(on.lines).toEqual(['Quiet mode set to true']);
    expect(on.print.quiet).toBe(true);
  });

  it('help on statements', () => {
    expect(run('\\h').lines[0]).toContain('CREATE TABLE AS');
    expect(run('\\h select').lines[0]).toContain('Command:     SELECT');
    expect(() => run('\\h nonsense')).toThrow('nonsense is not a supported function');
  });

  it('refuse what they do not know', () => {
    expect(() => run('\\x')).toThrow("'\\x' is not a valid command, you can use '\\?' to see all commands");
    expect(() => run('\\i')).toThrow('Required filename argument is missing');
  });
});
