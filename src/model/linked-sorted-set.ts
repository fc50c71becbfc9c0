import { SortedSet } from '../containers/sorted-set/sorted-set.js';
import type { ScoreRangeOptions, SliceOptions } from '../containers/sorted-set/sorted-set-ranges.js';
import { scoredPairs } from '../session/scored-pairs.js';
import { finite } from '../util/check.js';
import { Ordered } from './linked-ordered.js';

/** Entities, or entities with their scores. */
type Found = (object | readonly [object, number])[];

/** Those of kind `sortedSet`. */
export class LinkedSortedSet extends Ordered {
  /** what `orderByScore()` looks for @internal */
  readonly type = 'zset';

  async add(...given: readonly unknown[]): Promise<number> {
    const { others, scores, words } = scoredPairs(this.relation.link.name, given);
    return this.inPortions('add', this.idsOf('add', others), scores, words);
  }

  async score(other: unknown): Promise<number | undefined> {
    const [id] = this.idsOf('score', [other]);
    return this.scores.score(id!);
  }

  async rank(other: unknown, options?: { readonly reverse?: boolean }): Promise<number | undefined> {
    const [id] = this.idsOf('rank', [other]);
    return this.scores.rank(id!, options);
  }

  async increment(other: unknown, by = 1): Promise<number> {
    return Number(await this.write('increment', this.idsOf('increment', [other]), [finite('by', by)]));
  }

  async slice(start?: number, end?: number, options?: SliceOptions): Promise<Found> {
    return this.found(await this.scores.slice(start, end, options));
  }

  async rangeByScore(options?: ScoreRangeOptions): Promise<Found> {
    return this.found(await this.scores.rangeByScore(options));
  }

  protected async part(start: number, stop: number): Promise<string[]> {
    return (await this.connection.send('zrange', [this.key, start, stop])) as string[];
  }

  /** The entities of ids, or of ids with their scores, without those that are gone. */
  private async found(members: readonly (string | readonly [id: string, score: number])[]): Promise<Found> {
    const entities = await this.entitiesOf(members.map((member) => (typeof member === 'string' ? member : member[0])));
    return members.flatMap((member, i): Found => {
      const entity = entities[i];
      if (entity === undefined) return [];
      return [typeof member === 'string' ? entity : [entity, member[1]]];
    });
  }

  private get scores(): SortedSet<string> {
    return new SortedSet(this.connection, this.key);
  }
}
