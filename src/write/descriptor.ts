import { createHash } from 'node:crypto';
import type { IndexKind } from '../indexes/index-kind.js';
import { INDEX_KINDS, type IndexKindName } from '../indexes/kinds.js';
import type { FullTextSchema } from '../schema/full-text.js';
import { EXPIRES } from '../schema/lifetime.js';
import { type FieldSchema, type IndexSchema, isLinked, type LinkedSchema, type Schema } from '../schema/schema.js';

/** The field that stands for an entity of which nothing may be stored: a hash without fields is none. */
export const MARKER = '~';

export const needsMarker = ({ fields }: Schema): boolean => fields.every((field) => field.optional);

const position = (schema: Schema, field: FieldSchema): number => schema.columns.indexOf(field) + 1;

// the terms of texts stand behind all fields
const textPosition = (schema: Schema, text: FullTextSchema): number =>
  schema.columns.length + schema.texts.indexOf(text) + 1;

/** The name of a list of ids: its key without the model's prefix. */
const listName = ({ keyspace }: Schema, key: string): string => key.slice(keyspace.prefix.length + 1);

// single-field indexes of fields that may be missing list the entities without a value, for isNull and for orders
const listsMissing = ({ kind, fields }: IndexSchema): boolean =>
  INDEX_KINDS[kind].listsMissing && fields.length === 1 && fields[0]!.optional;

// of several indexes of a field the first keeps the list
const isNullable = ({ indexes }: Schema, index: IndexSchema): boolean =>
  listsMissing(index) && indexes.find((other) => other.name === index.name && listsMissing(other)) === index;

// how the values of fields are written in an index, where that is not how they are stored
function formsOf({ kind, fields }: IndexSchema): object {
  const forms = fields.map(({ codec }) => kindOf(kind).form ?? codec.form ?? '');
  return forms.some((form) => form !== '') ? { forms } : {};
}

const kindOf = (name: IndexKindName): IndexKind => INDEX_KINDS[name];

// what containers hold is in no field
function positionsOf(schema: Schema, { kind, text, fields }: IndexSchema): number[] {
  if (kind === 'members') return [];
  return text ? [textPosition(schema, text)] : fields.map((field) => position(schema, field));
}

function describeIndex(schema: Schema, index: IndexSchema): object {
  return {
    kind: index.kind,
    name: index.name,
    // positions among the fields, from 1
    at: positionsOf(schema, index),
    ...(isNullable(schema, index) && { missing: listName(schema, schema.keyspace.missing(index.name)) }),
    ...formsOf(index),
    ...INDEX_KINDS[index.kind].place(schema.keyspace, index.name, index.fields.at(-1)!.codec),
    ...(index.text && { analyzer: index.text.analyzer.settings }),
    ...(index.text?.suffix && { reversed: schema.keyspace.endings(index.name) }),
  };
}

/** The position of the time when an entity expires, from 1: behind all columns and texts. */
export const expiryPosition = ({ columns, texts }: Schema): number => columns.length + texts.length + 1;

const describeExpiry = (schema: Schema): object[] =>
  schema.expiry ? [{ kind: 'expiry', name: EXPIRES, at: [expiryPosition(schema)], key: schema.keyspace.expires }] : [];

function describeReference(schema: Schema, field: FieldSchema): object {
  const { link, onDelete } = field.reference!;
  const { model, keyspace, primary, expiry } = link.target.schema;
  return {
    at: position(schema, field),
    model,
    integer: primary.integer,
    row: keyspace.entity(''),
    counts: keyspace.counts,
    onDelete,
    ...(onDelete === 'set default' && { default: field.codec.encode(field.default!()) }),
    ...(expiry && { expires: true }),
  };
}

/** What the keys of the lists and sorted sets begin with in which a side keeps the order of its entities; undefined for a set. */
const orderOf = ({ keyspace }: Schema, { property, kind }: LinkedSchema): string | undefined =>
  kind === 'set' ? undefined : keyspace.own(property, '');

