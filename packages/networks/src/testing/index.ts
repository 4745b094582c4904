export { NETWORK_RULES, checkNetwork, examineNetwork } from './check-network.ts';
export type { CheckNetworkOptions, NetworkRule } from './check-network.ts';
