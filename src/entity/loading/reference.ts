import { type InspectOptions, inspect } from 'node:util';
import { NotFoundError } from '../../errors/model.js';
import { QueryError } from '../../errors/query.js';
import { SAID } from '../../schema/describe.js';
import { homeText } from '../../schema/home-text.js';
import type { RelationTarget } from '../../schema/link.js';
import { legible } from '../../schema/newer.js';
import type { Schema } from '../../schema/schema.js';
import { idIssue } from '../../schema/validate.js';
import { currentRow } from '../../schema/version.js';
import type { StoredValues } from '../../write/change.js';
import { type Binding, bindingOf } from '../binding.js';
import { identityMap } from '../identity-map.js';
import { type Constructor, stateOf, Tracked } from '../tracked.js';
import { hydrate } from './hydrate.js';
import { loadSoon } from './load-soon.js';

type Id = string | number;

/** A reference to one entity, by its id or by the entity itself, which may be new: what a `Ref` is at run time. */
export class Reference {
  readonly #model: Constructor;
  readonly #stored: string | undefined;
  #entity: Tracked | undefined;
  /** a query that loaded it along found none */
  #isMissing = false;

  constructor(model: Constructor, stored: string | undefined, entity?: Tracked) {
    this.#model = model;
    this.#stored = stored;
    this.#entity = entity;
  }

  get id(): Id | undefined {
    const stored = this.storedId;
    return stored === '' ? undefined : (this.binding.schema.primary.field.codec.decode(stored) as Id);
  }

  isLoaded(): boolean {
    return this.#entity !== undefined;
  }

  get(): Tracked {
    if (this.#entity) return this.#entity;
    if (this.#isMissing) throw new NotFoundError(this.binding.schema.model, this.id);
    throw new QueryError(
      `The ${this.binding.schema.model} ${JSON.stringify(this.id)} is not loaded. Use load(), or query with({ ... }) to have it loaded along.`,
    );
  }

  async load(): Promise<Tracked> {
    this.#entity ??= identityMap()?.find(this.binding, this.storedId) ?? (await this.read());
    return this.#entity;
  }

  private async read(): Promise<Tracked> {
    const { binding, storedId } = this;
    const row = await loadSoon(binding, storedId);
    if (row) return legible(binding.connection, () => hydrate(this.#model, binding.schema, storedId, row));
    throw new NotFoundError(binding.schema.model, this.id);
  }

  /** Take the entity, where it is the one that this leads to. @internal */
  attach(entity: Tracked): void {
    if (stateOf(entity).id === this.storedId) this.#entity = entity;
  }

  /** There is none that this leads to. @internal */
  miss(): void {
    this.#isMissing = true;
  }

  /** The id in stored form; empty where the entity is not saved yet. @internal */
  get storedId(): string {
    return this.#stored ?? stateOf(this.#entity!).id ?? '';
  }

  /** The entity that was given, or loaded. @internal */
  get entity(): Tracked | undefined {
    return this.#entity;
  }

  /** @internal */
  get binding(): Binding {
    return bindingOf(this.#model);
  }

  /** What a message says of it. @internal */
  get [SAID](): string {
    return `a reference to a ${this.binding.schema.model}`;
  }

  toJSON(): Id | undefined {
    return this.id;
  }

  /** What console.log() shows. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `Ref ${this.binding.schema.model} ${inspect(this.id, options)}`;
  }
}

/** A reference to an entity. */
export const referenceTo = (entity: Tracked): Reference =>
  new Reference(entity.constructor as Constructor, stateOf(entity).id, entity);

/** What an entity or a reference belongs to. */
function bindingOfGiven(given: unknown): Binding | undefined {
  if (given instanceof Reference) return given.binding;
  return given instanceof Tracked ? bindingOf(given.constructor) : undefined;
}

/** A model of a database as relations lead to it; `isOurs` tells a binding of this database from those of others. */
export function relationTarget(
  model: Constructor,
  schema: Schema,
  isOurs: (binding: Binding) => boolean,
): RelationTarget {
  const isOfModel = (binding: Binding) => isOurs(binding) && binding.schema.keyspace.prefix === schema.keyspace.prefix;
  return {
    schema,
    model,
    storedId(given) {
      if (given instanceof Reference) return isOfModel(given.binding) ? given.storedId : undefined;
      if (given instanceof Tracked)
        return isOfModel(bindingOf(given.constructor)) ? (stateOf(given).id ?? '') : undefined;
      return idIssue(schema, given) ? undefined : schema.primary.field.codec.encode(given);
    },
    elsewhere(given) {
      const binding = bindingOfGiven(given);
      return binding && binding.schema.model === schema.model && !isOurs(binding) ? homeText(binding) : undefined;
    },
    hydrate: (id, stored) => hydrate(model, schema, id, currentRow(schema, id, stored as StoredValues)),
    refer(given) {
      if (given instanceof Reference) return given;
      return given instanceof Tracked ? referenceTo(given) : new Reference(model, given as string);
    },
  };
}
