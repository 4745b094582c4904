// What a designer promises, sells or lets be said.
export * from './implementation/index.ts';
export * from './menu/index.ts';
export * from './posted-prices/index.ts';
