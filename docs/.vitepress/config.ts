import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type DefaultTheme, type UserConfig } from 'vitepress';

// tools/site.ts writes the pages, and this list of them, to docs/.site.
const sidebar = JSON.parse(readFileSync(join(import.meta.dirname, '../.site/sidebar.json'), 'utf8')) as DefaultTheme.SidebarItem[];

const config: UserConfig<DefaultTheme.Config> = defineConfig({
  title: 'firstmover',
  description: 'Stackelberg games in TypeScript: solved, learned and checked.',
  srcDir: '.site',
  cleanUrls: true,
  // Pages are Markdown alone: what looks like a tag is text.
  markdown: { html: false },
  themeConfig: {
    search: { provider: 'local' },
    sidebar,
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/docs/guide/first-game' },
      { text: 'Concepts', link: '/docs/guide/concepts' },
      { text: 'Benchmarks', link: '/docs/benchmarks/engine' },
    ],
  },
});

export default config;
