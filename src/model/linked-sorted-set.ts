import { SortedSet } from '../containers/sorted-set/sorted-set.js';
import type { ScoreRangeOptions } from '../containers/sorted-set/sorted-set-ranges.js';
import { scoredPair } from '../entity/linked-ids.js';
import { finite } from '../util/check.js';
import { Ordered } from './linked-ordered.js';

/** Those of kind `sortedSet`. */
export class LinkedSortedSet extends Ordered {
  /** what `orderByScore()` looks for @internal */
  readonly type = 'zset';

  async add(...others: readonly unknown[]): Promise<number> {
    const pairs = others.map((pair) => scoredPair(this.relation.link.name, pair));
    const ids = this.idsOf(
      'add',
      pairs.map(([other]) => other),
    );
    return this.inPortions(
      'add',
      ids,
      pairs.map(([, score]) => score),
    );
  }

  async score(other: unknown): Promise<number | undefined> {
    const [id] = this.idsOf('score', [other]);
    return this.scores.score(id!);
  }

  async increment(other: unknown, by = 1): Promise<number> {
    return Number(await this.write('increment', this.idsOf('increment', [other]), [finite('by', by)]));
  }

  async rangeByScore(options: Omit<ScoreRangeOptions, 'withScores'> = {}): Promise<object[]> {
    return this.living(await this.scores.rangeByScore({ ...options, withScores: false }));
  }

  protected async slice(start: number, stop: number): Promise<string[]> {
    return (await this.connection.send('zrange', [this.key, start, stop])) as string[];
  }

  private get scores(): SortedSet<string> {
    return new SortedSet(this.connection, this.key);
  }
}
