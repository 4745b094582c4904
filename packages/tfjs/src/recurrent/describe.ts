import type { NetworkDescription } from '@firstmover/networks';
import { createNamer, describeConfig, describeConstants, describeModel, describeWeights } from '../model/describe.ts';
import type { RecurrentParts } from './parts.ts';

/** What a recurrent network is: its torso, cells and head, whose weights are named after these. */
export function describeParts({ torso, cells, head, width }: RecurrentParts): NetworkDescription {
  const namer = createNamer();
  return {
    kind: 'tfjs-recurrent',
    parts: [
      ...(torso ? describeWeights(torso.weights, namer, 'torso/') : []),
      ...cells.flatMap((cell, i) => describeWeights(cell.trainableWeights, namer, `cells/${i}/`)),
      ...describeWeights(head.weights, namer, 'head/'),
    ],
    constants: [
      ...(torso ? describeConstants(torso.model.nonTrainableWeights, namer, 'torso/') : []),
      ...describeConstants(head.model.nonTrainableWeights, namer, 'head/'),
    ],
    settings: {
      torso: torso ? describeModel(torso, namer) : width,
      cells: cells.map((cell) => ({ layer: cell.getClassName(), config: describeConfig(cell.getConfig(), namer) })),
      head: describeModel(head, namer),
    },
  };
}
