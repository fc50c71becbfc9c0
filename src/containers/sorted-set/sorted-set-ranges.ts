import { deleteByMember, rangeByMember } from '../../scripts/generated.js';
import { run, scriptFailure } from '../../scripts/run.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { sliceBounds } from '../arguments.js';
import { mapPairs, readScore } from '../replies.js';
import { ValueContainer } from '../value-container.js';
import type { Destination } from '../variadic.js';
import { type LexBound, lexBounds, type RangePart, type ScoreBound, scoreBounds } from './bounds.js';
import { boundary, flags, lexRange, scoreRange, storedRange } from './range-arguments.js';
import type { SortedSet } from './sorted-set.js';

interface Direction {
  /** from the highest to the lowest @default false */
  readonly reverse?: boolean | undefined;
}

interface WithScores {
  /** give [member, score] instead of the member @default false */
  readonly withScores?: boolean | undefined;
}

export interface SliceOptions extends Direction, WithScores {}

export interface ScoreRange {
  /** the lowest score, also in reverse @default -Infinity */
  readonly min?: ScoreBound | undefined;
  /** the highest score, also in reverse @default Infinity */
  readonly max?: ScoreBound | undefined;
}

export interface LexRange {
  /** the first text, also in reverse @default from the start */
  readonly min?: LexBound | undefined;
  /** the last text, also in reverse @default to the end */
  readonly max?: LexBound | undefined;
}

/** A member that bounds a range; included unless it says otherwise. */
export type MemberBound<T> = T | { readonly value: T; readonly exclusive: boolean };

export interface MemberRange<T> {
  /** the first member, also in reverse @default from the start */
  readonly from?: MemberBound<T> | undefined;
  /** the last member, also in reverse @default to the end */
  readonly to?: MemberBound<T> | undefined;
}

export interface RankRange extends Direction {
  /** the first rank, counted from the end where it is negative @default 0 */
  readonly start?: number | undefined;
  /** behind the last rank @default the end */
  readonly end?: number | undefined;
}

export interface ScoreRangeOptions extends ScoreRange, RangePart, SliceOptions {}
export interface LexRangeOptions extends LexRange, RangePart, Direction {}
export interface MemberRangeOptions<T> extends MemberRange<T>, SliceOptions {}

/** What `rangeStore()` takes over: a slice by rank, or a range by score or by text. */
export type StoredRange =
  | ({ readonly by: 'rank' } & RankRange)
  | ({ readonly by: 'score' } & ScoreRange & RangePart & Direction)
  | ({ readonly by: 'lex' } & LexRangeOptions);

const SLICE: OptionNames<SliceOptions> = { reverse: true, withScores: true };
const BOUNDS: OptionNames<ScoreRange & LexRange> = { min: true, max: true };
const RANGE: OptionNames<ScoreRange & LexRange & RangePart> = { ...BOUNDS, offset: true, count: true };
const MEMBERS: OptionNames<MemberRange<unknown>> = { from: true, to: true };
const STORED: OptionNames<StoredRange> = { ...RANGE, by: true, start: true, end: true, reverse: true };

/** Members, or members with their scores where the options ask for them. */
export type Ranked<T, O extends WithScores> = O extends { readonly withScores: true }
  ? [T, number][]
  : 'withScores' extends keyof O
    ? true extends O['withScores']
      ? T[] | [T, number][]
      : T[]
    : T[];

/** What a sorted set tells and deletes by rank, score, text and member. */
export abstract class SortedSetRanges<T> extends ValueContainer<T> {
  readonly type = 'zset';

  /**
   * How many members have a score from `min` to `max`.
   *
   * Redis: ZCOUNT, O(log n), atomic.
   *
   * @throws RangeError for NaN, and when min is greater than max
   */
  async count(min: ScoreBound, max: ScoreBound): Promise<number> {
    return (await this.send('zcount', scoreBounds(min, max))) as number;
  }

