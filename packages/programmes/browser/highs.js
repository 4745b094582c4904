// What a bundler for browsers takes for the `highs` package, whose module names parts of Node: it is not bundled but loaded when it is needed, and with it
// the .wasm beside it, from where the page's program is. `findHighsAt` names another place.

/** Loads HiGHS. */
export default async function load() {
  const module = await import(/* webpackIgnore: true */ /* @vite-ignore */ new URL('highs.mjs', import.meta.url).href);
  return module.default();
}
