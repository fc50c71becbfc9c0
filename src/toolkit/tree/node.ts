import type { Connection } from '../../redis/connection/connection.js';
import { addToNode, deleteNode, expireNode, inspectNode, readTree, writeTree } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { positive } from '../../util/check.js';
import { checkFunction, knownOptions, type OptionNames } from '../../util/options.js';
import { showBy } from '../../util/shown.js';
import type { LockHandle } from '../lock/hold.js';
import { isNodeLocked, lockNode, type TreeLockOptions } from './lock.js';
import { encodePath, parsePath, pathsAbove, type TreePath } from './path.js';
import { refuse } from './refusal.js';
import type { Addend, NamesIn, PathIn, TreePart, ValueAt, ValueOf } from './types.js';
import { decodeValue, encodeValue } from './value.js';
import { childrenOf, descendantsOf } from './walk.js';

export interface TreeSetOptions {
  /** milliseconds until the node goes away @default it stays */
  readonly ttl?: number | undefined;
}

const SET: OptionNames<TreeSetOptions> = { ttl: true };

/** One node of a tree: a value, or an object whose members are nodes. */
export class TreeNode<V = unknown> {
  static {
    showBy(TreeNode, ({ prefix, path }) => [prefix, ...path]);
  }

  private readonly stored: string;
  private readonly above: readonly string[];

  constructor(
    protected readonly connection: Connection,
    /** what all keys of the tree begin with */
    protected readonly prefix: string,
    /** the names on the way from the root */
    readonly path: readonly string[],
  ) {
    this.stored = encodePath(path);
    this.above = pathsAbove(path);
  }

  /** The path with dots between its names; empty at the root. */
  get key(): string {
    return this.path.join('.');
  }

  /**
   * A node below this one. A text is split at its dots, an array takes names as they are. Nothing is sent.
   *
   * @throws TypeError, RangeError for what is not a path
   */
  at<P extends PathIn<V>>(path: P): TreeNode<ValueAt<V, P>>;
  at<const P extends readonly string[]>(path: P & NamesIn<V, P>): TreeNode<ValueOf<V, P>>;
  at(path: TreePath): unknown {
    return new TreeNode(this.connection, this.prefix, [...this.path, ...parsePath(path)]);
  }

  /**
   * The value with all below it; undefined where there is no node.
   *
   * Redis: one script, O(log n + nodes read), atomic.
   */
  async get(): Promise<V | undefined> {
    const reply = await run(this.connection, readTree, {
      keys: this.keys,
      args: { path: this.stored, after: '', most: -1 },
    });
    if (reply === null) return undefined;
    const [own, members = []] = reply as [string, string[]?];
    return decodeValue(this.stored, own, members) as V;
  }

  /**
   * Set the value, in place of all that is there. Nodes above that are missing become objects; what had a ttl stays for ever.
   *
   * Redis: one script, O(log n) a node, atomic.
   *
   * @throws TypeError that names the path of what JSON cannot hold
   * @throws ValidationError where a node above is a value and no object
   */
  async set(value: V, options: TreeSetOptions = {}): Promise<void> {
    const { ttl } = knownOptions('set()', options, SET);
    await this.write(value, false, ttl === undefined ? '' : positive('ttl', ttl));
  }

  /**
   * Join objects, at any depth, and replace all else that is given. What is not given stays.
   *
   * Redis: one script, O(log n) a node, atomic.
   *
   * @throws as set
   */
  async merge(value: TreePart<V>): Promise<void> {
    await this.write(value, true, '');
  }

  private async write(value: unknown, merges: boolean, ttl: number | ''): Promise<void> {
    const nodes = encodeValue(this.key, this.stored, value);
    const args = { path: this.stored, merges: merges ? 1 : 0, ttl, above: this.above.length };
    await run(this.connection, writeTree, { keys: this.keys, args, rest: [...this.above, ...nodes] }).catch((error) =>
      refuse(this.key, error),
    );
  }

  /**
   * Add to a number; where there is no node, to 0.
   *
   * Redis: one script, O(log n), atomic.
   *
   * @returns the sum
   * @throws ValidationError for what is not a number, RangeError where the sum would be infinite
   */
  async add(by: Addend<V>): Promise<number> {
    if (typeof by !== 'number') throw new TypeError(`by must be a number, not ${typeof by}. Give it as one.`);
    if (!Number.isFinite(by)) throw new RangeError(`by must be finite, not ${by}. Correct it.`);
    const args = { path: this.stored, by };
    const sum = run(this.connection, addToNode, { keys: this.keys, args, rest: this.above });
    return Number(await sum.catch((error) => refuse(this.key, error)));
  }

