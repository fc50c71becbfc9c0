import type { Connection } from '../../redis/connection/connection.js';
import { expandNodes } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import type { GraphKeys } from './search.js';

/** Which way triples are followed: from subject to object, from object to subject, or either. */
export type Direction = 'out' | 'in' | 'both';

/** How many triples one call looks at. */
const BUDGET = 1000;
/** How many nodes one call is asked about. */
const NODES = 1000;

/** The edges that are followed, as the server takes them. */
export interface Edges {
  readonly connection: Connection;
  readonly keys: GraphKeys;
  /** `=` and the node; empty where it does not matter */
  readonly predicate: string;
  readonly direction: Direction;
}

const OPPOSITE = { out: 'in', in: 'out', both: 'both' } as const;

type Visit = (node: string, neighbour: string) => void;
type Reply = [done: number, cursor: string, ...pairs: (number | string)[]];

/** Follow the edges of some nodes one way, in slices. */
async function followOneWay(edges: Edges, direction: 'out' | 'in', nodes: readonly string[], visit: Visit) {
  const { connection, keys, predicate } = edges;
  for (let at = 0, cursor = ''; at < nodes.length; ) {
    const asked = nodes.slice(at, at + NODES);
    const args = { budget: BUDGET, direction, predicate, cursor };
    const reply = await run(connection, expandNodes, { keys: { ...keys }, args, rest: asked });
    const [done, next, ...pairs] = reply as Reply;
    for (let i = 0; i < pairs.length; i += 2) visit(asked[Number(pairs[i])]!, String(pairs[i + 1]));
    at += done;
    cursor = next;
  }
}

/** Follow the edges of some nodes. */
export async function followEdges(edges: Edges, nodes: readonly string[], visit: Visit): Promise<void> {
  if (edges.direction !== 'in') await followOneWay(edges, 'out', nodes, visit);
  if (edges.direction !== 'out') await followOneWay(edges, 'in', nodes, visit);
}

/** Every node within `depth` steps of the first and how far it is, nearest first: a breadth-first search. */
export async function traverse(edges: Edges, start: string, depth: number): Promise<Map<string, number>> {
  const found = new Map([[start, 0]]);
  let frontier = [start];
  for (let level = 1; level <= depth && frontier.length > 0; level++) {
    const next: string[] = [];
    await followEdges(edges, frontier, (_, neighbour) => {
      if (found.has(neighbour)) return;
      found.set(neighbour, level);
      next.push(neighbour);
    });
    frontier = next;
  }
  found.delete(start);
  return found;
}

/** One end of a search from both: the nodes seen, with the one that each was reached from. */
class End {
  readonly from = new Map<string, string | undefined>();
  frontier: string[];

  constructor(
    private readonly edges: Edges,
    start: string,
  ) {
    this.frontier = [start];
    this.from.set(start, undefined);
  }

  /** Go a step further from every node of the frontier; a node that the other end has seen, if one is reached. */
  async advance(other: End): Promise<string | undefined> {
    let meeting: string | undefined;
    const next: string[] = [];
    await followEdges(this.edges, this.frontier, (node, neighbour) => {
      if (this.from.has(neighbour)) return;
      this.from.set(neighbour, node);
      next.push(neighbour);
      if (other.from.has(neighbour)) meeting ??= neighbour;
    });
    this.frontier = next;
    return meeting;
  }

  /** The way back from a node to this end, the node first. */
  back(node: string): string[] {
    const way: string[] = [];
    for (let at: string | undefined = node; at !== undefined; at = this.from.get(at)) way.push(at);
    return way;
  }
}

/**
 * A shortest path of at most `depth` steps: breadth-first from both ends, always from the one with fewer nodes before it (Pohl,
 * Bi-directional Search, 1971). Whole levels are compared, so that the first meeting is on a shortest path.
 */
export async function shortestPath(
  edges: Edges,
  from: string,
  to: string,
  depth: number,
): Promise<string[] | undefined> {
  if (from === to) return [from];
  const start = new End(edges, from);
  const goal = new End({ ...edges, direction: OPPOSITE[edges.direction] }, to);
  for (let step = 0; step < depth && start.frontier.length > 0 && goal.frontier.length > 0; step++) {
    const nearer = start.frontier.length <= goal.frontier.length;
    const meeting = await (nearer ? start.advance(goal) : goal.advance(start));
    if (meeting !== undefined) return [...start.back(meeting).reverse(), ...goal.back(meeting).slice(1)];
  }
  return undefined;
}
