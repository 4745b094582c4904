export { selectBackend } from './backend/backend.ts';
export type { SelectBackendOptions } from './backend/backend.ts';
export type { BackendName, SelectedBackend, TriedBackend } from './backend/choose.ts';
export type { ModelSource } from './model/model.ts';
export { tfjsNetwork } from './network/network.ts';
export type { TfjsNetwork, TfjsNetworkOptions } from './network/network.ts';
export type { RecurrentCell } from './recurrent/parts.ts';
export { tfjsRecurrentNetwork } from './recurrent/recurrent.ts';
export type { TfjsRecurrentNetworkOptions } from './recurrent/recurrent.ts';
// What models are made with, so that there is one copy of it.
export * as tfl from '@tensorflow/tfjs-layers';
