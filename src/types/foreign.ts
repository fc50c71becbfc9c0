import { inspect } from 'node:util';
import { NotFoundError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

type Id = string | number;

/** Another store of entities: how their ids are told, and how they are read. */
export interface ForeignStore {
  readonly id: (entity: never) => unknown;
  readonly load: (ids: readonly never[]) => unknown;
}

const EXPECTED = 'an entity of the other store, a reference to one, or its id';

const isId = (value: unknown): value is Id =>
  typeof value === 'string' ? value !== '' && value.isWellFormed() : Number.isSafeInteger(value);

/** Text stands as it is, with a `~` more where it begins with one; a number behind a `~`. */
function encodeId(id: Id): string {
  if (typeof id === 'number') return `~${id === 0 ? 0 : id}`;
  return id.startsWith('~') ? `~${id}` : id;
}

function decodeId(stored: string): Id {
  if (!stored.startsWith('~')) return stored;
  if (stored.startsWith('~~')) return stored.slice(1);
  const number = Number(stored.slice(1));
  if (Number.isSafeInteger(number) && encodeId(number) === stored) return number;
  throw misfit('an id', stored);
}

/** What one tick asks of one store. */
class Batch {
  private readonly ids = new Set<Id>();
  readonly found: Promise<ReadonlyMap<Id, unknown>>;

  constructor(name: string, store: ForeignStore, started: () => void) {
    this.found = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
      started();
      const ids = [...this.ids];
      const entities: unknown = await store.load(ids as never[]);
      if (Array.isArray(entities) && entities.length === ids.length)
        return new Map(ids.map((id, i) => [id, entities[i]]));
      throw new TypeError(
        `${name}: load() was given ${ids.length} ids, and gives one entity or undefined for each, in their order. Correct it.`,
      );
    });
  }

  ask(id: Id): Promise<ReadonlyMap<Id, unknown>> {
    this.ids.add(id);
    return this.found;
  }
}

const batches = new WeakMap<ForeignStore, Batch>();

function loadSoon(name: string, store: ForeignStore, id: Id): Promise<ReadonlyMap<Id, unknown>> {
  const known = batches.get(store) ?? new Batch(name, store, () => batches.delete(store));
  batches.set(store, known);
  return known.ask(id);
}

/** A reference to an entity of another store: what a `Ref` of `@ForeignModel()` is at run time. */
class ForeignReference {
  #entity: unknown;

  constructor(
    private readonly name: string,
    /** @internal */
    readonly store: ForeignStore,
    readonly id: Id,
    entity?: unknown,
  ) {
    this.#entity = entity;
  }

  isLoaded(): boolean {
    return this.#entity !== undefined;
  }

  get(): unknown {
    if (this.#entity !== undefined) return this.#entity;
    throw new QueryError(`${this.name} ${JSON.stringify(this.id)} is not loaded. Use load().`);
  }

  async load(): Promise<unknown> {
    this.#entity ??= (await loadSoon(this.name, this.store, this.id)).get(this.id) ?? undefined;
    if (this.#entity !== undefined) return this.#entity;
    throw new NotFoundError(this.name, this.id);
  }

  toJSON(): Id {
    return this.id;
  }

  /** What console.log() shows. */
  [inspect.custom](): string {
    return `Ref ${this.name} ${JSON.stringify(this.id)}`;
  }
}

/** The type of a reference to an entity of another store, whose id is stored; `name`: of the property. */
export function foreignType(name: string, store: ForeignStore): FieldType<ForeignReference> {
  const idOf = (given: unknown): Id | undefined => {
    if (given instanceof ForeignReference) return given.store === store ? given.id : undefined;
    if (typeof given !== 'object' || given === null) return isId(given) ? given : undefined;
    try {
      const id = store.id(given as never);
      return isId(id) ? id : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    name: 'foreign',
    expected: EXPECTED,
    accepts: (value): value is ForeignReference => idOf(value) !== undefined,
    encode: (value) => encodeId(idOf(value)!),
    decode: (stored) => new ForeignReference(name, store, decodeId(stored)),
    hold(given) {
      const id = idOf(given);
      if (given instanceof ForeignReference || id === undefined) return given as ForeignReference;
      return new ForeignReference(name, store, id, typeof given === 'object' ? given : undefined);
    },
    plain: ({ id }) => id,
    json: { schema: { type: ['string', 'integer'] }, write: ({ id }) => id },
  };
}
