/** `npm run fuzz -- --queries N --seed S [--types all]`. */
import { parseArgs } from 'node:util';
import { loadEngine, ORACLE_ENGINE, DEFAULT_ENGINE } from '../engines/load-engine.js';
import { contextOfFile } from '../contexts/context-of-file.js';
import { TOLERATED } from './compare.js';
import { fuzz } from './fuzz.js';

const { values } = parseArgs({
  options: {
    queries: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    types: { type: 'string', default: 'common' },
    differences: { type: 'string', default: '20' },
  },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const [ours, theirs] = [await loadEngine(DEFAULT_ENGINE), await loadEngine(ORACLE_ENGINE)];
console.log(`seed ${seed}; tolerated: ${TOLERATED.map(({ reason }) => reason).join('; ')}`);
const result = await fuzz(ours, theirs, contextOfFile('fuzz.slt'), {
  queries: Number(values.queries),
  seed,
  rareTypes: values.types === 'all',
  maxDifferences: Number(values.differences),
  log: (line) => console.log(line),
});
await ours.shutdown();
await theirs.shutdown();
console.log(
  `${result.queries} queries (${result.failing} fail in the real engine), ${result.differences} differences, seed ${seed}`,
);
process.exitCode = result.differences === 0 ? 0 : 1;
