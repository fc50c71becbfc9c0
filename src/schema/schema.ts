import type { StandardSchema } from '../codecs/standard-schema.js';
import type { Keyspace } from '../indexes/keyspace.js';
import type { IndexKindName } from '../indexes/kinds.js';
import type { Connection } from '../redis/connection/connection.js';
import type { FieldType } from '../types/field-type.js';
import type { OnDelete } from './draft.js';
import type { FullTextSchema } from './full-text.js';
import type { HookEvent } from './hook-events.js';
import type { InverseLink, Link } from './link.js';
import type { LinkKind, PairLink } from './pair.js';
import type { MigrateStep } from './version.js';

/** A relation to one entity, whose id is stored. */
export interface ReferenceSchema {
  readonly link: Link;
  readonly onDelete: OnDelete;
}

/** A relation of which the other side has the field: to one entity, or to several. */
export interface InverseSchema {
  readonly property: string;
  readonly kind: 'one' | 'inverse';
  /** to the model of the other side, and the field there */
  readonly link: InverseLink;
}

/** A side of a many-to-many relation. */
export interface LinkedSchema {
  readonly property: string;
  readonly kind: LinkKind;
  /** a list that has each once */
  readonly unique: boolean;
  /** to the model of the other side, and how the pairs of both are kept */
  readonly link: PairLink;
}

/** A relation of which nothing is in the row. */
export type RelationSchema = InverseSchema | LinkedSchema;

/** Whether it is a side of a many-to-many relation. */
export const isLinked = (relation: RelationSchema): relation is LinkedSchema =>
  relation.kind !== 'one' && relation.kind !== 'inverse';

/** One stored property of a model. */
export interface FieldSchema {
  readonly property: string;
  /** its name in the hash */
  readonly stored: string;
  readonly codec: FieldType;
  /** an entity may be without a value */
  readonly optional: boolean;
  /** makes the value of an entity that was given none; an initializer of the property does as well */
  readonly default: (() => unknown) | undefined;
  /** a further check of the value, by zod or any other Standard Schema */
  readonly check: StandardSchema | undefined;
  /** it stays out of plain forms, logs and messages */
  readonly hidden: boolean;
  /** it is set to the present when an entity is created, or saved with a change */
  readonly on: 'create' | 'save' | undefined;
  /** it leads to an entity */
  readonly reference: ReferenceSchema | undefined;
}

/** A container that each entity of a model has at a key of its own, and that goes with it. */
export interface ContainerSchema {
  readonly property: string;
  /** what it is called: the name of its decorator */
  readonly kind: string;
  /** how its values are asked for by queries; undefined where they cannot be */
  readonly members?: FieldType | undefined;
  /** The container at a key. */
  open(connection: Connection, key: string): object;
}

/** What is made of the fields of an entity and stored beside them for its indexes: what a getter gives. */
export interface DerivedSchema extends FieldSchema {
  /** makes the value of an entity, which is given as `this` */
  readonly make: (this: Readonly<Record<string, unknown>>) => unknown;
  /** the positions of the fields that its source names: those that it may read */
  readonly mentions: ReadonlySet<number>;
}

/** One index of a model. Only `unique` ones have more than one field. */
export interface IndexSchema {
  readonly kind: IndexKindName;
  /** its part of the key: the stored names of its fields, joined by `+` */
  readonly name: string;
  readonly fields: readonly FieldSchema[];
  /** of a full-text index */
  readonly text?: FullTextSchema;
}

export interface PrimaryKeySchema {
  readonly field: FieldSchema;
  /** ids are whole numbers; text otherwise */
  readonly integer: boolean;
  /** who makes the id: the server's counter, a function, or (undefined) the caller */
  readonly generate: 'increment' | (() => string) | undefined;
}

/** That entities of a model may expire. */
export interface ExpirySchema {
  /** milliseconds that a new one lives; undefined: for ever */
  readonly ttl: number | undefined;
  /** each save begins them anew */
  readonly sliding: boolean;
}

/** What the decorators of a model said, checked and frozen. */
export interface Schema {
  /** the entity's name in keys and messages */
  readonly model: string;
  readonly keyspace: Keyspace;
  readonly primary: PrimaryKeySchema;
  /** every stored field but the primary key, in the order of declaration: the order of rows in replies */
  readonly fields: readonly FieldSchema[];
  /** the prototype of its class, which has its getters */
  readonly prototype: object;
  /** what getters with an index give */
  readonly derived: readonly DerivedSchema[];
  /** the fields and what is made of them: a position in a row that is written counts these */
  readonly columns: readonly FieldSchema[];
  /** the positions of those that are set whenever an entity is saved */
  readonly stamps: readonly number[];
  /** those that lead to an entity */
  readonly references: readonly FieldSchema[];
  /** those whose properties hold another value than the one that is given */
  readonly holding: readonly FieldSchema[];
  readonly indexes: readonly IndexSchema[];
  /** the full-text indexes: their terms stand in a row behind all else */
  readonly texts: readonly FullTextSchema[];
  /** where it leads without a value in the row */
  readonly relations: readonly RelationSchema[];
  /** what an entity has beside its row */
  readonly containers: readonly ContainerSchema[];
  /** those of them that a query may name, as it names fields */
  readonly members: ReadonlyMap<string, FieldSchema>;
  /** all fields, the primary key too */
  readonly byProperty: ReadonlyMap<string, FieldSchema>;
  /** what a query may name: all fields, and getters that have an index */
  readonly queryable: ReadonlyMap<string, FieldSchema>;
  /** of its rows; 1 where nothing is said */
  readonly version: number;
  /** how a row of the version before comes to one */
  readonly steps: ReadonlyMap<number, MigrateStep>;
  /** undefined where no entity expires */
  readonly expiry: ExpirySchema | undefined;
  /** the methods to call at each event; undefined where there are none */
  readonly hooks: ReadonlyMap<HookEvent, readonly string[]> | undefined;
}
