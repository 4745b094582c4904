/** What a game is checked for, in the order in which it is reported. */
export const RULES = {
  parameters: 'parameters survive JSON',
  spaces: 'spaces survive JSON',
  'reward bounds': 'the descriptor has a lowest and a highest reward',
  play: 'the game can be played with any actions',
  observations: 'observations lie in their spaces',
  rewards: 'every step pays one finite number per player, within the bounds of the descriptor',
  end: 'episodes end, and say so with true or false',
  horizon: 'episodes last as long as the descriptor says, not longer',
  'plain records': 'states, actions and observations are plain records and lists',
  mutation: 'nothing that goes in or comes out is changed in place',
  replay: 'the same seed gives the same trace bit for bit, in two copies that play at once',
  'seeded reset': 'a seeded reset starts the trace again, an unseeded one continues the stream',
  snapshot: 'a copy restored from a snapshot as JSON continues the trace, at every step',
  observe: 'what is seen depends on the state alone, not on what other copies do',
  'hidden randomness': 'no clock and no random numbers but those of chance',
  isolation: 'no player sees what is hidden from it',
  drawing: 'a drawing depends on the state and the last actions alone, and is safe to show',
  batch: 'a batch of copies equals single environments, by definition and by finite model',
  optimum: 'no commitment beats a declared optimum, and one attains it',
} as const;

/** The name of one of {@link RULES}. */
export type Rule = keyof typeof RULES;

/** Notes a violation; of each rule only the first is kept. */
export type Report = (rule: Rule, detail: string) => void;

/** Thrown after a violation that was reported already, where going on makes no sense. */
export class Stop extends Error {}

/** Runs a check; what it throws is a violation of its rule. */
export function attempt(report: Report, rule: Rule, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Stop)) report(rule, `threw ${String(error)}`);
  }
}

const PREFIX = 'number ';

/** Text that tells any two different records of numbers, strings and flags apart, -0 and NaN included. */
export function exact(record: unknown): string {
  return JSON.stringify(record, (_key, value: unknown) => {
    if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value;
    return PREFIX + (Object.is(value, -0) ? '-0' : String(value));
  });
}

/** Reads the text of {@link exact} back, as far as it was made of plain records and lists. */
export function readExact(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(PREFIX) ? Number(value.slice(PREFIX.length)) : value,
  );
}
