import { deleteByMember, sliceByMember } from '../../scripts/generated.js';
import { run, scriptFailure } from '../../scripts/run.js';
import { range } from '../arguments.js';
import { pairs, readScore } from '../replies.js';
import { ValueContainer } from '../value-container.js';
import { type LexBound, lexBounds, limit, type PageOptions, type ScoreBound, scoreBounds } from './bounds.js';

interface Direction {
  /** from the highest to the lowest @default false */
  readonly reverse?: boolean;
}

interface WithScores {
  /** give [member, score] instead of the member @default false */
  readonly withScores?: boolean;
}

export interface SliceOptions extends Direction, WithScores {}

export interface ScoreRange {
  /** the lowest score, also in reverse @default -Infinity */
  readonly min?: ScoreBound;
  /** the highest score, also in reverse @default Infinity */
  readonly max?: ScoreBound;
}

export interface LexRange {
  /** the first text, also in reverse @default from the start */
  readonly min?: LexBound;
  /** the last text, also in reverse @default to the end */
  readonly max?: LexBound;
}

export interface MemberRange<T> {
  /** the first member, also in reverse; included @default from the start */
  readonly from?: T;
  /** the last member, also in reverse; included @default to the end */
  readonly to?: T;
}

export interface ScoreRangeOptions extends ScoreRange, PageOptions, SliceOptions {}
export interface LexRangeOptions extends LexRange, PageOptions, Direction {}
export interface MemberRangeOptions<T> extends MemberRange<T>, SliceOptions {}

/** Members, or members with their scores where the options ask for them. */
export type Ranked<T, O extends WithScores> = O extends { readonly withScores: true }
  ? [T, number][]
  : 'withScores' extends keyof O
    ? true extends O['withScores']
      ? T[] | [T, number][]
      : T[]
    : T[];

/** What a sorted set tells and removes by rank, score, text and member. */
export abstract class SortedSetRanges<T> extends ValueContainer<T> {
  protected readonly type = 'zset';

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
    const bounds = range(start, end);
    return bounds ? this.ranked('zrange', [...bounds, ...flags(options)], options) : ([] as unknown as Ranked<T, O>);
  }

  /**
   * The members from one to another, both included. `from` is the lower one also in reverse.
   *
   * Redis: one script, O(log n + members), atomic.
   *
   * @throws RangeError when `from` or `to` is not a member
   */
  async sliceByMember<const O extends MemberRangeOptions<T> = { withScores?: false }>(
    options?: O,
  ): Promise<Ranked<T, O>> {
    const scores = options?.withScores ? 1 : 0;
    const args = { ...this.memberBounds(options), scores };
    const reply = await run(this.asking, sliceByMember, { keys: { set: this.key }, args }).catch((error) =>
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
    const { min = -Infinity, max = Infinity, reverse } = options ?? ({} as ScoreRangeOptions);
    const bounds = scoreBounds(min, max);
    const page = limit(options ?? {});
    if (!page) return [] as unknown as Ranked<T, O>;
    const args = [...(reverse ? bounds.reverse() : bounds), 'byscore', ...flags({ reverse }), ...page];
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
    const bounds = lexBounds(options.min, options.max);
    const page = limit(options);
    if (!page) return [];
    const order = options.reverse ? [...bounds.reverse(), 'bylex', 'rev'] : [...bounds, 'bylex'];
    return this.decodeAll(await this.ask('zrange', [...order, ...page]));
  }

  /**
   * Remove the members from rank `start` to before rank `end`, as `slice()` gives them.
   *
   * Redis: ZREMRANGEBYRANK, O(log n + removed), atomic.
   *
   * @returns how many were removed
   */
  async deleteByRank(start: number, end?: number): Promise<number> {
    const bounds = range(start, end);
    return bounds ? ((await this.send('zremrangebyrank', bounds)) as number) : 0;
  }

  /**
   * Remove the members with a score from `min` to `max`; all of them without bounds.
   *
   * Redis: ZREMRANGEBYSCORE, O(log n + removed), atomic.
   *
   * @returns how many were removed
   * @throws RangeError for NaN, and when min is greater than max
   */
  async deleteByScore({ min = -Infinity, max = Infinity }: ScoreRange = {}): Promise<number> {
    return (await this.send('zremrangebyscore', scoreBounds(min, max))) as number;
  }

  /**
   * Remove the members from `min` to `max` byte by byte, in a set whose scores are all the same; all without bounds.
   *
   * Redis: ZREMRANGEBYLEX, O(log n + removed), atomic.
   *
   * @returns how many were removed
   * @throws RangeError when min comes after max
   */
  async deleteByLex({ min, max }: LexRange = {}): Promise<number> {
    return (await this.send('zremrangebylex', lexBounds(min, max))) as number;
  }

  /**
   * Remove the members from one to another, both included, as `sliceByMember()` gives them.
   *
   * Redis: one script, O(log n + removed), atomic.
   *
   * @returns how many were removed
   * @throws RangeError when `from` or `to` is not a member; nothing is removed then
   */
  async deleteByMember(options: MemberRange<T> = {}): Promise<number> {
    const input = { keys: { set: this.key }, args: this.memberBounds(options) };
    const reply = run(this.connection, deleteByMember, input);
    return (await reply.catch((error) => this.explainMember(error, options))) as number;
  }

  /** A reply of members with their scores. */
  protected decodeScored(reply: unknown): [T, number][] {
    return pairs(reply).map(([member, score]) => [this.decode(member), readScore(score)]);
  }

  private async ranked<O extends WithScores>(command: string, args: (string | number)[], options: O | undefined) {
    return this.decodeRanked(await this.ask(command, args), options);
  }

  private decodeRanked<O extends WithScores>(reply: unknown, options: O | undefined): Ranked<T, O> {
    return (options?.withScores ? this.decodeScored(reply) : this.decodeAll(reply)) as Ranked<T, O>;
  }

  private memberBounds({ from, to }: MemberRange<T> = {}): { from: string | Buffer; to: string | Buffer } {
    return { from: this.memberBound(from), to: this.memberBound(to) };
  }

  private memberBound(member: T | undefined): string | Buffer {
    if (member === undefined) return '';
    const stored = this.encode(member);
    return typeof stored === 'string' ? `=${stored}` : Buffer.concat([Buffer.from('='), stored]);
  }

  private explainMember(error: unknown, options: MemberRange<T> | undefined): Promise<never> {
    const failure = scriptFailure(error);
    if (failure?.code !== 'NO_MEMBER') return this.explain(error);
    const side = failure.facts[0] as 'from' | 'to';
    const member = String(this.encode(options![side]!));
    throw new RangeError(
      `The sorted set ${JSON.stringify(this.key)} has no member ${JSON.stringify(member)} for "${side}". Ask has() first.`,
    );
  }
}

const flags = ({ reverse, withScores }: SliceOptions = {}): string[] => [
  ...(reverse ? ['rev'] : []),
  ...(withScores ? ['withscores'] : []),
];
