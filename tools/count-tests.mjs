// Prints `N passed, M failed` from the JSON reports of vitest named on the command line; fails if a test failed or the first report has none.
// The first report is that of all tests; the others are of lanes, and empty where a lane was skipped.
import { readFileSync } from 'node:fs';

/** Counts the tests of a report. */
function count(path) {
  const text = readFileSync(path, 'utf8');
  const { numPassedTests: passed = 0, numFailedTests = 0, testResults = [] } = text === '' ? {} : JSON.parse(text);
  // A file that breaks outside its tests (an import, a hook) is one failure.
  const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'));
  return { passed, failed: numFailedTests + broken.length };
}

const [all, ...lanes] = process.argv.slice(2).map(count);
if (all.passed + all.failed === 0) console.error('The tests never ran: an earlier step failed.');
const passed = lanes.reduce((sum, lane) => sum + lane.passed, all.passed);
const failed = lanes.reduce((sum, lane) => sum + lane.failed, all.failed);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = all.passed > 0 && failed === 0 ? 0 : 1;
