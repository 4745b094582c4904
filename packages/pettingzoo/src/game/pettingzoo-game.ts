import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Chance, Descriptor, GameDefinition, GameId, ParameterSchema, Rules, Transition, Value } from '@firstmover/core';
import { InputError, defineContinuousGame, flatten, show, unknownName } from '@firstmover/core';
import { jsonFrame, numbersFrame } from '../frames/frames.ts';
import type { Frame } from '../frames/frames.ts';
import type { ChildProcess } from '../process/child-process.ts';
import { startChildProcess } from '../process/child-process.ts';
import { PettingZooError } from '../process/pettingzoo-error.ts';
import type { Agents } from './agents.ts';
import { readAgents } from './agents.ts';
import type { Copies, Outcome, ReplayedState } from './copies.ts';
import { environmentCopies } from './copies.ts';

/** Which environment becomes a game, and how it is run. */
export interface PettingZooGameOptions {
  /** The id of the game, `namespace/Name-vN`. */
  readonly id: GameId;
  /** The Python module, by name (`pettingzoo.sisl.multiwalker_v9`) or as the path of a file (`./chase.py`). */
  readonly module: string;
  /** The function or class of the module that makes the environment (default `parallel_env`). */
  readonly function?: string;
  /** Its keyword arguments, as JSON has them (default none). */
  readonly arguments?: { readonly [name: string]: unknown };
  /** Keyword arguments that a user of the game may set, with their defaults (default none). */
  readonly parameters?: ParameterSchema;
  /** The agent that commits first; all others follow. */
  readonly leader: string;
  /** What is known about the game, such as `rewardBounds` and `horizon` (default: what the Descriptor says). */
  readonly descriptor?: Partial<Descriptor>;
  /** The Python that has pettingzoo (default `python3`, on Windows `python`). */
  readonly python?: string;
  /** The folder it runs in, from which paths and modules of one's own are found (default: the working directory). */
  readonly directory?: string;
  /** How many seconds an answer may take, a whole batch being one answer (default 60); the start of Python always has 60. */
  readonly timeout?: number;
}

/** A game that runs in Python. */
export interface PettingZooGame extends GameDefinition {
  /** Ends the Python processes. A game that is played on starts another, and repeats in it what was played. */
  close(): void;
}

/**
 * Makes a game of a parallel environment of PettingZoo, which runs in a Python process. That process is started when the game is created, is
 * shared by all games of the same parameters, and ends with this one. A batch costs one round trip per step, whatever its size.
 *
 * The chance of the game is the seed of `reset`, drawn from the stream of firstmover at the start of each episode: the same seed gives the same
 * episode, if the environment takes all its randomness from it. The state holds this seed and the moves since, so that snapshots, copies
 * and searches work; they replay. The game has no finite model.
 *
 * @throws InputError for options that cannot be; when the game is created or played, {@link PettingZooError} with what went wrong in Python
 */
export function pettingZooGame(options: PettingZooGameOptions): PettingZooGame {
  const { python = process.platform === 'win32' ? 'python' : 'python3' } = options;
  // The package as Node finds it: the sources lie elsewhere than the bundle.
  const folder = join(dirname(createRequire(import.meta.url).resolve('@firstmover/pettingzoo/package.json')), 'python');
  const program = 'import sys; sys.path.insert(1, sys.argv.pop(1)); from firstmover.host import main; main()';
  return processGame({ ...options, program: python, argv: ['-c', program, folder] });
}

/** As {@link pettingZooGame}, with any program that speaks the protocol. */
export function processGame(
  options: Omit<PettingZooGameOptions, 'python'> & { readonly program: string; readonly argv: readonly string[] },
): PettingZooGame {
  const { id, module, function: maker = 'parallel_env', leader, parameters = {}, descriptor = {}, timeout = 60 } = options;
  if (typeof module !== 'string' || module === '')
    throw new InputError(`module ${show(module)} of ${id}: expected the name of a Python module, or the path of a file`);
  if (!(timeout > 0 && timeout < 1e6)) throw new InputError(`timeout ${show(timeout)} of ${id}: expected seconds above 0`);
  const hosts = new Map<string, Host>();
  const definition = defineContinuousGame({
    id,
    parameters,
    rules(given) {
      const request = { module, function: maker, arguments: { ...options.arguments, ...given } };
      const key = JSON.stringify(request);
      let host = hosts.get(key);
      if (!host) {
        const { program, argv, directory = '.' } = options;
        const start = (): ChildProcess => startChildProcess({ name: id, program, argv, directory: resolve(directory) });
        hosts.set(key, (host = createHost(id, request, start, timeout)));
      }
      return rulesOf(host, leader, id);
    },
    descriptor: () => ({ summary: `${maker} of the Python module ${module}.`, source: module, ...descriptor }),
  });
  return {
    ...definition,
    close() {
      for (const host of hosts.values()) host.close();
    },
  };
}

