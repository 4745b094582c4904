import type { KnownOptimum } from '../game/descriptor.ts';
import { leadersOf } from '../game/game.ts';
import type { FiniteModel } from '../model/finite-model.ts';
import { randomStream } from '../random/random.ts';
import type { Search } from './model-order.ts';
import { childrenFirst } from './model-order.ts';

/** The most outcomes that a search looks at. */
const WORK = 4_000_000;

/** What both earn. */
interface Pair {
  readonly leader: number;
  readonly follower: number;
}

/**
 * The best table of the leader, an action per observation, each answered by an exact best response. The search tries all tables where
 * they are few, and else climbs from random ones.
 *
 * @param model - of a game with one leader and one follower and without circles
 * @param optimum - the class of followers and their ties
 * @returns why there is no search where best responses are out of reach
 */
export function searchTables(model: FiniteModel, { followerClass, ties }: Pick<KnownOptimum, 'followerClass' | 'ties'>): Search | string {
  const order = childrenFirst(model);
  const leader = leadersOf(model.game)[0] as number;
  const follower = 1 - leader;
  const [leads, follows] = [model.actionCounts[leader]!, model.actionCounts[follower]!];
  const met = (player: number): number[] => [...new Set(order.map((state) => model.observations[player]![state]!))];
  const [leaderMet, followerMet] = [met(leader), met(follower)];
  // Following the state is as good as any memory where the follower sees it, or knows it from what it did and the commitment.
  const seesAll = followerMet.length === order.length;
  const certain = model.initial.length === 1 && model.probability.every((probability) => probability === 1);
  const byState = seesAll || (followerClass === 'rational' && certain);
  const plans = follows ** followerMet.length;
  if (!byState && followerClass === 'rational' && !oneDecision(model))
    return 'best responses of a rational follower that does not see the state are out of reach of the search';
  const outcomes = model.next.length / leads;
  if (!byState && plans * outcomes > WORK / 4) return 'the follower has too many policies for the search';

  const prefer = ties === 'strong' ? 1 : -1;
  const better = (a: Pair, b: Pair): boolean => {
    const slack = 1e-9 * (1 + Math.abs(b.follower));
    if (Math.abs(a.follower - b.follower) > slack) return a.follower > b.follower;
    return prefer * a.leader > prefer * b.leader;
  };
  const values = { leader: new Float64Array(model.states.length), follower: new Float64Array(model.states.length) };
  const { gamma } = model.game.descriptor;
  const after = (state: number, lead: number, follow: number): Pair => {
    const joint = leader === 0 ? lead * follows + follow : follow * leads + lead;
    const at = state * model.jointActions + joint;
    const pair = { leader: 0, follower: 0 };
    for (let o = model.first[at]!; o < model.first[at + 1]!; o++) {
      const [p, goesOn, to] = [model.probability[o]!, model.ended[o] === 0, model.next[o]!];
      pair.leader += p * (model.rewards[leader]![o]! + (goesOn ? gamma * values.leader[to]! : 0));
      pair.follower += p * (model.rewards[follower]![o]! + (goesOn ? gamma * values.follower[to]! : 0));
    }
    return pair;
  };
  const total = (): Pair =>
    model.initial.reduce(
      (sum, { state, probability }) => ({
        leader: sum.leader + probability * values.leader[state]!,
        follower: sum.follower + probability * values.follower[state]!,
      }),
      { leader: 0, follower: 0 },
    );
  /** Fills in what every state is worth when the follower picks by a rule, and returns what the first one is worth. */
  const play = (table: Int32Array, pick: (state: number, lead: number) => Pair): Pair => {
    for (const state of order) {
      const { leader: forLeader, follower: forFollower } = pick(state, table[model.observations[leader]![state]!]!);
      values.leader[state] = forLeader;
      values.follower[state] = forFollower;
    }
    return total();
  };
  const best = (candidates: readonly Pair[]): Pair => candidates.reduce((top, each) => (better(each, top) ? each : top));
  const actions = Array.from({ length: follows }, (_unused, action) => action);
  const respond = (table: Int32Array): number => {
    if (byState) return play(table, (state, lead) => best(actions.map((follow) => after(state, lead, follow)))).leader;
    const answers: Pair[] = [];
    for (let plan = 0; plan < plans; plan++) {
      const choices = new Map(followerMet.map((seen, i) => [seen, Math.floor(plan / follows ** i) % follows]));
      answers.push(play(table, (state, lead) => after(state, lead, choices.get(model.observations[follower]![state]!)!)));
    }
    return best(answers).leader;
  };

  const tries = Math.max(1, Math.floor(WORK / (byState ? outcomes : plans * (outcomes / follows))));
  const table = new Int32Array(model.observationCounts[leader]!);
  const tables = leads ** leaderMet.length;
  let top = -Infinity;
  if (tables <= tries) {
    for (let index = 0; index < tables; index++) {
      leaderMet.forEach((seen, i) => (table[seen] = Math.floor(index / leads ** i) % leads));
      top = Math.max(top, respond(table));
    }
    return { best: top, complete: true };
  }
  const random = randomStream(0, 'conformance/optimum');
  for (let tried = 0; tried < tries;) {
    for (const seen of leaderMet) table[seen] = random.integer(leads);
    let here = respond(table);
    tried++;
    for (let quiet = 0; quiet < leaderMet.length * leads && tried < tries; tried++) {
      const seen = leaderMet[random.integer(leaderMet.length)]!;
      const kept = table[seen]!;
      table[seen] = random.integer(leads);
      const there = respond(table);
      quiet = there > here ? 0 : quiet + 1;
      if (there >= here) here = there;
      else table[seen] = kept;
    }
    top = Math.max(top, here);
  }
  return { best: top, complete: false };
}

/** Whether every episode has one step: then all classes of followers are the same. */
function oneDecision({ ended }: FiniteModel): boolean {
  return ended.every((end) => end !== 0);
}
