import { createHash } from 'node:crypto';
import { SchemaError } from '../errors/model.js';

const NAME = /^[\p{L}_$][\p{L}\p{N}_$.-]*$/u;

/** Refuse a name that could not be told apart from its surroundings inside a key. */
export function checkName(kind: string, name: string): string {
  if (NAME.test(name)) return name;
  throw new SchemaError(
    `${JSON.stringify(name)} cannot be a ${kind}: it would not be readable in a key. Use letters, digits, "_", "-", "." or "$", starting with a letter.`,
  );
}

/** The longest value, in bytes, that stands in a key name; longer ones stand there as their digest. */
export const LONGEST = 128;

/** Whether an exact index names a value by its digest: it is longer than 128 bytes. */
export const isDigested = (value: string): boolean => Buffer.byteLength(value) > LONGEST;

/** What the names of lists of ids begin with, behind a model's prefix and `#`; those of the terms of texts are named by their index. */
export const ID_LISTS: readonly string[] = ['eq:', 'long:', 'null:', 'in:', 'of:'];

/** One of the lists of a many-to-many relation: that of an id. */
export function linkedList(list: string, id: string): string {
  return isDigested(id) ? `${list}/${createHash('sha1').update(id).digest('hex')}` : `${list}:${id}`;
}

/**
 * Every key name of one model. The only place that builds them.
 *
 * ```
 * {blog}:User:7              HASH  the entity with the id 7
 * {blog}:User#ids            every id
 * {blog}:User#eq:city:Oslo   the ids whose city is Oslo (long:city:<sha1> when the value is longer than 128 bytes)
 * {blog}:User#null:city      the ids without a city
 * {blog}:User#by:age         ZSET  id, scored by age
 * {blog}:User#lex:name       ZSET  name NUL id, all of score 0
 * {blog}:User#rev:name       ZSET  the same, each name from its end
 * {blog}:User#geo:home       ZSET  id, scored by the geohash of the place, as GEOADD has it
 * {blog}:User#uq:email/0     HASH  value to id, in buckets
 * {blog}:User#dict:bio       ZSET  the first term of each leaf of a dictionary (see scripts/lua/lib/text/dictionary/store.lua)
 * {blog}:User#dict:bio/loom  HASH  terms from there on to their numbers; #ends:bio has them reversed
 * {blog}:User#term:bio/0     HASH  number to term, 64 of them
 * {blog}:User#t:bio/77       every id whose bio has the term 77
 * {blog}:User#own:visits:7           what the field `visits` of the entity 7 holds, of any type
 * {blog}:User#in:groups:3            ids of users in the group 3, by a many-to-many relation that User.groups owns
 * {blog}:Group#of:User.groups:7      ids of the groups of the user 7, by the same (/<sha1> when an id is longer than 128 bytes)
 * {blog}:User#expires        ZSET  leaves of the list of times when entities expire (see scripts/lua/lib/layout/lifetimes.lua)
 * {blog}:User#expires/0      ZSET  such a leaf: id, scored by its time in ms
 * {blog}:User#once:order-77  STRING  empty: what is to be done once was done (once/<sha1> when the name is longer than 128 bytes)
 * {blog}:User#counts         HASH  the last id given out; sizes of large posting lists, and of the buckets
 * {blog}:User#stored:top           ZSET  id, scored by its place in a stored query; the empty member, scored -1; #storing:<uuid> under way
 * {blog}:User#509/ids        SET   a leaf of a posting list with more than 508 ids (see scripts/lua/lib/layout/tree.lua)
 * {blog}#models              HASH  model to its schema, of all models of the namespace
 * ```
 *
 * What a user chose (an id, a value) always comes last, so that it can forge no other key; `#` cannot stand in a
 * model's name, so that no id can forge an index. The namespace is the hash tag: all keys of a model share a slot.
 */
export class Keyspace {
  readonly prefix: string;
  /** what the server knows of every model of the namespace */
  readonly models: string;

