// What the server knows of a model: the object that `{ns}#models` has under its name (docs/keys.md).
import type { Connection } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import { descriptorOf } from '../write/descriptor.js';

/**
 * `building`: older rows may lack entries. `doubted`: and entries may be wrong. `resting`: writers keep it, no query asks it. `stale`: nobody
 * keeps it. None: it is complete.
 */
export type IndexState = 'building' | 'doubted' | 'resting' | 'stale';

export interface KnownIndex {
  readonly kind: string;
  readonly name: string;
  /** positions of its fields, from 1 */
  readonly at: readonly number[];
  /** its list of the entities without a value */
  readonly missing?: string;
  /** what its lists of values begin with, where it has a list for each */
  readonly list?: string;
  /** of a full-text index: what the keys of its words by number begin with, and how texts are split */
  readonly numbers?: string;
  readonly analyzer?: Readonly<Record<string, string>>;
  readonly state?: IndexState;
  /** the name of the attempt to build it that goes on */
  readonly build?: string | false;
  /** since when it rests or is stale, in microseconds of the server */
  readonly since?: string | false;
}

/** One side of a many-to-many relation. */
export interface KnownLink {
  /** that of its property */
  readonly name: string;
  readonly kind: string;
  /** the model at its other side */
  readonly model: string;
  /** what the names of the lists of its pairs begin with: in that model, and in this one */
  readonly out: string;
  readonly back: string;
  /** what the keys begin with that have the order of its entities */
  readonly own?: string;
}

export interface KnownModel {
  readonly schema: string;
  readonly model: string;
  readonly models: string;
  /** what its keys begin with */
  readonly key: string;
  readonly ids: string;
  readonly counts: string;
  readonly integer: boolean;
  /** the stored name of the primary key */
  readonly id: string;
  readonly fields: readonly string[];
  readonly types: readonly string[];
  /** names of fields that a program has said to do without, and that none has declared since */
  readonly dropped: readonly string[];
  /** positions of fields */
  readonly optional: readonly number[];
  readonly hidden: readonly number[];
  readonly indexes: readonly KnownIndex[];
  /** what the keys of containers begin with, and those of the orders of links */
  readonly owned: readonly string[];
  readonly links: readonly KnownLink[];
  /** that of the program that declared it last; none for the first */
  readonly version?: string | false;
  /** the version of which no row is older, as far as anybody said */
  readonly migrated?: string | false;
  /** that to which a program brings all rows up, as long as no older one writes */
  readonly migrating?: string | false;
  /** that of the newest program that declared it, as far as that was another one than the last */
  readonly newest?: string | false;
}

const LISTS = ['fields', 'types', 'dropped', 'optional', 'hidden', 'owned', 'links'] as const;

const listOf = <V>(found: unknown): readonly V[] => (Array.isArray(found) ? found : []);

/** The descriptor of a model; Lua writes an empty list as an object. */
export function parseModel(json: string): KnownModel {
  const found = JSON.parse(json) as KnownModel;
  const lists = LISTS.map((name) => [name, listOf(found[name])]);
  const indexes = listOf<KnownIndex>(found.indexes).map((index) => ({ ...index, at: listOf<number>(index.at) }));
  return { ...found, ...Object.fromEntries(lists), indexes };
}

const PLACES = ['key', 'ids', 'counts'] as const;
const PARTS = ['fields', 'types', 'indexes'] as const;
const isList = (found: unknown): boolean => typeof found === 'object' && found !== null;

/** The model of a descriptor that is stored; undefined where somebody wrote what is none of that model. */
export function readModel(json: string, { models, model }: Pick<KnownModel, 'models' | 'model'>) {
  try {
    const found = JSON.parse(json) as KnownModel;
    const isWhole =
      PLACES.every((name) => typeof found[name] === 'string') && PARTS.every((name) => isList(found[name]));
    return isWhole && found.model === model && found.models === models ? parseModel(json) : undefined;
  } catch {
    return undefined;
  }
}

/** What a namespace has under the name of a model: its descriptor, and the model, where it can be read. */
interface StoredDescriptor {
  readonly model: string;
  readonly json: string;
  readonly known: KnownModel | undefined;
}

/** All models of a namespace, by the key that has their descriptors. Redis: HGETALL. */
export async function storedDescriptors(connection: Connection, models: string): Promise<StoredDescriptor[]> {
  const all = (await connection.direct.send('hgetall', [models])) as Readonly<Record<string, string>>;
  return Object.entries(all).map(([model, json]) => ({ model, json, known: readModel(json, { models, model }) }));
}

/** What a program declares, in the same form. */
export const declared = (schema: Schema): KnownModel => parseModel(descriptorOf(schema).text);

/** An index by its kind and its name, as scripts know it. */
export const identityOf = ({ kind, name }: Pick<KnownIndex, 'kind' | 'name'>): string => `${kind} ${name}`;

/** The newest version that rows may be of, as far as the server was told. */
export const newestVersion = ({ version, migrated, migrating, newest }: KnownModel): number =>
  Math.max(1, ...[version, migrated, migrating, newest].map(Number));

/** Whether an index is of what a program computes and stores beside the fields. */
export const isComputed = ({ fields }: KnownModel, { at }: KnownIndex): boolean =>
  at.some((position) => fields[position - 1]!.startsWith('~'));

/** What the server knows of a model: `rows` where it knows nothing that can be read, and there are entities all the same. */
export type Knowledge = KnownModel | 'rows' | undefined;

/**
 * Ask the server what it knows of a model.
 *
 * Redis: HGET, and EXISTS where there is nothing.
 */
export async function askKnown(connection: Connection, here: KnownModel): Promise<Knowledge> {
  const json = (await connection.direct.send('hget', [here.models, here.model])) as string | null;
  const known = json === null ? undefined : readModel(json, here);
  return known ?? ((await connection.direct.send('exists', [here.ids])) === 1 ? 'rows' : undefined);
}