function describeLink(schema: Schema, relation: LinkedSchema): object {
  const { property, kind, link } = relation;
  const to = link.target.schema;
  return {
    name: property,
    kind,
    model: to.model,
    counts: to.keyspace.counts,
    out: listName(to, link.pair.out),
    back: listName(schema, link.pair.back),
    own: orderOf(schema, relation),
    ...(relation.unique && { unique: true }),
  };
}

/** What the keys of what an entity has beside its row begin with. */
function ownedBy(schema: Schema): string[] {
  const containers = schema.containers.map(({ property }) => schema.keyspace.own(property, ''));
  return [...containers, ...schema.relations.filter(isLinked).flatMap((relation) => orderOf(schema, relation) ?? [])];
}

/** The positions of the fields that something holds for. */
const positions = ({ columns }: Schema, holds: (field: FieldSchema) => boolean): number[] =>
  columns.flatMap((field, i) => (holds(field) ? [i + 1] : []));

// one that leads to another model is another type
const typeOf = ({ codec, reference }: FieldSchema): string =>
  reference ? `${codec.name} ${reference.link.target.schema.model}` : codec.name;

/** What a row that is written has a place for: the columns, then the terms of texts, then until when the entity lives. */
const placesOf = ({ columns, texts, expiry }: Schema) => [
  ...columns.map((field) => ({ stored: field.stored, type: typeOf(field), sum: field.codec.sum ?? '' })),
  ...texts.map(({ stored }) => ({ stored, type: 'terms', sum: '' })),
  ...(expiry ? [{ stored: EXPIRES, type: 'expiry', sum: '' }] : []),
];

function describe(schema: Schema): object {
  const { model, keyspace, primary, indexes, relations, references, expiry, version } = schema;
  const [places, owned, links] = [placesOf(schema), ownedBy(schema), relations.filter(isLinked)];
  return {
    model,
    models: keyspace.models,
    key: keyspace.prefix,
    row: keyspace.entity(''),
    ids: keyspace.ids,
    counts: keyspace.counts,
    integer: primary.integer,
    counted: primary.generate === 'increment',
    ...(needsMarker(schema) && { marker: MARKER }),
    id: primary.field.stored,
    fields: places.map(({ stored }) => stored),
    types: places.map(({ type }) => type),
    optional: [...positions(schema, (field) => field.optional), ...(expiry ? [expiryPosition(schema)] : [])],
    hidden: positions(schema, (field) => field.hidden),
    sums: places.map(({ sum }) => sum),
    ...(owned.length > 0 && { owned }),
    indexes: [...indexes.map((index) => describeIndex(schema, index)), ...describeExpiry(schema)],
    ...(expiry && { expiry }),
    // where the server knows the model it keeps its own `migrated`
    ...(version > 1 && { version: String(version), migrated: String(version) }),
    ...(references.length > 0 && { references: references.map((field) => describeReference(schema, field)) }),
    ...(links.length > 0 && { links: links.map((relation) => describeLink(schema, relation)) }),
  };
}

/** As long as lib/schema/server.lua makes it. */
const LENGTH = 12;

/** What the server has to know about a model, to write it and to tell what others declare. */
interface Descriptor {
  /** the digest of what follows it in the text: equal descriptions have equal names */
  readonly name: string;
  /** as JSON; the name stands first */
  readonly text: string;
}

function named(description: object): Descriptor {
  const name = createHash('sha1').update(JSON.stringify(description)).digest('hex').slice(0, LENGTH);
  return { name, text: JSON.stringify({ schema: name, ...description }) };
}

/** The descriptor of a model whose older rows a program begins to bring up, or has brought up, to tell the server. */
export const migrationDescriptor = (schema: Schema, migration: 'begun' | 'done'): Descriptor =>
  named({ ...describe(schema), migration });

const descriptors = new WeakMap<Schema, Descriptor>();

/** The descriptor of a model; made once. */
export function descriptorOf(schema: Schema): Descriptor {
  const known = descriptors.get(schema);
  if (known !== undefined) return known;
  const made = named(describe(schema));
  descriptors.set(schema, made);
  return made;
}
