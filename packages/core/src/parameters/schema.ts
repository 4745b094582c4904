/** What a value may be, without its meaning: plain records, so that they can be listed, checked and written as JSON Schema anywhere. */
export type ValueKind =
  /** A whole number; without `min` or `max` it has no bound on that side. */
  | { readonly kind: 'integer'; readonly min?: number; readonly max?: number }
  /** A number; `above`: the lower bound itself is left out; `infinite`: it may be `Infinity`, where it has no `max`. */
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly above?: true; readonly infinite?: true }
  /** True or false. */
  | { readonly kind: 'boolean' }
  /** One of some texts. */
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  /** Rows of numbers. */
  | { readonly kind: 'matrix' }
  /** A number that may move: itself, or `from`, `to` and over how many `steps`. */
  | { readonly kind: 'schedule'; readonly min?: number; readonly max?: number; readonly above?: true }
  /** Several values of one kind; `length` is the lowest and the highest number of them. */
  | { readonly kind: 'list'; readonly of: ValueKind; readonly length: readonly [number, number] }
  /** Named values of their own. */
  | { readonly kind: 'record'; readonly fields: ParameterSchema }
  /** One of several kinds of value, such as a choice of records. */
  | { readonly kind: 'either'; readonly of: readonly ValueKind[] }
  /** Another part with its settings, of the kind `of`. */
  | { readonly kind: 'part'; readonly of: string };

/**
 * What a named parameter accepts, with one sentence about it. Left out, it is its `default`; or, where that depends on what it is used with,
 * what `unset` says in words; a parameter with neither must be given.
 */
export type Parameter = ValueKind & {
  /** One sentence. */
  readonly about: string;
  /** Its value where it is left out. */
  readonly default?: unknown;
  /** What happens where it is left out, in words. */
  readonly unset?: string;
};

/** A matrix of finite numbers, by rows. */
export type Matrix = readonly (readonly number[])[];

/** A number, or one that moves from a value to another over so many steps and stays there. */
export type Ramp = number | { readonly from: number; readonly to: number; readonly steps: number };

/** Parameters by name. */
export interface ParameterSchema {
  readonly [name: string]: Parameter;
}

/** The values of a kind. */
export type ValueOfKind<TKind> = TKind extends { readonly kind: 'choice'; readonly options: readonly (infer TOption)[] }
  ? TOption
  : TKind extends { readonly kind: 'integer' | 'number' }
    ? number
    : TKind extends { readonly kind: 'boolean' }
      ? boolean
      : TKind extends { readonly kind: 'matrix' }
        ? Matrix
        : TKind extends { readonly kind: 'schedule' }
          ? Ramp
          : TKind extends { readonly kind: 'list'; readonly of: infer TItem }
            ? readonly ValueOfKind<TItem>[]
            : TKind extends { readonly kind: 'record'; readonly fields: infer TFields extends ParameterSchema }
              ? OptionsOf<TFields>
              : TKind extends { readonly kind: 'either'; readonly of: readonly (infer TOne)[] }
                ? ValueOfKind<TOne>
                : TKind extends { readonly kind: 'part'; readonly of: infer TOf extends string }
                  ? BoundPart<TOf>
                  : unknown;

/** The values that a schema describes, filled in. */
export type ParametersOf<TSchema extends ParameterSchema> = string extends keyof TSchema
  ? { readonly [name: string]: unknown }
  : {
      readonly [TName in keyof TSchema]: TSchema[TName] extends { readonly unset: string }
        ? ValueOfKind<TSchema[TName]> | undefined
        : ValueOfKind<TSchema[TName]>;
    };

type Optional<TSchema extends ParameterSchema> = {
  [TName in keyof TSchema]: TSchema[TName] extends { readonly unset: string } | { readonly default: unknown } ? TName : never;
}[keyof TSchema];

/** The values that may be given to a schema: what has a default may be left out. */
export type OptionsOf<TSchema extends ParameterSchema> = {
  readonly [TName in Optional<TSchema>]?: ValueOfKind<TSchema[TName]> | undefined;
} & { readonly [TName in Exclude<keyof TSchema, Optional<TSchema>>]: ValueOfKind<TSchema[TName]> };

/** A value of a parameter whose schema is not known statically; JSON-safe. */
export type ParameterValue = number | string | boolean | readonly ParameterValue[] | { readonly [name: string]: ParameterValue };

/** Parameter values whose schema is not known statically; JSON-safe. */
export interface Parameters {
  readonly [name: string]: ParameterValue;
}

/** What every part is, whatever its kind: see `definePart`. */
export interface AnyPart<TKind extends string = string> {
  /** What it is a part of: oracle, leader, method, network, or a kind that another package adds. */
  readonly kind: TKind;
  /** Its name on the command line and in configs, unique among those of its kind. */
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** Who published it, and where. */
  readonly source: string;
  /** Its settings. */
  readonly parameters: ParameterSchema;
}

/** A part with settings: what a config names, and what another part may take as a setting. */
export interface BoundPart<TKind extends string = string, TArguments extends readonly unknown[] = readonly never[], TMade = unknown> {
  /** The part. */
  readonly part: AnyPart<TKind>;
  /** All its settings, filled in. */
  readonly settings: { readonly [name: string]: unknown };
  /** Makes it. */
  create(...rest: TArguments): TMade;
}

/** Words for a default that depends on what a part is used with. */
export interface Unset {
  /** What happens where the value is left out. */
  readonly unset: string;
}
