export { METHOD_RULES, checkMethod, examineMethod } from './check-method.ts';
export type { CheckMethodOptions, MethodRule } from './check-method.ts';
