// Checks the imports of every package: only packages it may know, only declared ones, and no files in a circle. Files of benchmarks may be in no circle either.
// Algorithms that a reader should take in from top to bottom reach few files of their package.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

// What each package may import. Arrows point one way: a package only knows those above it.
const mayImport = {
  core: [],
  networks: ['core'],
  programmes: ['core'],
  verify: [],
  solvers: ['core', 'programmes'],
  evaluation: ['core', 'matrix-games', 'solvers'],
  'matrix-games': ['core'],
  'mechanism-design': ['core'],
  'benchmark-games': ['core'],
  'security-games': ['core'],
  problems: ['core', 'programmes', 'matrix-games', 'solvers'],
  tfjs: ['core', 'networks'],
  experience: ['core', 'networks'],
  algorithms: ['core', 'networks', 'experience'],
  pettingzoo: ['core'],
  workers: ['core', 'networks'],
  followers: ['core', 'networks', 'experience', 'algorithms', 'solvers'],
  methods: ['core', 'networks', 'programmes', 'experience', 'algorithms', 'followers'],
  pipeline: [
    'core',
    'problems',
    'evaluation',
    'networks',
    'algorithms',
    'followers',
    'methods',
    'matrix-games',
    'mechanism-design',
    'benchmark-games',
    'security-games',
  ],
  experiments: ['core', 'networks', 'methods', 'evaluation', 'pipeline'],
  queue: ['core', 'experiments'],
  reports: ['core', 'evaluation', 'pipeline', 'experiments'],
  cli: ['core', 'problems', 'evaluation', 'pipeline', 'experiments', 'reports', 'queue', 'pettingzoo', 'networks', 'algorithms', 'methods'],
};

// Who may ask what a commitment is worth. Solvers fill answers with it, oracles respond with it; any other value for display is made by evaluation.
const judges = ['bestResponse', 'createResponder', 'verifyCommitment', 'bestDeterministicCommitment', 'solveBimatrix'];
const mayJudge = [
  'packages/solvers/',
  'packages/problems/',
  'packages/evaluation/src/proof/',
  'packages/followers/src/',
  // The agreement of independent solvers, their speed, and what the games' worth was found by.
  'benchmarks/solvers/',
  'benchmarks/environments/',
  'benchmarks/scale/',
  'benchmarks/engine/',
];

// What a reader opens to understand one of these: itself and all that it imports from its package, directly or not.
const MOST_FILES = 5;
const MOST_LINES = 699;
const readable = ['ppo/ppo.ts', 'recurrent-ppo/recurrent-ppo.ts', 'a2c/a2c.ts', 'reinforce/reinforce.ts'];

const root = join(import.meta.dirname, '..');
const problems = [];
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const rootTools = Object.keys(readJson('package.json').devDependencies);

/** Lists the `.ts` files under a folder, without those in folders that tests make, whose names begin with a dot. */
function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !/(^|[\\/])\./.test(name))
    .map((name) => join(folder, name));
}

/** Checks one package and returns its graph: file to imported files. */
function checkPackage(name) {
  const graph = new Map();
  const { dependencies = {}, peerDependencies = {}, devDependencies = {}, imports = {} } = readJson(`packages/${name}/package.json`);
  const declared = Object.keys({ ...dependencies, ...peerDependencies });
  // Tests may also use what is declared for development, games of other packages for instance.
  const forTests = [...rootTools, ...Object.keys(devDependencies)];
  const allowed = mayImport[name];
  if (allowed === undefined) {
    problems.push(`packages/${name}: not in the table of tools/check-dependencies.mjs, add what it may import`);
    return graph;
  }
  const forbidden = (dependency) => dependency.startsWith('@firstmover/') && !allowed.includes(dependency.split('/')[1]);
  for (const dependency of declared.filter(forbidden)) problems.push(`packages/${name}/package.json: may not depend on ${dependency}`);

  const source = join(root, 'packages', name, 'src');
  for (const file of sourceFiles(source)) {
    const label = relative(root, file);
    const isTest = /\.(test|fixture)\.ts$/.test(file);
    const targets = [];
    for (const { fileName: specifier } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
      if (specifier.startsWith('.')) {
        const target = join(dirname(file), specifier);
        if (!target.startsWith(isTest ? join(root, 'packages', name) : source))
          problems.push(`${label}: '${specifier}' leaves the package, import it by name`);
        else if (!existsSync(target)) problems.push(`${label}: '${specifier}' does not exist`);
        else targets.push(target);
        continue;
      }
      if (specifier.startsWith('node:')) continue;
      // A name that package.json maps, by who asks: to other packages, or to files beside the sources.
      const mapped = specifier.startsWith('#') ? (imports[specifier]?.default ?? specifier) : specifier;
      const imported = mapped
        .split('/')
        .slice(0, mapped.startsWith('@') ? 2 : 1)
        .join('/');
      const known = declared.includes(imported) || (isTest && forTests.includes(imported));
      if (!known) problems.push(`${label}: ${imported} is not a dependency in packages/${name}/package.json`);
    }
    graph.set(file, targets);
  }
  return graph;
}

