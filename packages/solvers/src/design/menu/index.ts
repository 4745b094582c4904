export { MENU_LIMIT, MENU_PARAMETERS, bestLotteries, bestMenu } from './menu.ts';
export type { AllocationProblem, LotteryMenu, Menu, MenuOptions } from './menu.ts';
