/** A part of what is searched, none of which is worth more than its bound. */
export interface Part {
  /** The bound. */
  readonly bound: number;
}

/** How a search ended. */
export interface SearchEnd {
  /** Nothing that was left open is worth more; -Infinity when nothing was. */
  readonly open: number;
  /** How many parts were examined. */
  readonly examined: number;
}

/**
 * Best-first branch and bound: splits the part with the highest bound until it is worth no more than the target.
 *
 * @param root - everything; undefined when that is settled already
 * @param split - the parts of a part; those that are settled are undefined
 * @param target - what a part must be worth more than to stay open; it may rise
 * @param limit - the most parts that are examined
 */
export function bestFirst<TPart extends Part>(
  root: TPart | undefined,
  split: (part: TPart) => readonly (TPart | undefined)[],
  target: () => number,
  limit: number,
): SearchEnd {
  const heap: TPart[] = [];
  if (root) push(heap, root);
  let examined = 1;
  while (heap.length > 0 && examined < limit && heap[0]!.bound > target()) {
    for (const part of split(pop(heap))) {
      examined++;
      if (part) push(heap, part);
    }
  }
  return { open: heap[0]?.bound ?? -Infinity, examined };
}

/** A binary heap, the highest bound first. */
function push<TPart extends Part>(heap: TPart[], part: TPart): void {
  let at = heap.length;
  heap.push(part);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]!.bound >= part.bound) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = part;
}

function pop<TPart extends Part>(heap: TPart[]): TPart {
  const top = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]!.bound > heap[child]!.bound) child++;
    if (heap[child]!.bound <= last.bound) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return top;
}
