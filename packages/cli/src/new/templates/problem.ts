import type { Template } from './template.ts';

const SOURCE = `import { InputError } from '@firstmover/core';
import type { Problem, ProblemKind } from '@firstmover/problems';
import { defineProblem } from '@firstmover/problems';

/** An inspector visits one of several sites at random, an offender who knows how likely sees the odds. Replace it by your own. */
function inspection(gains: readonly number[]): Problem {
  return {
    kind: '__NAME__',
    description: 'an inspection',
    params: null,
    commitments: ['mixed'],
    ties: [],
    followers: [],
    answer() {
      // Equal worth everywhere: the offender gains gain * (1 - probability).
      const sites = [...gains.keys()].sort((a, b) => gains[b]! - gains[a]!);
      let level = 0;
      for (let used = 1; used <= sites.length; used++) {
        const weights = sites.slice(0, used).reduce((sum, site) => sum + 1 / gains[site]!, 0);
        level = Math.max(level, (used - 1) / weights);
      }
      const commitment = gains.map((gain) => Math.max(0, 1 - level / gain));
      return {
        answer: {
          commitmentClass: 'mixed',
          followerClass: null,
          ties: null,
          leaderValue: -level,
          upperBound: -level,
          followerValue: level,
          commitment,
          reply: sites[0]!,
          optimalReplies: null,
          attained: true,
          unique: null,
          evidence: { kind: 'optimal', by: 'floating' },
        },
        leaderMeaning: 'the least loss that any odds of visits leave',
        followerMeaning: 'what the offender gains at the best site',
        lines: ['Visits: ' + commitment.map((share) => share.toFixed(3)).join(', ')],
      };
    },
  };
}

/** The kind: what its documents hold, and how they are read. */
export const __CAMEL__: ProblemKind = defineProblem({
  name: '__NAME__',
  about: 'An inspector visits one of several sites at random.',
  source: 'where your problem comes from',
  document: {
    fields: { gains: 'what an offence that is not seen is worth, per site, above 0' },
    example: '{"kind":"__NAME__","gains":[3,2,1]}',
    read(field) {
      const gains = field('gains');
      if (!Array.isArray(gains) || gains.length === 0 || !gains.every((gain) => typeof gain === 'number' && gain > 0 && gain < Infinity))
        throw new InputError('gains is ' + JSON.stringify(gains) + ': expected a list of numbers above 0');
      return inspection(gains as number[]);
    },
  },
});
`;

const TEST = `import { checkProblem } from '@firstmover/problems/testing';
import { it } from 'vitest';
import { __CAMEL__ } from './__NAME__.js';

it('keeps the rules of a kind of problem', async () => {
  await checkProblem(__CAMEL__);
});
`;

const PAGE = `# __NAME__

A kind of problem: documents of your own that \`firstmover exact\` answers, with a solver of your own.

\`\`\`sh
npm install
npm test                                                  # the rules of such a kind, on the sources
npx firstmover list ./src/__NAME__.ts                     # its fields
npx firstmover check ./src/__NAME__.ts                    # the same rules, as a list
echo '{"kind":"__NAME__","gains":[3,2,1]}' > mine.json
npx firstmover exact mine.json --kind ./src/__NAME__.ts
npm run build                                             # then it is \`./dist/__NAME__.js\`, or __NAME__#__CAMEL__ where the package is installed
\`\`\`
`;

/** A kind of problem. */
export const problem: Template = { source: SOURCE, test: TEST, page: PAGE, packages: ['problems'] };