  /**
   * How many members lie from `min` to `max` byte by byte, in a set whose scores are all the same.
   *
   * Redis: ZLEXCOUNT, O(log n), atomic.
   *
   * @throws RangeError when min comes after max
   */
  async countByLex(min?: LexBound, max?: LexBound): Promise<number> {
    return (await this.send('zlexcount', lexBounds(min, max))) as number;
  }

  /**
   * The members from rank `start` to before rank `end`, as with Array's slice: -1 is the last. In reverse, rank 0 is the
   * highest score.
   *
   * Redis: ZRANGE, O(log n + members), atomic.
   */
  async slice<const O extends SliceOptions = { withScores?: false }>(
    start = 0,
    end?: number,
    options?: O,
  ): Promise<Ranked<T, O>> {
    if (options !== undefined) knownOptions('slice()', options, SLICE);
    const bounds = sliceBounds(start, end);
    return bounds ? this.ranked('zrange', [...bounds, ...flags(options)], options) : ([] as unknown as Ranked<T, O>);
  }

  /**
   * The members from one to another, both included unless they are `{ value, exclusive: true }`. `from` is the lower one
   * also in reverse.
   *
   * Redis: one script, O(log n + members), atomic.
   *
   * @throws RangeError when `from` or `to` is not a member
   */
  async rangeByMember<const O extends MemberRangeOptions<T> = { withScores?: false }>(
    options?: O,
  ): Promise<Ranked<T, O>> {
    if (options !== undefined) knownOptions('rangeByMember()', options, { ...MEMBERS, ...SLICE });
    const scores = options?.withScores ? 1 : 0;
    const args = { ...this.memberBounds(options), scores };
    const reply = await run(this.asking, rangeByMember, { keys: { set: this.key }, args }).catch((error) =>
      this.explainMember(error, options),
    );
    const found = this.decodeRanked(reply, options);
    return options?.reverse ? (found.reverse() as typeof found) : found;
  }

  /**
   * The members with a score from `min` to `max`, a page of them with `offset` and `count`.
   *
   * Redis: ZRANGE BYSCORE, O(log n + offset + members), atomic.
   *
   * @throws RangeError for NaN, and when min is greater than max
   */
  async rangeByScore<const O extends ScoreRangeOptions = { withScores?: false }>(options?: O): Promise<Ranked<T, O>> {
    if (options !== undefined) knownOptions('rangeByScore()', options, { ...RANGE, ...SLICE });
    const args = scoreRange(options ?? {});
    if (!args) return [] as unknown as Ranked<T, O>;
    return this.ranked('zrange', [...args, ...flags({ withScores: options?.withScores })], options);
  }

  /**
   * The members from `min` to `max` byte by byte, in a set whose scores are all the same.
   *
   * Redis: ZRANGE BYLEX, O(log n + offset + members), atomic.
   *
   * @throws RangeError when min comes after max
   */
  async rangeByLex(options: LexRangeOptions = {}): Promise<T[]> {
    const args = lexRange(knownOptions('rangeByLex()', options, { ...RANGE, reverse: true }));
    return args ? this.decodeAll(await this.ask('zrange', args)) : [];
  }

  /**
   * Make `destination`, a sorted set or a key, hold a part of this set: `{ by: 'rank', start: 0, end: 10 }`,
   * `{ by: 'score', min: 5 }` or `{ by: 'lex', min: 'a' }`. What it held is gone.
   *
   * Redis: ZRANGESTORE, O(log n + members), atomic.
   *
   * @returns the destination
   * @throws RangeError for an empty range; CrossSlotError on a cluster, when the keys are in different slots
   */
  async rangeStore(destination: Destination<SortedSet<T>>, range: StoredRange): Promise<SortedSet<T>> {
    const target = this.open(destination);
    this.target(target);
    const args = storedRange(knownOptions('rangeStore()', range, STORED));
    if (!args) throw new RangeError('The range to store is empty. Give it a count, or an end behind its start.');
    await this.transmit('zrangestore', [target.key, this.key, ...args]);
    return target;
  }

