import { inspect } from 'node:util';
import { handleOf, type Tracked } from '../entity/tracked.js';
import { QueryError } from '../errors/query.js';
import type { Query } from '../query/query.js';
import type { Link } from '../schema/link.js';
import type { Schema } from '../schema/schema.js';
import type { Condition } from '../schema/types/operators.js';

/** A class of entities, as far as it is asked here. */
interface Queried {
  query(): Query<object>;
}

/** A relation, as far as it is asked here. */
interface Relation {
  readonly property: string;
  readonly link: Link;
}

/** What an entity has at a relation of which nothing is in its row. */
export abstract class OtherSide<R extends Relation = Relation> {
  private loaded: { readonly value: unknown } | undefined;

  constructor(
    protected readonly entity: Tracked,
    protected readonly relation: R,
  ) {}

  /** The entities that lead here. */
  query(): Query<object> {
    const { model } = this.relation.link.target;
    this.checkSaved();
    const condition = this.condition();
    return (model as unknown as Queried).query().where(() => condition);
  }

  /** Tells the entities that lead here. */
  protected abstract condition(): Condition;

  /** The id of the entity here, in stored form. */
  protected get savedId(): string {
    this.checkSaved();
    return handleOf(this.entity).state.id!;
  }

  private checkSaved(): void {
    if (handleOf(this.entity).state.id !== undefined) return;
    throw new QueryError(`${this.relation.link.name}: nothing leads to an entity that was never saved. Save it first.`);
  }

  protected get target(): Schema {
    return this.relation.link.target.schema;
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

  /** What console.log() and JSON.stringify() show. */
  toJSON(): string {
    return `${this.constructor.name} ${this.target.model}`;
  }

  [inspect.custom](): string {
    return this.toJSON();
  }
}

/** A relation to several entities. */
export abstract class SeveralEntities<R extends Relation = Relation>
  extends OtherSide<R>
  implements AsyncIterable<object>
{
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
