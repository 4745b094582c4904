export { NORMAL_FORM_LIMIT, inducedNormalForm } from './induced-normal-form.ts';
export type { InducedNormalForm } from './induced-normal-form.ts';
