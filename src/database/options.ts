import { checkName } from '../indexes/keyspace.js';
import { SCHEMA_MODES, type SchemaMode } from '../maintenance/check.js';
import type { Model } from '../model/model.js';
import { DEFAULT_TIMEOUT } from '../redis/connection/direct.js';
import { describe } from '../schema/describe.js';
import { natural, positive } from '../util/check.js';
import { knownOptions, type OptionNames } from '../util/options.js';
import { LONGEST_TIMER } from '../util/pause.js';
import { type ObserveOptions, sinkOf } from './log.js';

export interface DatabaseOptions extends ObserveOptions {
  /** Prefix and hash tag of all model keys. @default 'app' */
  readonly namespace?: string | undefined;
  /** Names for the numbered databases of the server, for `db.named()`; a cluster has only one. */
  readonly databases?: Readonly<Record<string, number>> | undefined;
  /** Models to use with this database. */
  readonly models?: readonly AnyModel[] | undefined;
  /**
   * How long a call may take, in ms, with the wait for a connection; one that blocks may take so much longer than it blocks.
   * Then it is a ConnectionError, and a connection on which nothing came meanwhile is dropped. @default 10_000
   */
  readonly timeout?: number | undefined;
  /**
   * What happens where `models` are declared in another way than what is stored: `check` refuses what contradicts it, `build` also brings
   * rows of an older version up, builds indexes that are not complete and deletes those that are declared no more, before the call
   * returns: for tests and small data.
   * @default 'check'
   */
  readonly schema?: SchemaMode | undefined;
}

export interface CloseOptions {
  /** Milliseconds that the handlers of workers have to finish; what they hold then is given back. @default the database's `timeout` */
  readonly timeout?: number | undefined;
}

/** A class of entities, whatever they are. */
export type AnyModel = { readonly name: string; readonly prototype: Model };

/** The names of what `connect()` takes. */
export const NAMES: OptionNames<DatabaseOptions> = {
  namespace: true,
  databases: true,
  models: true,
  timeout: true,
  schema: true,
  log: true,
  onSlowQuery: true,
  slowQuery: true,
};

type Needed = 'namespace' | 'databases' | 'models' | 'timeout' | 'schema';

/** The options with their defaults. */
export type Checked = DatabaseOptions & Required<Pick<DatabaseOptions, Needed>>;

/** The options with their defaults; what cannot be meant is refused before anything is opened. */
export function readOptions<O extends DatabaseOptions>(call: string, options: O, names: OptionNames<O>): Checked {
  knownOptions(call, options, names);
  const { namespace = 'app', databases = {}, models = [], timeout = DEFAULT_TIMEOUT, schema = 'check' } = options;
  checkName('namespace', namespace);
  positive('timeout', timeout);
  if (!Array.isArray(models))
    throw new TypeError(`models is a list of classes, not ${describe(models)}. Write { models: [User] }.`);
  sinkOf(options);
  for (const [name, index] of Object.entries(databases)) natural(`databases.${name}`, index);
  if (!SCHEMA_MODES.includes(schema))
    throw new TypeError(`schema is 'check' or 'build', not ${describe(schema)}. Correct it, or leave it out.`);
  return { ...options, namespace, databases, models, timeout: Math.min(timeout, LONGEST_TIMER), schema };
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Refuse what belongs into the second place: a client would heed none of it. */
export function refuseSwapped(target: unknown): void {
  const swapped = Object.keys(NAMES).find((name) => isPlain(target) && Object.hasOwn(target, name));
  if (swapped === undefined) return;
  throw new TypeError(
    `connect() takes a server first, and ${swapped} is not one of its options. Write connect('redis://localhost:6379', { ${swapped}: ... }).`,
  );
}
