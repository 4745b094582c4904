import type { KnownGame, KnownParts } from './names.generated.ts';

/** The kinds of parts that a config names. */
export type NamedKind = keyof KnownParts;

/** A definition of the user's own, as `module#export`, or by the path of its file. */
export type OwnDefinition = `${string}#${string}` | `./${string}` | `../${string}` | `/${string}`;

/** The id of a game that comes with firstmover, with its version or without. */
export type GameName = KnownGame | WithoutVersion<KnownGame>;
type WithoutVersion<TId> = TId extends `${infer TName}-v${number}` ? TName : never;

/** A part with settings beside its name: those that it has. */
type Named<TParts> = { [TName in keyof TParts]: { readonly name: TName } & TParts[TName] }[keyof TParts];
/** One of the user's own, with settings that are checked when it is made. */
type Own =
  | { readonly name: OwnDefinition; readonly [setting: string]: unknown }
  | { readonly name?: never; readonly module: string; readonly [setting: string]: unknown };
type Choice<TParts> = keyof TParts | Named<TParts> | OwnDefinition | Own;
type Parts = KnownParts<{ readonly network: Choice<KnownParts['network']> }>;

/** A part by name, as one's own, or with settings. */
export type PartOf<TKind extends NamedKind> = Choice<Parts[TKind]>;

type KeysOfAll<TUnion> = TUnion extends unknown ? keyof TUnion & string : never;

/** The settings that parts of a kind have. */
export type SettingOf<TKind extends NamedKind> = KeysOfAll<Parts[TKind][keyof Parts[TKind]]>;
