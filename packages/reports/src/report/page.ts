import type { Content } from '../markup/markup.ts';
import { markup, trusted } from '../markup/markup.ts';
import { STYLE } from './style.ts';

/** A complete page. Its policy lets a browser load nothing, from anywhere: what it shows is in it. */
export function page(title: string, body: Content): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${body}
</body>
</html>
`.html;
}
