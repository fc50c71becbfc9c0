import { type Several, several } from '../../containers/variadic.js';
import type { Connection } from '../../redis/connection/connection.js';
import { deleteTriples, storeTriples } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { natural, positive } from '../../util/check.js';
import { checkSignal, knownOptions, type OptionNames } from '../../util/options.js';
import { showBy } from '../../util/shown.js';
import { inBatches } from '../batches.js';
import { UtilityConnection } from '../foreign.js';
import { keyPrefix } from '../key.js';
import { type Clause, compileJoin } from './clause.js';
import { decodeNode, encodeNode, type Node, SEPARATOR } from './node.js';
import { type Direction, type Edges, followEdges, shortestPath, traverse } from './paths.js';
import { distinctRows, type GraphKeys, joinRows, type Row } from './search.js';
import {
  decodeMember,
  encodePattern,
  encodeTriple,
  type Pattern,
  rangeOf,
  type Statement,
  type Triple,
  tripleWeight,
} from './triple.js';
import { type Variables, variables } from './variable.js';

export interface SearchTriplesOptions {
  /** keeps a row or drops it; called here, row by row */
  readonly filter?: ((row: Row) => boolean) | undefined;
  /** how many rows at most @default all */
  readonly limit?: number | undefined;
  /** how many rows to pass over @default 0 */
  readonly offset?: number | undefined;
  /** ends the search between two slices; it rejects with the signal's reason */
  readonly signal?: AbortSignal | undefined;
}

export interface NeighbourOptions {
  /** follow triples of this predicate alone @default any */
  readonly predicate?: Node | undefined;
  /** `out` from subject to object, `in` from object to subject @default 'out' */
  readonly direction?: Direction | undefined;
}

export interface TraverseOptions extends NeighbourOptions {
  /** how many steps to go at most */
  readonly depth: number;
}

export interface PathOptions extends NeighbourOptions {
  /** how many steps the path may have at most @default 16 */
  readonly depth?: number | undefined;
}

const SEARCH: OptionNames<SearchTriplesOptions> = { filter: true, limit: true, offset: true, signal: true };
const NEIGHBOURS: OptionNames<NeighbourOptions> = { predicate: true, direction: true };
const DEEP: OptionNames<PathOptions> = { ...NEIGHBOURS, depth: true };

/** How many triples one call stores or deletes, so that it holds the server for a few milliseconds. */
const BATCH = 100;
/** How many triples one step of an iteration reads. */
const STEP = 500;
/** A triple as it is kept: three nodes. */
const TRIPLE = /^[^\0]*\0[^\0]*\0[^\0]*$/;

/**
 * Triples of a subject, a predicate and an object, found by any of the three and joined over variables.
 *
 * Layout: three sorted sets of score 0, one for each order in which the three can begin with what is known of a triple; a
 * hexastore (Weiss, Karras and Bernstein, 2008) needs no more of its six orders to answer every pattern.
 */
export class Graph {
  static {
    showBy(Graph, ({ name }) => [name]);
  }

  /** Variables for searches, by any name: `graph.v.X`, `graph.v['the town']`. */
  readonly v: Variables = variables;
  private readonly connection: Connection;
  private readonly keys: GraphKeys;

  constructor(
    connection: Connection,
    readonly name: string,
  ) {
    const prefix = keyPrefix('graph', name);
    this.keys = { spo: `${prefix}:spo`, pos: `${prefix}:pos`, osp: `${prefix}:osp` };
    const keys = Object.values(this.keys).map((key) => ({ key, holds: { zset: TRIPLE } }));
    this.connection = new UtilityConnection(connection, { utility: 'part of a graph', keys });
  }

  /**
   * Store a triple.
   *
   * Redis: one script, O(log n), atomic.
   *
   * @returns whether it is new
   * @throws TypeError, RangeError for what is neither text nor a finite number
   */
  async store(subject: Node, predicate: Node, object: Node): Promise<boolean> {
    const nodes = encodeTriple([subject, predicate, object]);
    return (await run(this.connection, storeTriples, { keys: this.named, args: {}, rest: nodes })) === 1;
  }

