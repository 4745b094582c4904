// From a game to a proved answer.
import { iteratedChicken } from '@firstmover/matrix-games';
import { solve } from '@firstmover/pipeline';

const answer = await solve(iteratedChicken.create(), { seed: 1, budget: { leaderSteps: 10_000 } });
console.log(answer.leaderValue, answer.evidence); // => 15 { kind: 'optimal', by: 'enumeration' }
console.log(answer.play); // => [ { leader: 'straight', follower: 'swerve', rounds: 10 } ]
