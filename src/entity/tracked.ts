import { QueryError } from '../errors/query.js';
import { describe } from '../schema/describe.js';
import type { StoredValues } from '../write/change.js';
import { type Binding, bindingOf } from './binding.js';
import type { EntityValues } from './snapshot.js';

/** What the library knows of an entity, beside its fields. */
interface EntityState {
  /** stored form of the id; undefined until it is saved for the first time */
  id: string | undefined;
  /** what was loaded or written last; undefined: never */
  stored: StoredValues | undefined;
  /** the call that writes the entity now, so that the next one waits for it */
  writing: Promise<unknown> | undefined;
}

let isTracked: (value: unknown) => value is Tracked;
let stateOf: (entity: Tracked) => EntityState;

// a number is part of the object that holds it, its text is another object
const keyOf = (id: string | undefined): string | number | undefined => {
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id ? number : id;
};

/**
 * The base of every entity: keeps its state, where no field can meet it. Programs hold many entities, so the state is in the entity
 * itself, and the object by which this layer reads and changes it is made when it is asked for.
 */
export abstract class Tracked {
  #key: string | number | undefined;
  #stored: StoredValues | undefined;
  #writing: Promise<unknown> | undefined;

  static {
    class State implements EntityState {
      constructor(private readonly entity: Tracked) {}

      get id(): string | undefined {
        const key = this.entity.#key;
        return typeof key === 'number' ? String(key) : key;
      }

      set id(id: string | undefined) {
        this.entity.#key = keyOf(id);
      }

      get stored(): StoredValues | undefined {
        return this.entity.#stored;
      }

      set stored(stored: StoredValues | undefined) {
        this.entity.#stored = stored;
      }

      get writing(): Promise<unknown> | undefined {
        return this.entity.#writing;
      }

      set writing(writing: Promise<unknown> | undefined) {
        this.entity.#writing = writing;
      }
    }

    isTracked = (value): value is Tracked => typeof value === 'object' && value !== null && #stored in value;
    stateOf = (entity) => new State(entity);
  }
}

/** Refuse what is not an entity. */
export function entityOf(call: string, value: unknown): Tracked {
  if (isTracked(value)) return value;
  throw new QueryError(`${call} takes an entity, not ${describe(value)}. Give one that a model has loaded or built.`);
}

/** The state of an entity. */
export { stateOf };

/** Makes an empty entity of a class. */
export type Constructor<M extends Tracked = Tracked> = { new (): M; readonly name: string };

/** An entity with its state and its binding: what the functions of this layer work on. */
export interface Handle {
  readonly entity: Tracked;
  /** the entity again, by property */
  readonly values: EntityValues;
  readonly state: EntityState;
  readonly binding: Binding;
}

export function handleOf(entity: Tracked): Handle {
  return {
    entity,
    values: entity as unknown as EntityValues,
    state: stateOf(entity),
    binding: bindingOf(entity.constructor),
  };
}
