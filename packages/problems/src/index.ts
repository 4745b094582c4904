export { readNames, readObject } from './fields/fields.ts';
export { ask } from './problem/ask.ts';
export type { AskOptions } from './problem/ask.ts';
export { defineProblem } from './problem/problem.ts';
export type {
  DocumentForm,
  Fields,
  FileForm,
  GameForm,
  Problem,
  ProblemForms,
  ProblemKind,
  ProblemSpec,
  Question,
  Told,
} from './problem/problem.ts';
export { documentKinds, extensionsOf, problemOf, readProblem } from './problem/read.ts';
export * from './parts.generated.ts';
export { formatExact, formatNumber, formatValue } from './words/number.ts';
export { formatTable, indent } from './words/table.ts';
export { SHOWN, listed } from './words/words.ts';
