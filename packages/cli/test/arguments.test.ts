import { parseArguments, UsageError } from '../src/arguments.js';
import { parseSize } from '../src/sizes.js';

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