/** Reports every circle reachable from `file`; `path` is the chain of imports that led there. */
function findCircles(graph, file, path, done) {
  const start = path.indexOf(file);
  if (start >= 0) {
    const circle = [...path.slice(start), file].map((step) => relative(root, step));
    problems.push(`circular import: ${circle.join(' -> ')}`);
  } else if (!done.has(file)) {
    for (const target of graph.get(file) ?? []) findCircles(graph, target, [...path, file], done);
    done.add(file);
  }
}

/** Reports an algorithm that reaches more of its package than one sitting is enough for. */
function checkReadable(graph, file) {
  const reached = new Set([file]);
  for (const each of reached) for (const target of graph.get(each) ?? []) reached.add(target);
  const lines = [...reached].reduce((sum, each) => sum + readFileSync(each, 'utf8').split('\n').length - 1, 0);
  if (reached.size <= MOST_FILES && lines <= MOST_LINES) return;
  const files = [...reached].map((each) => relative(root, each)).join(', ');
  problems.push(
    `${relative(root, file)}: reaches ${reached.size} files of ${lines} lines together (${files}): expected at most ${MOST_FILES} and ${MOST_LINES}; shorten it, or move what is not this algorithm to packages/experience`,
  );
}

for (const name of readdirSync(join(root, 'packages'))) {
  const graph = checkPackage(name);
  const done = new Set();
  for (const file of graph.keys()) findCircles(graph, file, [], done);
  if (name === 'algorithms') for (const file of readable) checkReadable(graph, join(root, 'packages/algorithms/src', file));
}

const benchmarkFolders = readdirSync(join(root, 'benchmarks'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map(({ name }) => join('benchmarks', name));

/** The graph of the files beside each other in benchmarks; what they import by the name of a package is not in it. */
function benchmarkGraph() {
  const files = benchmarkFolders.flatMap((folder) => sourceFiles(join(root, folder)));
  return new Map(
    files.map((file) => {
      const specifiers = ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.map(({ fileName }) => fileName);
      return [file, specifiers.filter((name) => name.startsWith('.')).map((name) => join(dirname(file), name))];
    }),
  );
}

const benchmarks = benchmarkGraph();
const seen = new Set();
for (const file of benchmarks.keys()) findCircles(benchmarks, file, [], seen);

const judging = new RegExp(`import (?:type )?\\{[^}]*\\b(${judges.join('|')})\\b[^}]*\\} from '@firstmover/solvers`);
const folders = [...readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'src')), ...benchmarkFolders];
for (const file of folders.flatMap((folder) => sourceFiles(join(root, folder)))) {
  const label = relative(root, file);
  if (/\.(test|fixture)\.ts$/.test(label) || mayJudge.some((prefix) => label.startsWith(prefix))) continue;
  const found = judging.exec(readFileSync(file, 'utf8'));
  if (found) problems.push(`${label}: ${found[1]} is for solvers and evaluation: make the value by createProver or exactValues`);
}

for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'Imports: no circles, every arrow points the right way.' : `Imports: ${problems.length} problem(s).`);
process.exitCode = problems.length === 0 ? 0 : 1;
