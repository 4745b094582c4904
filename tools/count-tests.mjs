// Prints `N passed, M failed` from the JSON report of vitest named on the command line; fails if a test failed or none ran.
import { readFileSync } from 'node:fs';

const text = readFileSync(process.argv[2], 'utf8');
if (text === '') console.error('The tests never ran: an earlier step failed.');
const { numPassedTests: passed = 0, numFailedTests = 0, testResults = [] } = text === '' ? {} : JSON.parse(text);
// A file that breaks outside its tests (an import, a hook) is one failure.
const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'));
const failed = numFailedTests + broken.length;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
