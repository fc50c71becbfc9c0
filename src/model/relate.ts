import { inspect } from 'node:util';
import type { Relate } from '../entity/registry.js';
import { handleOf, type Tracked } from '../entity/tracked.js';
import { QueryError } from '../errors/query.js';
import { conditionOn } from '../query/field-reference.js';
import type { Query } from '../query/query.js';
import type { RelationSchema } from '../schema/schema.js';

/** A class of entities, as far as it is asked here. */
interface Queried {
  query(): Query<object>;
}

/** What an entity has at a relation of which nothing is in its row. */
abstract class OtherSide {
  private loaded: { readonly value: unknown } | undefined;

  constructor(
    protected readonly entity: Tracked,
    protected readonly relation: RelationSchema,
  ) {}

  /** The entities that lead here. */
  query(): Query<object> {
    const { state } = handleOf(this.entity);
    const { link } = this.relation;
    if (state.id === undefined)
      throw new QueryError(`${link.name}: nothing leads to an entity that has no id yet. Save it first.`);
    const { schema, model } = link.target;
    const query = (model as unknown as Queried).query();
    return query.where(() => conditionOn(schema, link.field, 'eq', this.entity));
  }

  isLoaded(): boolean {
    return this.loaded !== undefined;
  }

  get(): unknown {
    if (this.loaded) return this.loaded.value;
    throw new QueryError(
      `${this.relation.link.name} is not loaded. Query with({ ${this.relation.property}: true }) to have it loaded along.`,
    );
  }

  /** @internal */
  attach(value: unknown): void {
    this.loaded = { value };
  }

  /** What console.log() shows. */
  [inspect.custom](): string {
    return `${this.constructor.name} ${this.relation.link.target.schema.model}`;
  }
}

/** What a `One` is at run time. */
class ToOne extends OtherSide {
  async load(): Promise<object | undefined> {
    return this.query().first();
  }
}

/** What a `Many` is at run time. */
class ToMany extends OtherSide implements AsyncIterable<object> {
  async all(): Promise<object[]> {
    return this.query().all();
  }

  async ids(): Promise<unknown[]> {
    return this.query().ids();
  }

  async count(): Promise<number> {
    return this.query().count();
  }

  [Symbol.asyncIterator](): AsyncIterator<object> {
    return this.query().iterate();
  }
}

export const relate: Relate = (entity, relation) =>
  relation.kind === 'one' ? new ToOne(entity, relation) : new ToMany(entity, relation);