  constructor(
    readonly namespace: string,
    model: string,
  ) {
    const tag = `{${checkName('namespace', namespace)}}`;
    this.prefix = `${tag}:${checkName('model name', model)}`;
    this.models = `${tag}#models`;
  }

  entity(id: string | number): string {
    return `${this.prefix}:${id}`;
  }

  /** the set of all ids */
  get ids(): string {
    return `${this.prefix}#ids`;
  }

  /** the counter of generated ids (`next`), and the sizes of large lists and of buckets */
  get counts(): string {
    return `${this.prefix}#counts`;
  }

  /** when entities expire: the leaves of the list of their times */
  get expires(): string {
    return `${this.prefix}#expires`;
  }

  /** the program whose turn it is to delete those that did */
  get reaper(): string {
    return `${this.prefix}#reaper`;
  }

  /** the ids of one value of an exact index; `value` is in stored form */
  exact(index: string, value: string): string {
    if (!isDigested(value)) return `${this.prefix}#${this.lists(index).list}${value}`;
    return `${this.digested(index)}${createHash('sha1').update(value).digest('hex')}`;
  }

  /** where the lists of the values of an index stand, as write.lua takes it: their names without the model's prefix */
  lists(index: string): { readonly list: string; readonly digested: string; readonly longest: number } {
    return { list: `eq:${index}:`, digested: `long:${index}:`, longest: LONGEST };
  }

  /** what the keys of an exact index begin with, of values that stand there as their digest */
  digested(index: string): string {
    return `${this.prefix}#${this.lists(index).digested}`;
  }

  /** says that something was done */
  once(name: string): string {
    if (!isDigested(name)) return `${this.prefix}#once:${name}`;
    return `${this.prefix}#once/${createHash('sha1').update(name).digest('hex')}`;
  }

  /** what a stored query found */
  stored(key: string): string {
    return `${this.prefix}#stored:${key}`;
  }

  /** what the keys of such lists begin with while they are written */
  get storing(): string {
    return `${this.prefix}#storing:`;
  }

  /** the ids of the entities that have no value for a field */
  missing(index: string): string {
    return `${this.prefix}#null:${index}`;
  }

  ordered(index: string): string {
    return `${this.prefix}#by:${index}`;
  }

  lexical(index: string): string {
    return `${this.prefix}#lex:${index}`;
  }

  /** what an entity has in a container of its own */
  own(property: string, id: string): string {
    return `${this.prefix}#own:${property}:${id}`;
  }

  /** what the lists of ids of this model begin with that an entity at the other side of a many-to-many relation has, which is owned here */
  linkedHere(property: string): string {
    return `${this.prefix}#in:${property}`;
  }

  /** the same of one that is owned by a property of the other side */
  linkedFrom(model: string, property: string): string {
    return `${this.prefix}#of:${model}.${property}`;
  }

  /** what the lists of ids of the terms of a text index begin with, without the model's prefix */
  postings(index: string): string {
    return `t:${index}/`;
  }

  /** the names in `counts` of the number of texts of a text index, and of the words of all of them */
  texts(index: string): string {
    return `texts/${index}`;
  }

  words(index: string): string {
    return `words/${index}`;
  }

  /** the dictionary of a text index */
  dictionary(index: string): string {
    return `${this.prefix}#dict:${index}`;
  }

  /** the same of the reversed terms */
  endings(index: string): string {
    return `${this.prefix}#ends:${index}`;
  }

  /** what the keys of the terms by number begin with */
  terms(index: string): string {
    return `${this.prefix}#term:${index}`;
  }

  /** the texts of a field from their ends */
  reversed(index: string): string {
    return `${this.prefix}#rev:${index}`;
  }

  /** the ids by the geohashes of their places */
  places(index: string): string {
    return `${this.prefix}#geo:${index}`;
  }

  /** what the keys of the buckets of a unique index begin with */
  unique(index: string): string {
    return `${this.prefix}#uq:${index}`;
  }

  /** the name in `counts` of the number of its values */
  holders(index: string): string {
    return `uq:${index}`;
  }

  /** the name in `counts` of the number of these buckets */
  buckets(index: string): string {
    return `uq/${index}`;
  }
}
