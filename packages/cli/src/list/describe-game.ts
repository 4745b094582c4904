import type { Game, GameDefinition, Parameter, ParameterSchema, Space } from '@firstmover/core';
import { describeDefault, describeValues, isBoundPart, spaceToJson } from '@firstmover/core';
import { formatTable, formatValue, indent } from '@firstmover/problems';

/** A game with default parameters as a record for JSON; bounds that a parameter does not have are left out. */
export function gameRecord(definition: GameDefinition): object {
  const { id, descriptor, players } = definition.create();
  const { summary, utility, commitment, gamma, rewardBounds, optima, source } = descriptor;
  return {
    id,
    summary,
    utility,
    commitment,
    gamma,
    rewardBounds,
    parameters: finiteBounds(definition.parameters),
    players: players.map(({ name, role, observation, action }) => ({
      name,
      role,
      observation: JSON.parse(spaceToJson(observation)) as Space,
      action: JSON.parse(spaceToJson(action)) as Space,
    })),
    optima,
    source,
  };
}

/** A schema for JSON, without bounds that a parameter does not have; a part as a default is its name. */
export function finiteBounds(schema: ParameterSchema): object {
  const isBound = ([key, value]: [string, unknown]): boolean => (key !== 'min' && key !== 'max') || Number.isFinite(value);
  return Object.fromEntries(
    Object.entries(schema).map(([name, parameter]) => {
      const entries = Object.entries(parameter).filter(isBound);
      return [name, Object.fromEntries(entries.map(([key, value]) => [key, forJson(value)]))];
    }),
  );
}

function forJson(value: unknown): unknown {
  if (isBoundPart(value)) return value.part.name;
  return value === Infinity ? 'Infinity' : value;
}

/** A game in three lines: id, summary, parameters with their defaults. */
export function shortDescription(definition: GameDefinition): string {
  const defaults = Object.entries(definition.parameters).map(([name, parameter]) => `${name}=${describeDefault(parameter)}`);
  return [
    definition.id,
    indent(definition.create().descriptor.summary),
    ...(defaults.length > 0 ? [indent(defaults.join('  '))] : []),
  ].join('\n');
}

/** Everything about a game with its default parameters. */
export function fullDescription(definition: GameDefinition): string {
  const game = definition.create();
  const { summary, utility, commitment, gamma, rewardBounds, source } = game.descriptor;
  const [low, high] = rewardBounds;
  return [
    game.id,
    summary,
    '',
    formatTable(undefined, [
      ['utility', utility],
      ['commitment', COMMITMENT_WORDS[commitment]],
      ['rewards', `from ${low} to ${high} in one step, gamma ${gamma}`],
      ['source', source],
    ]),
    '',
    'Players',
    ...game.players.flatMap(({ name, role, observation, action }) => [
      indent(name === role ? name : `${name} (${role})`),
      indent(indent(`acts: ${spaceInWords(action)}`)),
      indent(indent(`sees: ${spaceInWords(observation)}`)),
    ]),
    '',
    'Parameters',
    indent(formatTable(['name', 'default', 'values', 'meaning'], Object.entries(definition.parameters).map(parameterRow))),
    '',
    ...optimaTable(game),
  ].join('\n');
}

const COMMITMENT_WORDS = {
  pure: 'pure: the leader commits to an action per observation',
  sampled: 'sampled: the leader commits to probabilities, and an action is drawn at each visit',
  mixed: 'mixed: the mixture itself is the action',
} as const;

function optimaTable(game: Game): string[] {
  const { optima } = game.descriptor;
  if (optima.length === 0) return ['No optimum is listed for these parameters.'];
  const rows = optima.map(({ leaderReturn, commitment, followerClass, ties }) => [
    formatValue(leaderReturn),
    commitment,
    followerClass,
    ties,
  ]);
  return [
    'Known optima with these parameters',
    indent(formatTable(['leader return', 'commitment', 'follower', 'ties'], rows)),
    ...Array.from(new Set(optima.map((optimum) => optimum.source)), (text) => indent(`from: ${text}`)),
  ];
}

function parameterRow([name, parameter]: [string, Parameter]): string[] {
  return [name, describeDefault(parameter), describeValues(parameter), parameter.about];
}

/** The most values that are listed by name. */
const NAMED = 12;

function spaceInWords(space: Space): string {
  switch (space.kind) {
    case 'discrete': {
      if (!space.labels) return `one of ${space.n}`;
      const labels = space.labels.slice(0, NAMED).map((label, i) => `${i} ${label}`);
      return `one of ${space.n}: ${labels.join('; ')}${space.n > NAMED ? '; ...' : ''}`;
    }
    case 'simplex':
      return `a mixture of ${space.n}`;
    default:
      return spaceToJson(space);
  }
}