  /**
   * Delete the members from rank `start` to before rank `end`, as `slice()` gives them.
   *
   * Redis: ZREMRANGEBYRANK, O(log n + deleted), atomic.
   *
   * @returns how many were deleted
   */
  async deleteByRank(start: number, end?: number): Promise<number> {
    const bounds = sliceBounds(start, end);
    return bounds ? ((await this.send('zremrangebyrank', bounds)) as number) : 0;
  }

  /**
   * Delete the members with a score from `min` to `max`; all of them without bounds.
   *
   * Redis: ZREMRANGEBYSCORE, O(log n + deleted), atomic.
   *
   * @returns how many were deleted
   * @throws RangeError for NaN, and when min is greater than max
   */
  async deleteByScore(range: ScoreRange = {}): Promise<number> {
    const { min = -Infinity, max = Infinity } = knownOptions('deleteByScore()', range, BOUNDS);
    return (await this.send('zremrangebyscore', scoreBounds(min, max))) as number;
  }

  /**
   * Delete the members from `min` to `max` byte by byte, in a set whose scores are all the same; all without bounds.
   *
   * Redis: ZREMRANGEBYLEX, O(log n + deleted), atomic.
   *
   * @returns how many were deleted
   * @throws RangeError when min comes after max
   */
  async deleteByLex(range: LexRange = {}): Promise<number> {
    const { min, max } = knownOptions('deleteByLex()', range, BOUNDS);
    return (await this.send('zremrangebylex', lexBounds(min, max))) as number;
  }

  /**
   * Delete the members from one to another, as `rangeByMember()` gives them.
   *
   * Redis: one script, O(log n + deleted), atomic.
   *
   * @returns how many were deleted
   * @throws RangeError when `from` or `to` is not a member; nothing is deleted then
   */
  async deleteByMember(options: MemberRange<T> = {}): Promise<number> {
    const input = {
      keys: { set: this.key },
      args: this.memberBounds(knownOptions('deleteByMember()', options, MEMBERS)),
    };
    const reply = run(this.connection, deleteByMember, input);
    return (await reply.catch((error) => this.explainMember(error, options))) as number;
  }

  /** A reply of members with their scores. */
  protected decodeScored(reply: unknown): [T, number][] {
    return mapPairs(reply, (member, score) => [this.decode(member), readScore(score)]);
  }

  private async ranked<O extends WithScores>(command: string, args: (string | number)[], options: O | undefined) {
    return this.decodeRanked(await this.ask(command, args), options);
  }

  private decodeRanked<O extends WithScores>(reply: unknown, options: O | undefined): Ranked<T, O> {
    return (options?.withScores ? this.decodeScored(reply) : this.decodeAll(reply)) as Ranked<T, O>;
  }

  /** The sorted set at a destination. */
  protected abstract open(to: Destination<SortedSet<T>>): SortedSet<T>;

  private memberBounds({ from, to }: MemberRange<T> = {}): { from: string | Buffer; to: string | Buffer } {
    return { from: this.memberBound(from), to: this.memberBound(to) };
  }

  private memberBound(bound: MemberBound<T> | undefined): string | Buffer {
    if (bound === undefined) return '';
    const { value, exclusive } = boundary(bound);
    const stored = this.encode(value);
    const mark = exclusive ? '(' : '=';
    return typeof stored === 'string' ? mark + stored : Buffer.concat([Buffer.from(mark), stored]);
  }

  private explainMember(error: unknown, options: MemberRange<T> | undefined): Promise<never> {
    const failure = scriptFailure(error);
    if (failure?.code !== 'NO_MEMBER') return this.explain(error);
    const side = failure.facts[0] as 'from' | 'to';
    const member = String(this.encode(boundary(options![side]!).value));
    throw new RangeError(
      `The sorted set ${JSON.stringify(this.key)} has no member ${JSON.stringify(member)} for "${side}". Ask has() first.`,
    );
  }
}
