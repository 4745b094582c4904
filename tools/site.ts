// Writes the pages of the site to docs/.site, for VitePress: the repository's own pages (README.md, CONTRIBUTING.md, docs, packages, games) at their own paths,
// and a page per method from its descriptor. Links between them stay; links to other files go to the repository, and a link to nothing is an error.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { bindPart } from '@firstmover/core';
import { designOf, keptConditions, methods, THEOREM_CONDITIONS, type MethodPart, type TheoremCondition } from '@firstmover/methods';
import { gameFolders } from './games.ts';
import { packages, root } from './packages.ts';

const REPOSITORY = 'https://github.com/firstmover/firstmover/blob/main/';

/** Every Markdown page that the site shows, by its path in the repository. */
export function sitePages(): string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('.') && !name.includes('node_modules'))
    .map((name) => join('docs', name));
  const readmes = packages().map(({ path }) => join(path, 'README.md'));
  const games = gameFolders().map(({ path }) => join(path, 'README.md'));
  return ['README.md', 'CONTRIBUTING.md', ...docs.sort(), ...readmes, ...games].filter((page) => existsSync(join(root, page)));
}

const LINK = /(!?\[(?:[^\]\\]|\\.)*\]\()([^)\s]+)(\))/g;
const isOutside = (target: string): boolean => /^[a-z]+:/i.test(target);

/** The text outside of fenced blocks is changed, that inside is not. */
function outsideCode(text: string, change: (part: string) => string): string {
  return text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, i) => (i % 2 === 0 ? change(part) : part))
    .join('');
}

/** The id that a heading has in the repository's viewer. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/**
 * Links of a page that lead nowhere: to a file that does not exist, or to a heading that its page does not have.
 *
 * @param page - its path from the repository's folder
 */
export function deadLinks(page: string): string[] {
  const dead: string[] = [];
  outsideCode(readFileSync(join(root, page), 'utf8'), (part) => {
    for (const [, , target] of part.matchAll(LINK)) {
      if (isOutside(target!)) continue;
      const [path, anchor] = target!.split('#') as [string, string?];
      const file = path === '' ? page : normalize(join(dirname(page), path));
      if (!existsSync(join(root, file))) dead.push(target!);
      else if (anchor !== undefined && file.endsWith('.md')) {
        const headings = [...readFileSync(join(root, file), 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, text]) => slug(text!));
        if (!headings.includes(anchor)) dead.push(target!);
      }
    }
    return part;
  });
  return dead;
}

/** The page of a method. */
function methodPage(method: MethodPart): string {
  const { name, about, source } = method;
  const design = designOf(bindPart(method));
  const conditions = keptConditions(design);
  const rows = Object.entries(THEOREM_CONDITIONS).map(([key, words]) => `| ${words} | ${conditions[key as TheoremCondition]} |`);
  return [
    `# ${name}`,
    about,
    `**Source.** ${source}`,
    `**What a response is.** ${design.equilibrium}`,
    '## The theorem’s conditions',
    ['| condition | |', '| --- | --- |', ...rows].join('\n'),
    'All methods: [@firstmover/methods](../packages/methods/README.md). What the conditions mean: [concepts](../docs/guide/concepts.md).',
    '',
  ].join('\n\n');
}

/** Writes the site's sources. */
export function writeSite(): void {
  const site = join(root, 'docs/.site');
  rmSync(site, { recursive: true, force: true });
  const pages = sitePages();
  const keep = (path: string, text: string): void => {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, path), text);
  };
  const titles = new Map<string, string>();
  for (const page of pages) {
    const text = readFileSync(join(root, page), 'utf8');
    titles.set(page, /^# (.*)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? page);
    const relink = (whole: string, before: string, target: string, after: string): string => {
      if (isOutside(target) || target.startsWith('#')) return whole;
      const [path, anchor] = target.split('#') as [string, string?];
      let file = normalize(join(dirname(page), path)).replace(/\/$/, '');
      if (existsSync(join(root, file)) && statSync(join(root, file)).isDirectory() && pages.includes(join(file, 'README.md')))
        file = join(file, 'README.md');
      const hash = anchor === undefined ? '' : `#${anchor}`;
      if (pages.includes(file)) return `${before}${relative(dirname(page), file) || 'README.md'}${hash}${after}`;
      if (!before.startsWith('!')) return `${before}${REPOSITORY}${file}${hash}${after}`;
      mkdirSync(dirname(join(site, file)), { recursive: true });
      cpSync(join(root, file), join(site, file));
      return `${before}${relative(dirname(page), file).replace(/^(?!\.)/, './')}${after}`;
    };
    keep(
      page,
      outsideCode(text, (part) =>
        part
          .replaceAll(/<!--[\s\S]*?-->\n?/g, '')
          .replaceAll(LINK, relink)
          .replaceAll('{{', '{ {'),
      ),
    );
  }
  for (const method of methods) keep(`methods/${method.name}.md`, methodPage(method));
  keep(
    'index.md',
    '---\nlayout: home\nhero:\n  name: firstmover\n  text: Stackelberg games, solved, learned and checked\n  tagline: A leader commits, followers respond. Exact answers where the game is small, learning where it is not, and a proof for both.\n  actions:\n    - { theme: brand, text: A game of your own, link: /docs/guide/first-game }\n    - { theme: alt, text: Concepts, link: /docs/guide/concepts }\n---\n',
  );
  const item = (page: string): object => ({ text: titles.get(page)!, link: `/${page.replace(/\.md$/, '')}` });
  const under = (folder: string): object[] => pages.filter((page) => page.startsWith(folder)).map(item);
  const guide = ['first-game', 'install', 'concepts', 'eighty-lines', 'pettingzoo', 'glossary'].map((name) =>
    item(`docs/guide/${name}.md`),
  );
  const sidebar = [
    { text: 'Guide', items: [...guide, item('docs/architecture.md'), item('CONTRIBUTING.md')] },
    { text: 'Decisions', collapsed: true, items: under('docs/decisions/') },
    { text: 'Methods', collapsed: true, items: methods.map(({ name }) => ({ text: name, link: `/methods/${name}` })) },
    { text: 'Games', collapsed: true, items: gameFolders().map(({ path }) => item(join(path, 'README.md'))) },
    { text: 'Packages', collapsed: true, items: packages().map(({ path }) => item(join(path, 'README.md'))) },
    { text: 'Benchmarks', collapsed: true, items: [...under('docs/benchmarks/'), ...under('docs/paper/')] },
    { text: 'API', link: '/api/index.html', target: '_self' },
  ];
  keep('sidebar.json', JSON.stringify(sidebar));
}

if (process.argv[1] === import.meta.filename) writeSite();
