import type { Codec } from '../codecs/codec.js';
import type { SchemaIssue, StandardSchema } from '../codecs/standard-schema.js';
import type { IndexForm } from './index-form.js';

/** The Redis types whose members an index can hold. */
export type MembersOf = 'set' | 'list' | 'zset';

/** The form of a value in JSON. */
export interface JsonForm<V = unknown> {
  /** what JSON Schema says of it */
  readonly schema: Readonly<Record<string, unknown>>;
  /** a schema of a user's, which may say more */
  readonly of?: StandardSchema;
  /** the value that a form stands for; anything else is given back as it is */
  read?(form: unknown): unknown;
  /** @default the value itself, which JSON.stringify() writes */
  write?(value: V): unknown;
}

/**
 * The type of a model's field: what its values are, how they are stored, and what can be done with them.
 *
 * Equal values have one stored form, so that stored forms can be compared instead of values: by an exact index, by the check
 * for changes, and inside scripts. A type of your own needs no more than the first five members, and may have `order`, `json`, `hold`
 * and `copy`; the others are for the types of the library, and are not looked at.
 */
export interface FieldType<V = unknown> extends Codec<V> {
  /** the name of the type in messages, as in `Field.<name>()`; a type of your own has another one than those of the library */
  readonly name: string;
  /** what a value must be, to end the sentence "expected ..." */
  readonly expected: string;
  /** Whether an untyped caller's value can be stored. It must not throw. */
  accepts(value: unknown): value is V;
  /** The stored form of a value that `accepts` let pass: the same each time. The first value is encoded twice to see that. */
  encode(value: V): string;
  /** @throws TypeError for what `encode` never gives: `expected ..., found ...` */
  decode(stored: string): V;

  /**
   * How stored forms are ordered: as `number`, the stored form being a numeral that ZADD takes; as `text`, byte by byte;
   * or (left out) not at all.
   */
  readonly order?: 'number' | 'text';
  /** How indexes turn stored forms into text that is ordered as the values are, and the same for equal values. */
  readonly form?: IndexForm;
  /** A plain `@Index()` answers equality alone, although there is an order. @default false */
  readonly unordered?: boolean;
  /** Its values may be arrays, of which an index has each element. @default false */
  readonly arrays?: boolean;
  /** Its values are those of a container of this Redis type, one by one; no row has them. */
  readonly members?: MembersOf;
  /** What a script adds up in this field, and which sums it refuses; left out where values have no sum. */
  readonly sum?: 'integer' | 'float' | 'decimal';
  /** It may be the primary key, ids being whole numbers or text. */
  readonly key?: 'integer' | 'text';
  /** The constructors that the compiler emits for properties of this type (`design:type`). */
  readonly reflected?: readonly unknown[];
  /** All values that there are, where they can be listed. */
  readonly values?: readonly unknown[];
  /** What exactly is wrong with a value that `accepts` refuses, where more can be said than `expected`. */
  problems?(value: unknown): readonly SchemaIssue[];
  /** How values are written in JSON and read from it by `schema()`, where JSON has no form for them, and what JSON Schema says of that. */
  readonly json?: JsonForm<V>;
  /** What a property holds of a value that was given to `create`, `update` and the like, where that is another one; what fits none is given back. */
  hold?(given: unknown): V;
  /** The value in plain data, where that is another one. */
  plain?(value: V): unknown;
  /** A value of its own for another entity; left out where values cannot change. */
  copy?(value: V): V;
}
