// Runs the gates of `npm test` side by side, as many at once as there are cores. Prints what a gate printed as one block when it ends, and fails with the names of
// those that failed; the others still run. `node tools/gates.mjs lint typecheck` runs those alone.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

// The longest first. A gate waits for those that it needs, and is not run where one of them failed.
const gates = [
  { name: 'build', needs: [] },
  { name: 'test:unit', needs: ['build'] }, // a user's module that a test loads finds the built packages
  { name: 'test:pack', needs: ['build'] },
  { name: 'format:check', needs: [] },
  { name: 'lint', needs: [] },
  { name: 'test:generated', needs: [] },
  { name: 'typecheck', needs: [] },
  { name: 'test:deps', needs: [] },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !gates.some((gate) => gate.name === name));
if (unknown.length > 0) {
  console.error(
    `unknown gate "${unknown.join('", "')}": expected ${gates.map(({ name }) => name).join(', ')}; name some of these, or none for all`,
  );
  process.exit(1);
}

const waiting = gates.filter(({ name }) => asked.length === 0 || asked.includes(name));
const wanted = new Set(waiting.map(({ name }) => name));
const results = new Map();
const begun = performance.now();
let running = 0;

/** Seconds since a moment. */
const seconds = (since) => `${((performance.now() - since) / 1e3).toFixed(1)} s`;

/** Runs the script of a gate and tells what it printed. */
function run({ name }) {
  const start = performance.now();
  const printed = [];
  const child = spawn('npm', ['run', '--silent', name], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  child.stdout.on('data', (part) => printed.push(part));
  child.stderr.on('data', (part) => printed.push(part));
  running++;
  let over = false;
  const end = (passed) => {
    if (over) return;
    over = true;
    running--;
    process.stdout.write(`\n== ${name}: ${passed ? 'passed' : 'FAILED'} in ${seconds(start)}\n${Buffer.concat(printed).toString()}`);
    results.set(name, passed);
    next();
  };
  child.on('error', (error) => {
    printed.push(Buffer.from(`${error.message}\n`));
    end(false);
  });
  child.on('close', (code) => end(code === 0));
}

/** Starts what can start, and tells how it all ended when nothing is left. */
function next() {
  for (let i = 0; i < waiting.length && running < Math.max(2, availableParallelism());) {
    const gate = waiting[i];
    const needs = gate.needs.filter((name) => wanted.has(name));
    const broken = needs.find((name) => results.get(name) === false);
    if (broken !== undefined || needs.every((name) => results.has(name))) waiting.splice(i, 1);
    else i++;
    if (broken !== undefined) {
      results.set(gate.name, false);
      console.log(`\n== ${gate.name}: NOT RUN, because ${broken} failed`);
    } else if (needs.every((name) => results.has(name))) run(gate);
  }
  if (running > 0 || waiting.length > 0) return;
  const failed = [...results].filter(([, passed]) => !passed).map(([name]) => name);
  const all = `${results.size} gates in ${seconds(begun)}`;
  if (failed.length === 0) console.log(`\nAll ${all} passed.`);
  else console.error(`\nFailed of ${all}: ${failed.join(', ')}. Each runs alone: npm run ${failed[0]}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
next();
