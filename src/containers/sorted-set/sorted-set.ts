import { RawConnection } from '../../redis/connection/raw.js';
import { walkMembers } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { finite, natural } from '../../util/check.js';
import { knownOptions } from '../../util/options.js';
import { scoreText } from '../arguments.js';
import { type Conditions, conditionArguments } from '../conditions.js';
import { pairsOf } from '../pairs.js';
import { PORTION, sumInPortions } from '../portions.js';
import { optionalScore, pairs, readScore } from '../replies.js';
import { type SearchOptions, STEP, scan, scanArguments } from '../scan.js';
import { type Destination, listOf, type Several, several, type Values } from '../variadic.js';
import { SortedSetEnds } from './sorted-set-ends.js';

/** Members with their scores: a Map, anything else that gives pairs, or an object where members are text. */
export type SortedSetEntries<T> =
  | ReadonlyMap<T, number>
  | Iterable<readonly [T, number]>
  | (string extends T ? Readonly<Record<string, number>> : never);

export interface RandomMembersOptions {
  /** the same member may be drawn more than once @default false */
  readonly repeats?: boolean | undefined;
}

/** Members, each once, in the order of their scores. */
export class SortedSet<T = string> extends SortedSetEnds<T> implements AsyncIterable<[T, number]> {
  /**
   * Add members with their scores, replacing the score of a member already there. Of the conditions, `only` asks whether
   * the member is there, and `when` compares with its score.
   *
   * Redis: ZADD, O(log n) per member, atomic up to 10,000 members; in commands of that size beyond.
   *
   * @returns how many members are new
   * @throws RangeError for a score that is NaN, TypeError when the codec refuses a member; nothing is sent
   */
  async add(entries: SortedSetEntries<T>, conditions: Conditions = {}): Promise<number> {
    const words = conditionArguments('add()', conditions);
    const args: (string | Buffer)[] = [];
    for (const [member, value] of pairsOf<T, number>('entries', entries))
      args.push(scoreText('score', value), this.encode(member));
    if (words.length === 0) return this.total('zadd', args, 2);
    const add = (part: readonly (string | Buffer)[]) => this.send('zadd', [...words, ...part]) as Promise<number>;
    return sumInPortions(this.connection, args, 2 * PORTION, add);
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
    return (await this.send('zadd', [scoreText('score', value), this.encode(member)])) === 1;
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
    return readScore(await this.send('zincrby', [finite('by', by), this.encode(member)]));
  }

  /**
   * Delete members.
   *
   * Redis: ZREM, O(log n) per member, atomic up to 10,000 members; in commands of that size beyond.
   *
   * @returns how many were there
   */
  async delete(...members: Values<T>): Promise<number> {
    return this.total('zrem', this.encodeAll(listOf(members)));
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
   * Redis: ZMSCORE, O(members), atomic up to 10,000 members; in commands of that size beyond.
   */
  async scores(members: Several<T>): Promise<(number | undefined)[]> {
    return (await this.askEach('zmscore', this.encodeAll(several('members', members)))).map(optionalScore);
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
  async rank(member: T, options: { readonly reverse?: boolean | undefined } = {}): Promise<number | undefined> {
    const { reverse = false } = knownOptions('rank()', options, { reverse: true });
    const rank = (await this.send(reverse ? 'zrevrank' : 'zrank', [this.encode(member)])) as number | null;
    return rank ?? undefined;
  }

  /**
   * A random member with its score, which stays; undefined from an empty set.
   *
   * Redis: ZRANDMEMBER, O(1), atomic.
   */
  async random(): Promise<[T, number] | undefined> {
    return this.decodeScored(await this.ask('zrandmember', [1, 'withscores']))[0];
  }

  /**
   * Up to `count` different random members with their scores, or exactly `count` that may be the same with `repeats`.
   *
   * Redis: ZRANDMEMBER with a count, O(count), atomic.
   */
  async randomMany(count: number, options: RandomMembersOptions = {}): Promise<[T, number][]> {
    const { repeats = false } = knownOptions('randomMany()', options, { repeats: true });
    if (natural('count', count) === 0) return [];
    return this.decodeScored(await this.ask('zrandmember', [repeats ? -count : count, 'withscores']));
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
  async *search(pattern: string, options: SearchOptions = {}): AsyncGenerator<[T, number], void, undefined> {
    const args = scanArguments(pattern, options);
    for await (const found of scan((cursor) => this.ask('zscan', [cursor, ...args]))) yield* this.decodeScored(found);
  }

  /**
   * Walk all members with their scores in the order of the scores, 500 a step. A member that is there all the time, and
   * whose score does not change, comes exactly once, whatever happens to the others.
   *
   * Redis: ZRANGE, and from the second step on one script, O(log² n + 500) a step.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<[T, number], void, undefined> {
    let page = pairs(await this.sendBuffer('zrange', [0, STEP - 1, 'withscores']));
    for (;;) {
      for (const [member, value] of page) yield [this.decodeBytes(member), readScore(value)];
      if (page.length < STEP) return;
      page = await this.behind(page.at(-1)!);
    }
  }

  protected open(to: Destination<SortedSet<T>>): SortedSet<T> {
    return to instanceof SortedSet ? to : new SortedSet(this.connection, to, this);
  }

  protected among(others: readonly SortedSet<T>[], key: string): SortedSet<T> {
    return others.find((set) => set.key === key) ?? this;
  }

  /** The next members behind one that may be gone by now; as bytes, since text that is not UTF-8 has no place. */
  private async behind([member, value]: [unknown, unknown]): Promise<[unknown, unknown][]> {
    const args = { score: scoreText('score', readScore(value)), member: member as Buffer, count: STEP };
    const reply = run(new RawConnection(this.connection), walkMembers, { keys: { set: this.key }, args });
    return pairs(await reply.catch((error) => this.explain(error)));
  }

  private decodeBytes(member: unknown): T {
    return this.decode(this.codec.binary ? member : String(member));
  }
}
