/** What a new package begins with: `__NAME__`, `__CAMEL__` and `__PASCAL__` stand for its name. */
export interface Template {
  /** The source. */
  readonly source: string;
  /** Its test. */
  readonly test: string;
  /** Its README. */
  readonly page: string;
  /** The packages of firstmover that it is built on, beside core. */
  readonly packages: readonly string[];
}

/** The README of a part: what it is, and the commands that take it by path. */
export function pageOf(what: string, kind: string, train: string): string {
  return `# __NAME__

${what}

\`\`\`sh
npm install
npm test                                                  # the rules of such a part, on the sources
npx firstmover list ./src/__NAME__.ts                     # its settings
npx firstmover check ./src/__NAME__.ts                    # the same rules, as a list
npx firstmover train --game matrix/IteratedChicken-v1 ${train} --out runs/mine
npx firstmover train runs/mine/<run> --resume             # goes on where it was stopped, bit for bit
npx firstmover report runs/mine --out report
npm run build                                             # then it is \`./dist/__NAME__.js\`, or __NAME__#__CAMEL__ where the package is installed
\`\`\`

Its settings stand in its definition and nowhere else: \`--set ${kind}.<setting>=<value>\` changes one.
`;
}
