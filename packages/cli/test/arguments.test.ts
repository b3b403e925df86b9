import { parseArguments } from '../src/arguments.js';
import { parseSize } from '../src/sizes.js';
import { UsageError } from '../src/usage-error.js';

describe('parseArguments', () => {
  it('has the documented defaults', () => {
    expect(parseArguments([])).toMatchObject({
      commands: [],
      files: [],
      format: 'automatic',
      quiet: false,
      memPoolType: 'greedy',
      topMemoryConsumers: 3,
      maxRows: 40,
    });
  });

  it('takes several commands behind one option', () => {
    expect(parseArguments(['-q', '-c', 'select 1', 'select 2', '--format', 'nd-json'])).toMatchObject({
      commands: ['select 1', 'select 2'],
      quiet: true,
      format: 'nd-json',
    });
  });

  it.each([
    [['-b', '0'], "Invalid batch size '0'"],
    [['-c', ' '], '-c flag expects only non empty commands'],
    [['-f', '/does/not/exist'], "Invalid file '/does/not/exist'"],
    [['-p', '/does/not/exist'], "Invalid data directory '/does/not/exist'"],
    [
      ['--maxrows', 'x'],
      "Invalid maxrows x. Valid inputs are natural numbers or 'none', 'inf', or 'infinite' for no limit.",
    ],
    [['-m', '10x'], "Invalid memory pool size '10x'"],
    [['--disk-limit=-1'], "Invalid numeric value in disk limit size '-1'"],
    [['--nonsense'], '--nonsense'],
    [['stray'], "unexpected argument 'stray' found"],
  ])('refuses %j', (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(UsageError);
    expect(() => parseArguments(argv)).toThrow(message);
  });
});

describe('errors are printed as clap prints them', () => {
  const textOf = (...argv: string[]): string => {
    try {
      parseArguments(argv);
    } catch (error) {
      if (error instanceof UsageError) return error.text;
    }
    return '';
  };
  const more = "\n\nFor more information, try '--help'.";
  const usage = '\n\nUsage: datafusion-cli [OPTIONS]';
  const formats = '\n  [possible values: csv, tsv, table, json, nd-json, automatic]';

  it.each([
    [['--bogus'], `error: unexpected argument '--bogus' found${usage}${more}`],
    [['-z'], `error: unexpected argument '-z' found${usage}${more}`],
    [['--bogus=1'], `error: unexpected argument '--bogus' found${usage}${more}`],
    [
      ['--fromat', 'csv'],
      `error: unexpected argument '--fromat' found\n\n  tip: a similar argument exists: '--format'\n\nUsage: datafusion-cli --format <FORMAT>${more}`,
    ],
    [['--format'], `error: a value is required for '--format <FORMAT>' but none was supplied${formats}${more}`],
    [['--format', 'xml'], `error: invalid value 'xml' for '--format <FORMAT>'${formats}${more}`],
    [
      ['--format', 'jsn'],
      `error: invalid value 'jsn' for '--format <FORMAT>'${formats}\n\n  tip: a similar value exists: 'json'${more}`,
    ],
    [['--batch-size', '0'], `error: invalid value '0' for '--batch-size <BATCH_SIZE>': Invalid batch size '0'${more}`],
    [
      ['--quiet=1'],
      `error: unexpected value '1' for '--quiet' found; no more were expected\n\nUsage: datafusion-cli --quiet${more}`,
    ],
    [['-q', '-q'], `error: the argument '--quiet' cannot be used multiple times${usage}${more}`],
    [['--maxrows', '-1'], `error: unexpected argument '-1' found${usage}${more}`],
  ])('%j', (argv, text) => expect(textOf(...argv)).toBe(text));
});

describe('parseSize', () => {
  it.each([
    ['10', 10],
    ['10b', 10],
    ['10K', 10 * 1024],
    ['10kb', 10 * 1024],
    ['2m', 2 * 1024 ** 2],
    ['1gb', 1024 ** 3],
    ['1T', 1024 ** 4],
  ])('%s', (text, bytes) => {
    expect(parseSize(text, 'memory pool')).toEqual({ ok: true, bytes });
  });

  it.each([
    ['x', "Invalid memory pool size 'x'"],
    ['-5m', "Invalid numeric value in memory pool size '-5m'"],
    ['99999999999999t', "memory pool size '99999999999999t' is too large"],
  ])('refuses %s', (text, why) => {
    expect(parseSize(text, 'memory pool')).toEqual({ ok: false, why });
  });
});
