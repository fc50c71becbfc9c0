import { amount, finite, score } from '../arguments.js';
import type { Blocking } from '../blocking.js';
import { optionalScore, readScore } from '../replies.js';
import { type SearchOptions, scan, scanArguments } from '../scan.js';
import { SortedSetAlgebra } from './sorted-set-algebra.js';

/** Members with their scores: a Map, anything else that gives pairs, or an object where members are text. */
export type SortedSetEntries<T> =
  | ReadonlyMap<T, number>
  | Iterable<readonly [T, number]>
  | (string extends T ? Readonly<Record<string, number>> : never);

export interface AddOptions {
  /** leave alone the members that are there (`new`), or those that are not (`existing`) @default neither */
  readonly only?: 'new' | 'existing';
  /** of a member that is there, change the score only when it becomes greater, or less @default always */
  readonly when?: 'greater' | 'less';
}

const ONLY = { new: 'nx', existing: 'xx' } as const;
const WHEN = { greater: 'gt', less: 'lt' } as const;

/** The word of the server for an option; a word that it does not have is a mistake of the caller. */
function word<K extends string>(words: Readonly<Record<K, string>>, option: K | undefined): string[] {
  if (option === undefined) return [];
  if (!Object.hasOwn(words, option))
    throw new TypeError(`expected ${Object.keys(words).join(' or ')}, found ${option}`);
  return [words[option]];
}

function conditions({ only, when }: AddOptions): string[] {
  if (only === 'new' && when) throw new TypeError(`only: 'new' and when: '${when}' exclude each other`);
  return [...word(ONLY, only), ...word(WHEN, when)];
}

const isIterable = <T>(entries: SortedSetEntries<T>): entries is Iterable<readonly [T, number]> =>
  Symbol.iterator in entries;

/** Members, each once, in the order of their scores. */
export class SortedSet<T = string> extends SortedSetAlgebra<T> implements AsyncIterable<[T, number]> {
  /**
   * Add members with their scores, replacing the score of a member already there.
   *
   * Redis: ZADD, O(log n) per member, atomic.
   *
   * @returns how many members are new
   * @throws RangeError for a score that is NaN, TypeError when the codec refuses a member; nothing is sent
   */
  async add(entries: SortedSetEntries<T>, options: AddOptions = {}): Promise<number> {
    const pairs = isIterable(entries) ? [...entries] : (Object.entries(entries) as [T, number][]);
    const args = pairs.flatMap(([member, value]) => [score(value), this.encode(member)]);
    const flags = conditions(options);
    return args.length === 0 ? 0 : ((await this.send('zadd', [...flags, ...args])) as number);
  }

  /**
   * Add a member, or replace its score.
   *
   * Redis: ZADD, O(log n), atomic.
   *
   * @returns whether it is new
   * @throws RangeError for NaN, before anything is sent
   */
  async set(member: T, value: number): Promise<boolean> {
    return (await this.send('zadd', [score(value), this.encode(member)])) === 1;
  }

  /**
   * Add to the score of a member, which counts from 0 when it is not there.
   *
   * Redis: ZINCRBY, O(log n), atomic.
   *
   * @returns the new score
   * @throws RangeError for NaN and infinite numbers, before anything is sent
   */
  async increment(member: T, by = 1): Promise<number> {
    return readScore(await this.send('zincrby', [finite(by, 'by'), this.encode(member)]));
  }

  /**
   * Remove members.
   *
   * Redis: ZREM, O(log n) per member, atomic.
   *
   * @returns how many were there
   */
  async delete(...members: T[]): Promise<number> {
    return members.length === 0 ? 0 : ((await this.send('zrem', this.encodeAll(members))) as number);
  }

  /**
   * The score of a member; undefined when it is not there.
   *
   * Redis: ZSCORE, O(1), atomic.
   */
  async score(member: T): Promise<number | undefined> {
    return optionalScore(await this.send('zscore', [this.encode(member)]));
  }

  /**
   * The scores of some members in their order; undefined for one that is not there.
   *
   * Redis: ZMSCORE, O(members), atomic.
   */
  async scores(members: readonly T[]): Promise<(number | undefined)[]> {
    if (members.length === 0) return [];
    return ((await this.send('zmscore', this.encodeAll(members))) as unknown[]).map(optionalScore);
  }

  /**
   * Whether a member is there.
   *
   * Redis: ZSCORE, O(1), atomic.
   */
  async has(member: T): Promise<boolean> {
    return (await this.send('zscore', [this.encode(member)])) !== null;
  }