function rulesOf(host: Host, leader: string, id: string): Rules<ReplayedState, Chance> {
  const { list, moveWidth } = host.agents();
  const names = list.map(({ name }) => name);
  if (!names.includes(leader)) throw unknownName(`agent of ${id}`, leader, names);
  const players = list.map((agent) => ({ ...agent, role: agent.name === leader ? ('leader' as const) : ('follower' as const) }));
  const flat = (actions: readonly Value[]): number[] => {
    const row = new Array<number>(moveWidth);
    let at = 0;
    players.forEach(({ action }, i) => (at = flatten(action, actions[i]!, row, at)));
    return row;
  };
  const seedOf = (chance: Chance): number => Math.floor(chance.uniform() * 2147483648);
  const transition = ({ state, row }: Outcome): Transition<ReplayedState> => ({
    state,
    rewards: row.rewards,
    terminated: row.ended === 1,
    truncated: row.ended === 2,
  });
  return {
    players,
    initial: (chance) => host.use((copies) => copies.begin([seedOf(chance)])[0]!),
    step: (state, actions) => host.use((copies) => transition(copies.step([state], [flat(actions)])[0]!)),
    observe: ({ seen }, player) => seen[player]!,
    together: {
      initial(count, chance) {
        const seeds = Array.from({ length: count }, (_unused, k) => seedOf(chance(k)));
        return host.use((copies) => copies.begin(seeds));
      },
      step: (states, actions) => host.use((copies) => copies.step(states, actions.map(flat)).map(transition)),
    },
  };
}

/** Python and its packages may take their time to load, however soon a step is expected. */
const START_SECONDS = 60;

/** What goes wrong in an environment, or with one, while its process answers as it should. */
const ANSWERED: ReadonlySet<PettingZooError['reason']> = new Set(['environment', 'api', 'replay']);

function reasonOf(error: unknown): { readonly reason: PettingZooError['reason']; readonly message: string } {
  if (error instanceof PettingZooError) return error;
  if (error instanceof InputError) return { reason: 'api', message: error.message };
  throw error;
}

/** A process, and another one after it has failed. */
interface Host {
  /** The agents; starts the process. */
  agents(): Agents;
  /** Uses its copies. */
  use<TResult>(run: (copies: Copies) => TResult): TResult;
  close(): void;
}

function createHost(id: string, request: object, start: () => ChildProcess, timeout: number): Host {
  let alive: { readonly child: ChildProcess; readonly agents: Agents; readonly copies: Copies } | undefined;
  let known: string | undefined; // the agents, which must stay the same

  /** Runs what may fail. After that no copy is known to stand anywhere; the process itself ends only where it no longer answers. */
  const guarded = <TResult>(child: ChildProcess, run: () => TResult): TResult => {
    try {
      return run();
    } catch (error) {
      const { reason, message } = reasonOf(error);
      if (alive && ANSWERED.has(reason)) alive = { ...alive, copies: copiesOf(child, alive.agents) };
      else {
        child.close();
        alive = undefined;
      }
      throw new PettingZooError(reason, message.includes(id) ? message : `${id}: ${message}`);
    }
  };

  const copiesOf = (child: ChildProcess, agents: Agents): Copies =>
    environmentCopies((numbers, during) => checked(child.ask(numbersFrame(numbers), timeout, during)), agents);

  const live = (): NonNullable<typeof alive> => {
    if (alive) return alive;
    const child = start();
    return guarded(child, () => {
      const agents = readAgents(checked(child.ask(jsonFrame(request), Math.max(timeout, START_SECONDS), 'its start')));
      const spaces = JSON.stringify(agents);
      if (known !== undefined && spaces !== known)
        throw new PettingZooError('api', 'has other agents or spaces than in the process before');
      known = spaces;
      return (alive = { child, agents, copies: copiesOf(child, agents) });
    });
  };

  return {
    agents: () => live().agents,
    use(run) {
      const { child, copies } = live();
      return guarded(child, () => run(copies));
    },
    close() {
      alive?.child.close();
      alive = undefined;
    },
  };
}

/** An answer that is no error. */
function checked(frame: Frame): Frame {
  const error =
    frame.kind === 'json'
      ? (frame.document as { error?: { reason: PettingZooError['reason']; message: string } } | null)?.error
      : undefined;
  if (error) throw new PettingZooError(error.reason, error.message);
  return frame;
}
