export type { NormalForm } from './normal-form.ts';
