import type { Answer, AnyPart, BestResponseClass, Game, Parameters, Part, TieRule } from '@firstmover/core';
import { InputError, definePart, show } from '@firstmover/core';

/** What can be asked of one game, and its answer. */
export interface Problem {
  /** The name of its kind. */
  readonly kind: string;
  /** What it is in words, for messages: `a game of one round`. */
  readonly description: string;
  /** What the file calls it. */
  readonly title?: string;
  /** The parameters of a registered game; null for a file. */
  readonly params: Parameters | null;
  /** What the leader may commit to, the default first. */
  readonly commitments: readonly string[];
  /** How an indifferent follower may choose, the default first; empty where that makes no difference. */
  readonly ties: readonly TieRule[];
  /** What the follower may depend on, the default first; empty where that makes no difference. */
  readonly followers: readonly BestResponseClass[];
  /**
   * Computes the answer.
   *
   * @throws RefusedError beyond the sizes of exact methods
   */
  answer(question: Question): Told | Promise<Told>;
}

/** Which answer is asked for: one entry of each list of the problem. */
export interface Question {
  /** What the leader may commit to. */
  readonly commitment: string;
  /** How an indifferent follower chooses; strong where that makes no difference. */
  readonly ties: TieRule;
  /** What the follower may depend on; null where that makes no difference. */
  readonly follower: BestResponseClass | null;
}

/** An answer, for machines and in words. */
export interface Told<TAnswer extends Answer = Answer> {
  /** The answer; each kind adds fields of its own. */
  readonly answer: TAnswer;
  /** What the leader's value is: `the most that a mixture of rows earns`. */
  readonly leaderMeaning: string;
  /** What the follower's value is. */
  readonly followerMeaning: string;
  /** The commitment, the reply and what else there is to say, for people. */
  readonly lines: readonly string[];
}

/** The value of a field of a document; undefined where it is missing. */
export type Fields = (name: string) => unknown;

/** JSON documents of a kind: `{"kind": ..., fields}`. */
export interface DocumentForm {
  /** The fields besides `kind` and `title`, with what each is. */
  readonly fields: { readonly [name: string]: string };
  /** Whether decimals such as 0.1 are handed on as their text, so that they can be read as the fractions that they are (default: as the nearest double). */
  readonly exact?: boolean;
  /** A small valid document, for help. */
  readonly example: string;
  /**
   * Reads the fields. Their names are already checked.
   *
   * @throws InputError naming the field, as in `followerPayoff[2][1] is "x": expected a finite number`
   */
  read(field: Fields): Problem;
}

/** A file format that is not JSON. */
export interface FileForm {
  /** How file names end, in lower case: `.nfg`. */
  readonly extension: string;
  /** A small valid file. */
  readonly example: string;
  /**
   * Reads a file.
   *
   * @throws InputError naming the place
   */
  read(text: string, name: string): Problem;
}

/**
 * Makes the problem of a game, or null where the game is of another kind.
 *
 * @param game - the game
 * @param given - the names of the parameters that the user set
 */
export type GameForm = (game: Game, given: readonly string[]) => Problem | null;

/** A kind of problem: where its problems come from. */
export interface ProblemForms {
  /** JSON documents. */
  readonly document?: DocumentForm;
  /** Files of another format. */
  readonly file?: FileForm;
  /** Games that are defined in code. */
  readonly game?: GameForm;
}

/** A kind of problem that can be named. */
export type ProblemKind = Part<'problem', readonly [], ProblemForms> & ProblemForms;

/** What the author of a kind of problem writes down. */
export interface ProblemSpec extends ProblemForms, Pick<AnyPart, 'name' | 'about' | 'source'> {}

/**
 * Defines a kind of problem once: the command reads its documents and files, help, tables and tests follow from it.
 *
 * @example
 * export const coin: ProblemKind = defineProblem({
 *   name: 'coin',
 *   about: 'A coin that the leader may bend.',
 *   source: 'our own',
 *   document: { fields: { stake: 'what is won' }, example: '{"kind":"coin","stake":1}', read: (field) => coinProblem(field('stake')) },
 * });
 * @throws InputError for a name that is not lower-case words joined by dashes, or a kind without a document, file or game
 */
export function defineProblem({ name, about, source, ...forms }: ProblemSpec): ProblemKind {
  const part = definePart({ kind: 'problem', name, about, source, create: () => forms });
  if (!forms.document && !forms.file && !forms.game)
    throw new InputError(`problem ${name} has neither document nor file nor game: expected where its problems come from`);
  if (forms.file && !/^\.[a-z0-9]+$/.test(forms.file.extension))
    throw new InputError(
      `extension of problem ${name} is ${show(forms.file.extension)}: expected a dot and lower-case letters, for example .nfg`,
    );
  return { ...part, ...forms };
}
