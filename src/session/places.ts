// Where the containers of a session are: at a key, or with an entity, which may be new.
import { Counter, type CounterOptions } from '../containers/counter.js';
import { type Owned, ownerOf } from '../entity/containers/owned.js';
import { handleOf } from '../entity/tracked.js';
import { QueryError } from '../errors/query.js';
import type { Connection } from '../redis/connection/connection.js';
import { checkOptions } from '../schema/check-options.js';
import { describe } from '../schema/describe.js';
import { integer, nonEmpty } from '../util/check.js';

/** A container of type C that a session writes. */
export interface ContainerPlace<C> {
  /** of a container of an entity that is new what it begins with; the id follows when it is written */
  readonly key: string;
  readonly owner: Owned | undefined;
  open(connection: Connection): C;
}

/** A counter, with what it may become. */
export interface CounterPlace {
  readonly key: string;
  readonly owner: Owned | undefined;
  readonly bounds: { readonly min: number; readonly max: number };
  /** in ms; 0: for ever */
  readonly ttl: number;
}

type Open<C, O> = new (connection: Connection, key: string, options?: O) => C;

/** What a call of a session is about: its name, and what the decorator of such a container is called. */
interface Call {
  readonly name: string;
  readonly kind: string;
}

function owned({ name, kind }: Call, given: object): Owned {
  const owner = ownerOf(given);
  if (owner?.container.kind === kind) return owner;
  const found = owner ? `a ${owner.container.kind}` : describe(given);
  throw new QueryError(
    `session.${name}() takes a key, or a ${kind} of an entity, such as post.items, not ${found}. Correct it: of a container that was opened by its key, give the key.`,
  );
}

function keyOf({ entity, container }: Owned): string {
  const { binding, state } = handleOf(entity);
  return binding.schema.keyspace.own(container.property, state.id ?? '');
}

/** The place of a container that a caller gave, by its key and options or as a container of an entity. */
export function placeOf<C, O>(call: Call, Type: Open<C, O>, given: unknown, options: O | undefined): ContainerPlace<C> {
  if (typeof given !== 'object' || given === null) {
    const key = given as string;
    return { key, owner: undefined, open: (connection) => new Type(connection, key, options) };
  }
  const owner = owned(call, given);
  const key = keyOf(owner);
  return { key, owner, open: (connection) => owner.container.open(connection, key) as C };
}

const BOUNDS = { min: true, max: true } as const;

/** The same of a counter. */
export function counterPlace(
  connection: Connection,
  given: unknown,
  options: Pick<CounterOptions, 'min' | 'max'>,
): CounterPlace {
  const bounds = checkOptions('session.counter()', options, 'min: 0', BOUNDS);
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = bounds;
  if (typeof given !== 'object' || given === null) {
    const key = nonEmpty('The key of a counter', given as string);
    return { key, owner: undefined, bounds: { min: integer('min', min), max: integer('max', max) }, ttl: 0 };
  }
  const { key, owner, open } = placeOf({ name: 'counter', kind: 'counter' }, Counter, given, undefined);
  const { ttl, ...own } = open(connection).limits;
  return { key, owner, bounds: own, ttl };
}
