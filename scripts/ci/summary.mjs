/**
 * Last stage: sums the results of the others and prints `N passed, N failed, N skipped`.
 * Records of DataFusion's suite that do not pass yet are work ahead, not failures (scripts/ci/suite.mjs guards against
 * regressions), so they have a line of their own and only the passing ones are in the sum.
 */
import { readResult } from './results.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };
const add = (stage, { passed, failed, skipped }) => {
  console.log(`${stage}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
};

const jest = readResult('jest');
if (jest) {
  const brokenFiles = jest.numRuntimeErrorTestSuites;
  add('unit tests', {
    passed: jest.numPassedTests,
    failed: jest.numFailedTests + brokenFiles,
    skipped: jest.numPendingTests + jest.numTodoTests,
  });
} else console.log('unit tests: no results');

const slt = readResult('slt');
if (slt) add('own slt records', slt);
else console.log('own slt records: no results');

const suite = readResult('suite');
if (suite) {
  console.log(`datafusion-suite: ${suite.passed} passed, ${suite.failed} not yet, ${suite.skipped} skipped`);
  total.passed += suite.passed;
  total.skipped += suite.skipped;
} else console.log('datafusion-suite: no results');

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
