import { linkedIds } from '../entity/loading/linked-ids.js';
import { loadRows } from '../entity/loading/load.js';
import { handleOf } from '../entity/tracked.js';
import { linkedList } from '../indexes/keyspace.js';
import { Condition } from '../query/condition.js';
import { conditionOn } from '../query/field-reference.js';
import { legible } from '../schema/newer.js';
import type { LinkedSchema } from '../schema/schema.js';
import { ChangeSet, type Written } from '../write/change-set.js';
import { type LinkVerb, MOST_PAIRS } from '../write/linking.js';
import { SeveralEntities } from './other-side.js';

/** What a `Many` of `@ManyToMany()` is at run time. */
export class Linked extends SeveralEntities<LinkedSchema> {
  protected condition(): Condition {
    const { schema, link } = { schema: this.target, link: this.relation.link };
    const key = linkedList(link.pair.out, this.savedId);
    return new Condition({ kind: 'listed', model: schema.model, name: link.name, key });
  }

  async has(other: unknown): Promise<boolean> {
    const [id] = this.idsOf('has', [other]);
    const { primary } = this.target;
    return this.query()
      .where(() => conditionOn(this.target, primary.field, 'eq', primary.field.codec.decode(id!)))
      .exists();
  }

  async delete(...others: readonly unknown[]): Promise<number> {
    return this.inPortions('delete', this.idsOf('delete', others));
  }

  async clear(): Promise<void> {
    // each call takes some out, so that none holds the server for long
    while ((await this.write('clear', [], [MOST_PAIRS])) === MOST_PAIRS);
  }

  /** What a session has to know of it. @internal */
  get side() {
    return { entity: this.entity, relation: this.relation };
  }

  /** The ids of what was given for entities, in stored form. */
  protected idsOf(call: string, others: readonly unknown[]): string[] {
    return linkedIds(this.relation.link, call, others);
  }

  protected async write(
    verb: LinkVerb,
    ids: readonly string[],
    numbers: readonly number[] = [],
    words: readonly string[] = [],
  ): Promise<Written> {
    const { schema, connection } = handleOf(this.entity).binding;
    const set = new ChangeSet();
    set.link({ op: 'link', schema, relation: this.relation, id: this.savedId, verb, ids, numbers, words });
    const [written] = await set.write(connection);
    return written!;
  }

  /** Say the same of many entities, some at a time; gives how many it made a difference for. */
  protected async inPortions(
    verb: LinkVerb,
    ids: readonly string[],
    numbers: readonly number[] = [],
    words: readonly string[] = [],
  ): Promise<number> {
    let sum = 0;
    for (let at = 0; at < ids.length; at += MOST_PAIRS) {
      const end = at + MOST_PAIRS;
      sum += (await this.write(verb, ids.slice(at, end), numbers.slice(at, end), words)) as number;
    }
    return sum;
  }

  /** The entities of ids, without those that are gone, in their order. */
  protected async entitiesOf(ids: readonly string[]): Promise<(object | undefined)[]> {
    const { target } = this.relation.link;
    const { connection } = handleOf(this.entity).binding;
    const rows = await loadRows(connection, target.schema, ids);
    return legible(connection, () => rows.map((row, i) => row && target.hydrate(ids[i]!, row)));
  }
}

/** Those of kind `set`. */
export class LinkedSet extends Linked {
  async add(...others: readonly unknown[]): Promise<number> {
    return this.inPortions('add', this.idsOf('add', others));
  }
}