  /**
   * How many members there are.
   *
   * Redis: ZCARD, O(1), atomic.
   */
  async size(): Promise<number> {
    return (await this.send('zcard', [])) as number;
  }

  /**
   * The place of a member in the order, from 0 for the lowest score, or for the highest in reverse; undefined when it is
   * not there.
   *
   * Redis: ZRANK or ZREVRANK, O(log n), atomic.
   */
  async rank(member: T, { reverse = false }: { readonly reverse?: boolean } = {}): Promise<number | undefined> {
    const rank = (await this.send(reverse ? 'zrevrank' : 'zrank', [this.encode(member)])) as number | null;
    return rank ?? undefined;
  }

  /**
   * Take the member with the lowest score, as [member, score]; undefined from an empty set.
   *
   * Redis: ZPOPMIN, O(log n), atomic.
   */
  popMin(): Promise<[T, number] | undefined> {
    return this.take('zpopmin');
  }

  /**
   * Take the member with the highest score, as [member, score]; undefined from an empty set.
   *
   * Redis: ZPOPMAX, O(log n), atomic.
   */
  popMax(): Promise<[T, number] | undefined> {
    return this.take('zpopmax');
  }

  /**
   * Take up to `count` members with the lowest scores.
   *
   * Redis: ZPOPMIN, O(count × log n), atomic.
   */
  popMinMany(count: number): Promise<[T, number][]> {
    return this.takeMany('zpopmin', count);
  }

  /**
   * Take up to `count` members with the highest scores, the highest first.
   *
   * Redis: ZPOPMAX, O(count × log n), atomic.
   */
  popMaxMany(count: number): Promise<[T, number][]> {
    return this.takeMany('zpopmax', count);
  }

  /**
   * Take the member with the lowest score, waiting for one; undefined after the timeout.
   *
   * Redis: BZPOPMIN on a connection of its own, O(log n), atomic.
   *
   * @throws the reason of `signal` when it aborts
   */
  popMinBlocking(options: Blocking = {}): Promise<[T, number] | undefined> {
    return this.takeBlocking('bzpopmin', options);
  }

  /**
   * Take the member with the highest score, waiting for one; undefined after the timeout.
   *
   * Redis: BZPOPMAX on a connection of its own, O(log n), atomic.
   *
   * @throws the reason of `signal` when it aborts
   */
  popMaxBlocking(options: Blocking = {}): Promise<[T, number] | undefined> {
    return this.takeBlocking('bzpopmax', options);
  }

  /**
   * All members with their scores, from the lowest to the highest.
   *
   * Redis: ZRANGE WITHSCORES, O(n), atomic.
   */
  async entries(): Promise<[T, number][]> {
    return this.decodeScored(await this.ask('zrange', [0, -1, 'withscores']));
  }

  /**
   * All members with their scores, from the lowest to the highest.
   *
   * Redis: ZRANGE WITHSCORES, O(n), atomic.
   */
  async toMap(): Promise<Map<T, number>> {
    return new Map(await this.entries());
  }

  /**
   * Walk the members whose stored form matches a glob-style pattern, in bounded steps and no particular order. What is
   * changed meanwhile may come or not; a member may come twice while the server resizes the set.
   *
   * Redis: ZSCAN MATCH, O(1) a step, O(n) in all.
   */
  search(pattern: string, options: SearchOptions = {}): AsyncGenerator<[T, number], void, undefined> {
    return this.walk(pattern, options);
  }

  /**
   * Walk all members with their scores, with the same promises as `search()`: not in the order of scores.
   *
   * Redis: ZSCAN, O(1) a step, O(n) in all.
   */
  [Symbol.asyncIterator](): AsyncGenerator<[T, number], void, undefined> {
    return this.walk(undefined, {});
  }

  private async *walk(
    pattern: string | undefined,
    options: SearchOptions,
  ): AsyncGenerator<[T, number], void, undefined> {
    const args = scanArguments(pattern, options);
    for await (const found of scan((cursor) => this.ask('zscan', [cursor, ...args]))) yield* this.decodeScored(found);
  }

  private async take(command: string): Promise<[T, number] | undefined> {
    return this.decodeScored(await this.ask(command, []))[0];
  }

  private async takeMany(command: string, count: number): Promise<[T, number][]> {
    return amount(count, 'count') === 0 ? [] : this.decodeScored(await this.ask(command, [count]));
  }

  private async takeBlocking(command: string, options: Blocking): Promise<[T, number] | undefined> {
    const reply = (await this.askBlocking(command, [], options)) as [unknown, unknown, unknown] | null;
    return reply ? [this.decode(reply[1]), readScore(reply[2])] : undefined;
  }
}
