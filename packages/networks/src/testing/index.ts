export { NETWORK_RULES, checkNetwork, examineNetwork } from './check-network.ts';
export type { CheckNetworkOptions, NetworkRule } from './check-network.ts';
export { Violation, examination, expectThat, refusalOf, requireKept } from './examination.ts';
export type { Finding, Rules } from './examination.ts';
export { PART_RULES, checkPartRules, deepFreeze, otherValues } from './part-rules.ts';
export type { PartOfAnyKind, PartRule } from './part-rules.ts';