  /**
   * Whether there is a node.
   *
   * Redis: one script, O(log n), atomic.
   */
  async exists(): Promise<boolean> {
    return (await this.inspect())[0] === 1;
  }

  /**
   * Delete the node and all below it. The one above stays.
   *
   * Redis: one script, O(log n + nodes below), atomic.
   *
   * @returns whether there was a node
   */
  delete(): Promise<boolean> {
    return this.remove(0);
  }

  /**
   * Make an empty object of the node.
   *
   * Redis: one script, O(log n + nodes below), atomic.
   *
   * @returns whether there was a node; where there was none, there is none
   */
  clear(): Promise<boolean> {
    return this.remove(1);
  }

  private async remove(keeps: 0 | 1): Promise<boolean> {
    return (await run(this.connection, deleteNode, { keys: this.keys, args: { path: this.stored, keeps } })) === 1;
  }

  /**
   * Let the node go away after a number of milliseconds, with all below it, or stay (`null`).
   *
   * Redis: one script, O(log n), atomic.
   *
   * @returns whether that changed anything: false without a node, and for `null` without a ttl
   */
  async expire(ttl: number | null): Promise<boolean> {
    const args = { path: this.stored, ttl: ttl === null ? '' : positive('ttl', ttl) };
    return (await run(this.connection, expireNode, { keys: this.keys, args })) === 1;
  }

  /**
   * Milliseconds until the node goes away, by itself or with one above; undefined where it stays, or is not there.
   *
   * Redis: one script, O(log n), atomic.
   */
  async ttl(): Promise<number | undefined> {
    const [, left] = await this.inspect();
    return left < 0 ? undefined : left;
  }

  /**
   * How many nodes are below this one, at any depth.
   *
   * Redis: one script, O(log n), atomic.
   */
  async size(): Promise<number> {
    return (await this.inspect())[2];
  }

  private async inspect(): Promise<[there: number, ttl: number, below: number]> {
    const input = { keys: this.keys, args: { path: this.stored }, rest: this.above };
    return (await run(this.connection, inspectNode, input)) as [number, number, number];
  }

  /**
   * The names of the nodes right below, in no promised order. One that is there from the first step to the last is among them.
   *
   * Redis: one script a step, O(log n) a name.
   */
  children(): AsyncGenerator<string, void, undefined> {
    return childrenOf(this.connection, this.keys, this.stored);
  }

  /**
   * Every value below, with the names that lead to it from here; of objects only those that are empty. In no promised order.
   *
   * Redis: one script a step of 500 nodes, O(log n + nodes read).
   */
  descendants(): AsyncGenerator<[path: string[], value: unknown], void, undefined> {
    return descendantsOf(this.connection, this.keys, this.stored);
  }

  /**
   * Take the lock of this node, which keeps others from all nodes below and above it, and from none beside; or wait for it in the
   * order of arrival. It holds up who asks for locks: reading and writing go on.
   *
   * Redis: one script for each node on the way from the root, in one round trip where all are free; each atomic.
   *
   * @throws LockError with the reason 'timeout'; the reason of the signal when it aborts
   */
  acquire(options: TreeLockOptions = {}): Promise<LockHandle> {
    return lockNode(this.connection, this.prefix, this.path, options, false);
  }

  /**
   * Do some work while this node is locked. The lock is renewed as long as the work lasts, and released whatever happens.
   *
   * Redis: as acquire.
   *
   * @throws LockError with the reason 'timeout', or 'lost' when it was lost before the work had ended
   */
  async run<R>(work: (handle: LockHandle) => R | Promise<R>, options: TreeLockOptions = {}): Promise<R> {
    checkFunction('The work of a lock', work);
    return (await lockNode(this.connection, this.prefix, this.path, options, true)).during(work);
  }

  /**
   * Whether somebody holds the lock of this node, or of one above it.
   *
   * Redis: one script for each node on the way from the root, in one round trip.
   */
  isLocked(): Promise<boolean> {
    return isNodeLocked(this.connection, this.prefix, this.path);
  }

  private get keys() {
    return { nodes: `${this.prefix}:nodes`, expiries: `${this.prefix}:expiries` };
  }
}