  /**
   * Store many triples; none when one of them is wrong.
   *
   * Redis: one script for each 100, fewer of long nodes, O(log n) a triple, each atomic.
   *
   * @returns how many are new
   */
  async storeMany(triples: Several<Triple>): Promise<number> {
    const stored = several('The triples', triples).map((triple) => encodeTriple(triple));
    let added = 0;
    for (const batch of inBatches(stored, BATCH, tripleWeight)) {
      added += Number(await run(this.connection, storeTriples, { keys: this.named, args: {}, rest: batch.flat() }));
    }
    return added;
  }

  /**
   * Delete a triple.
   *
   * Redis: one script, O(log n), atomic.
   *
   * @returns whether it was there
   */
  async delete(subject: Node, predicate: Node, object: Node): Promise<boolean> {
    return (await this.deleteAll(encodeTriple([subject, predicate, object]))) === 1;
  }

  /**
   * Delete every triple that fits a pattern of at least one node.
   *
   * Redis: one script for each 100 that fit, O(log n) a triple, each atomic.
   *
   * @returns how many were deleted
   * @throws RangeError for a pattern without a node: `clear()` deletes all
   */
  async deleteMatching(pattern: Pattern): Promise<number> {
    const stored = encodePattern(pattern);
    if (stored.every((node) => node === undefined))
      throw new RangeError('The pattern fits every triple. Give it a node, or call clear() to delete all.');
    return this.deleteAll(stored);
  }

  private async deleteAll(pattern: readonly (string | undefined)[]): Promise<number> {
    const rest = pattern.map((node) => (node === undefined ? '*' : `=${node}`));
    let deleted = 0;
    let after = '';
    do {
      const reply = await run(this.connection, deleteTriples, { keys: this.named, args: { most: BATCH, after }, rest });
      const [count, last] = reply as [number, string];
      deleted += count;
      after = last;
    } while (after !== '');
    return deleted;
  }

  /**
   * Whether a triple is there.
   *
   * Redis: ZSCORE, O(1), atomic.
   */
  async has(subject: Node, predicate: Node, object: Node): Promise<boolean> {
    const member = encodeTriple([subject, predicate, object]).join(SEPARATOR);
    return (await this.connection.send('zscore', [this.keys.spo, member])) !== null;
  }

  /**
   * The triples that fit, in the order of their nodes: all numbers by size, then texts by code points. A triple that is there
   * from the first step to the last is among them.
   *
   * Redis: ZRANGEBYLEX, 500 a step, O(log n + triples given).
   */
  async *query(pattern: Pattern = {}): AsyncGenerator<Statement, void, undefined> {
    const { order, min, max } = rangeOf(encodePattern(pattern));
    const key = this.keys[order.name];
    for (let from = min, more = true; more; ) {
      const members = (await this.connection.send('zrangebylex', [key, from, max, 'LIMIT', 0, STEP])) as string[];
      for (const member of members) yield decodeMember(order, member);
      more = members.length === STEP;
      from = `(${members.at(-1)}`;
    }
  }

