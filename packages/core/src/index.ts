export { ANSWER_FORMAT, EVIDENCE, evidenceInWords, isAtLeast } from './answer/answer.ts';
export type { Answer, CommitmentClass, Evidence, ExactAnswer, ProvedAnswer, ProvedBy } from './answer/answer.ts';
export { cosTurns, exp, exp64, log, log64, sinTurns, tanh } from './elementary/elementary.ts';
export { InputError, RefusedError, nearMatches, show, unknownName } from './errors/errors.ts';
export { expectOptions, expectThing } from './expected/expected.ts';
export type { Expected } from './expected/expected.ts';
export { packState, unpackState } from './saved-state/pack.ts';
export type { PackedState } from './saved-state/pack.ts';
export { anyNumbers, growingArray, savable, savedCount, savedList, savedNumber, savedValue } from './saved-state/savable.ts';
export type { SavableParts } from './saved-state/savable.ts';
export { plainCopy } from './saved-state/saved-state.ts';
export type { Savable, SavedArray, SavedState } from './saved-state/saved-state.ts';
export { settingsDifference } from './saved-state/settings.ts';
export type { Setting } from './saved-state/settings.ts';
export { philox } from './random/philox.ts';
export { checkSeed, childSeed, pickIndex, randomStream } from './random/random.ts';
export type { Random, RandomStream } from './random/random.ts';
export {
  SIMPLEX_TOLERANCE,
  box,
  cardinality,
  contains,
  dict,
  discrete,
  flatten,
  indexOf,
  labelAt,
  multiDiscrete,
  sample,
  simplex,
  tuple,
  unflatten,
  valueAt,
  width,
} from './spaces/spaces.ts';
export type { Box, Dict, Discrete, MultiDiscrete, Simplex, Space, Tuple, Value, ValueOf } from './spaces/spaces.ts';
export { spaceFromJson, spaceToJson } from './spaces/json.ts';
export { isBoundPart } from './parameters/bound-part.ts';
export { describeDefault, describeValues } from './parameters/describe.ts';
export { jsonSchemaOf } from './parameters/json-schema.ts';
export type { JsonSchema, JsonSchemaOptions } from './parameters/json-schema.ts';
export { readMatrix, readValue, resolveOptions, resolveParameters, withDefaults, withoutDefaults } from './parameters/parameters.ts';
export type {
  AnyPart,
  BoundPart,
  Matrix,
  OptionsOf,
  Parameter,
  ParameterSchema,
  ParameterValue,
  Parameters,
  ParametersOf,
  Ramp,
  Unset,
  ValueKind,
  ValueOfKind,
} from './parameters/schema.ts';
export { parametersFromText } from './parameters/text.ts';
export { NEEDS, unmetNeeds } from './part/needs.ts';
export type { Need } from './part/needs.ts';
export { bindPart, definePart } from './part/part.ts';
export type { Part, PartSpec } from './part/part.ts';
export { enumerateChance, sampledChance } from './game/chance.ts';
export type { Chance, FiniteChance, Fork } from './game/chance.ts';
export { checkedClass } from './game/descriptor.ts';
export type { BestResponseClass, Descriptor, FollowerClass, KnownOptimum, TieRule } from './game/descriptor.ts';
export type { ChanceNode, DecisionNode, ExtensiveForm, GameNode, LeafNode, PayoffPair } from './extensive-form/extensive-form.ts';
export { flattenTree } from './extensive-form/flat-tree.ts';
export type { FlatNode, FlatTree, InformationSet } from './extensive-form/flat-tree.ts';
export { defineContinuousGame, defineGame, defineRules, followersOf, leadersOf, soleLeader } from './game/game.ts';
export type { ActionsOf, Game, GameDefinition, GameId, GameSpec, Player, RewardsOf, Rules, Together, Transition } from './game/game.ts';
export { FRAME, drawBars, drawGraph, drawGrid, escapeXml, svgCircle, svgLine, svgRect, svgText } from './drawing/drawing.ts';
export type { Bar, Drawing, Glyph, GraphEdge, GraphNode, Tone } from './drawing/drawing.ts';
export { playEpisode } from './episode/episode.ts';
export type { Moment, PlayOptions } from './episode/episode.ts';
export { filmStrip, filmText } from './episode/filmstrip.ts';
export { allBytes } from './environment/all-bytes.ts';
export { createEnvironment } from './environment/environment.ts';
export type { Environment, EnvironmentSnapshot, StepResult } from './environment/environment.ts';
export { createParallelEnvironment } from './environment/parallel.ts';
export type { ByAgent, ParallelEnvironment } from './environment/parallel.ts';
export { checkFirstCopy, columnOf, createBatch } from './environment/batch.ts';
export type { Batch, BatchOptions, Column } from './environment/batch.ts';
export type { SavableEnvironment, VectorEnvironment } from './environment/vector.ts';
export { MODEL_LIMIT, finiteModel } from './model/finite-model.ts';
export type { ChanceTree, FiniteModel } from './model/finite-model.ts';
export { deterministicPolicy, greedyChoices, policyFromRows, policyRows, tablePolicy } from './policy/policy.ts';
export type { Policy, TablePolicy } from './policy/policy.ts';
export { respondTo } from './oracle/oracle.ts';
export type { FollowerOracle, OracleEpisode, OracleRun, Query, Response } from './oracle/oracle.ts';
export type { BoundOracle, Metrics, OracleContext, OraclePart, Pretraining } from './oracle/pretraining.ts';
export { leaderProblem } from './leader-problem/leader-problem.ts';
export { CONDITIONS } from './leader-problem/conditions.ts';
export type { Conditions } from './leader-problem/conditions.ts';
export type { LeaderProblem } from './leader-problem/leader-problem.ts';
export type { LeaderProblemOptions } from './leader-problem/options.ts';
export { createRegistry, nameOf } from './registry/registry.ts';
export type { Definition, GameKinds, Kinds, Registry } from './registry/registry.ts';
