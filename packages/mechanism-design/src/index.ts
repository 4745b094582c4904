export * from './games.generated.ts';
