import type { Matrix } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';

/** A graph that was read. */
export interface ReadGraph {
  /** One row per edge: the numbers of its two ends; the parameter `graph` of `security/Patrol-v1`. */
  readonly edges: Matrix;
  /** What each node was called, by number. */
  readonly names: readonly string[];
}

/**
 * Reads an undirected graph from text: JSON (a list of pairs, or a record with `edges` or `links`, each a pair or `{ source, target }`, as networkx
 * and D3 write it) or an edge list, two names per line with spaces or a comma between, `#` before a remark. Nodes are numbered in the order in which they
 * are named first.
 *
 * @param text - the content of a file
 * @throws InputError that names the line or the edge
 */
export function readGraph(text: string): ReadGraph {
  const trimmed = text.trim();
  const pairs = /^[[{]/.test(trimmed) ? jsonPairs(trimmed) : linePairs(trimmed);
  if (pairs.length === 0) throw new InputError('the graph has no edges: expected at least one');
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name) as number;
  };
  const edges = pairs.map(([from, to]) => [numberOf(from), numberOf(to)]);
  return { edges, names: [...numbers.keys()] };
}

type Pair = readonly [string, string];

function jsonPairs(text: string): Pair[] {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new InputError(`the graph is ${show(text)}: expected JSON, or an edge list of two names per line`);
  }
  const record = given as { readonly edges?: unknown; readonly links?: unknown };
  const list: unknown = Array.isArray(given) ? given : (record.edges ?? record.links);
  if (!Array.isArray(list)) throw new InputError(`the graph is ${show(given)}: expected a list of edges, or a record with edges or links`);
  return list.map((edge: unknown, i): Pair => {
    const ends = Array.isArray(edge)
      ? (edge as unknown[])
      : typeof edge === 'object' && edge !== null && 'source' in edge && 'target' in edge
        ? [edge.source, edge.target]
        : [];
    if (ends.length === 2 && ends.every((end) => typeof end === 'string' || typeof end === 'number'))
      return [String(ends[0]), String(ends[1])];
    throw new InputError(`edge ${i} of the graph is ${show(edge)}: expected a pair of nodes, or { source, target }`);
  });
}

function linePairs(text: string): Pair[] {
  return text.split('\n').flatMap((line, i): Pair[] => {
    const words = line
      .replace(/#.*/, '')
      .trim()
      .split(/[\s,]+/)
      .filter((word) => word !== '');
    if (words.length === 0) return [];
    if (words.length === 2) return [words as unknown as Pair];
    throw new InputError(`line ${i + 1} of the graph is ${show(line)}: expected two names`);
  });
}

/**
 * Who is next to whom.
 *
 * @param edges - rows of two numbers of nodes; a row with the same number twice lets the patrol stay there
 * @param nodes - how many there are
 * @param id - of the game, for messages
 * @returns the neighbours of each node, in increasing order
 * @throws InputError for rows that are no edges, and for nodes that cannot be reached from node 0
 */
export function neighboursOf(edges: Matrix, nodes: number, id: string): number[][] {
  const sets = Array.from({ length: nodes }, () => new Set<number>());
  edges.forEach((edge, i) => {
    const [from, to] = edge as [number, number];
    if (edge.length !== 2 || edge.some((end) => !Number.isInteger(end) || end < 0 || end >= nodes))
      throw new InputError(
        `row ${i} of graph of ${id} is ${show(edge)}: expected the numbers of two nodes, from 0 to ${nodes - 1}, the entries of values`,
      );
    sets[from]!.add(to);
    sets[to]!.add(from);
  });
  const reached = new Set([0]);
  for (const node of reached) for (const next of sets[node]!) reached.add(next);
  const lost = sets.findIndex((set, node) => !reached.has(node) || set.size === 0);
  if (lost >= 0) throw new InputError(`node ${lost} of graph of ${id} has no path to node 0: expected a connected graph`);
  return sets.map((set) => [...set].sort((a, b) => a - b));
}