  /**
   * Every binding of the variables that makes all clauses true, each once: a join, executed on the server. What no clause
   * says is not asked for: `{ subject: X }` binds X to every subject.
   *
   * ```ts
   * const { X, Y } = graph.v;
   * await graph.search([['charlie', 'friends', X], [X, 'lives', Y]]); // [{ X: 'huey', Y: 'Kansas' }]
   * ```
   *
   * Redis: one read-only script for each slice of a few milliseconds; in each step the clause with the fewest triples comes
   * first. A slice is atomic.
   *
   * @throws TypeError, RangeError for clauses that make no sense
   */
  async search(clauses: readonly Clause[], options: SearchTriplesOptions = {}): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const row of this.rows(clauses, options)) rows.push(row);
    return rows;
  }

  private async *rows(clauses: readonly Clause[], options: SearchTriplesOptions): AsyncGenerator<Row, void> {
    const { filter, signal } = knownOptions('search()', options, SEARCH);
    checkSignal(signal);
    if (filter !== undefined && typeof filter !== 'function')
      throw new TypeError(`filter must be a function, not ${typeof filter}. Give one that keeps a row or drops it.`);
    const join = compileJoin(clauses);
    const offset = natural('offset', options.offset ?? 0);
    const limit = options.limit === undefined ? Number.MAX_SAFE_INTEGER : natural('limit', options.limit);
    // rows that are dropped or repeated here cannot be counted there
    const counted = filter === undefined && !join.repeats;
    const window = counted ? { skip: offset, wanted: limit } : { skip: 0, wanted: Number.MAX_SAFE_INTEGER };
    let [skip, left] = [counted ? 0 : offset, limit];
    if (left === 0) return;
    const found = joinRows(this.connection, this.keys, join, { ...window, signal });
    for await (const row of join.repeats ? distinctRows(found) : found) {
      if (filter && !filter(row)) continue;
      if (skip-- > 0) continue;
      yield row;
      if (--left === 0) return;
    }
  }

  /**
   * The values that each variable takes in a search: a set for each name.
   *
   * Redis: as search.
   */
  async searchSets(clauses: readonly Clause[]): Promise<Record<string, Set<Node>>> {
    const sets = new Map(compileJoin(clauses).variables.map((name) => [name, new Set<Node>()]));
    for await (const row of this.rows(clauses, {})) {
      for (const [name, node] of Object.entries(row)) sets.get(name)?.add(node);
    }
    return Object.fromEntries(sets);
  }

  /**
   * The nodes that triples of a node lead to, each once.
   *
   * Redis: one read-only script for each 1,000 triples, atomic each.
   */
  async neighbours(node: Node, options: NeighbourOptions = {}): Promise<Node[]> {
    knownOptions('neighbours()', options, NEIGHBOURS);
    const found = new Set<string>();
    await followEdges(this.edges(options), [encodeNode(node, 'The node')], (_, neighbour) => void found.add(neighbour));
    return [...found].map(decodeNode);
  }

  /**
   * The nodes within `depth` steps of a node, without itself, nearest first, each with its number of steps.
   *
   * Redis: one read-only script for each 1,000 triples of a level, atomic each.
   */
  async traverse(node: Node, options: TraverseOptions): Promise<{ node: Node; depth: number }[]> {
    const depth = positive('depth', knownOptions('traverse()', options, DEEP).depth);
    const found = await traverse(this.edges(options), encodeNode(node, 'The node'), depth);
    return Array.from(found, ([stored, steps]) => ({ node: decodeNode(stored), depth: steps }));
  }

  /**
   * A shortest way from one node to another, both included; undefined when there is none of at most `depth` steps.
   *
   * Redis: as traverse, from both ends.
   */
  async shortestPath(from: Node, to: Node, options: PathOptions = {}): Promise<Node[] | undefined> {
    const { depth = 16 } = knownOptions('shortestPath()', options, DEEP);
    natural('depth', depth);
    const [start, goal] = [encodeNode(from, 'The first node'), encodeNode(to, 'The last node')];
    return (await shortestPath(this.edges(options), start, goal, depth))?.map(decodeNode);
  }

  private edges({ predicate, direction = 'out' }: NeighbourOptions): Edges {
    if (!['out', 'in', 'both'].includes(direction))
      throw new RangeError(`direction must be 'out', 'in' or 'both', not ${String(direction)}. Give one of these.`);
    const known = predicate === undefined ? '' : `=${encodeNode(predicate, 'The predicate')}`;
    return { connection: this.connection, keys: this.keys, predicate: known, direction };
  }

  /** How many triples there are. Redis: ZCARD, O(1), atomic. */
  async size(): Promise<number> {
    return Number(await this.connection.send('zcard', [this.keys.spo]));
  }

  /** Delete all triples. Redis: UNLINK, O(1) for the caller, atomic. */
  async clear(): Promise<void> {
    await this.connection.send('unlink', Object.values(this.keys));
  }

  private get named() {
    return { ...this.keys };
  }
}
