import type { IndexSchema, Schema } from '../schema/schema.js';

// single-field indexes of fields that may be missing list the entities without a value, for isNull and for orders
const isNullable = ({ kind, fields }: IndexSchema): boolean =>
  kind !== 'unique' && fields.length === 1 && fields[0]!.optional;

// how the values of fields are written in an index, where that is not how they are stored
const formsOf = ({ fields }: IndexSchema): object =>
  fields.some(({ codec }) => codec.form) ? { forms: fields.map(({ codec }) => codec.form ?? '') } : {};

const descriptors = new WeakMap<Schema, string>();

function describe(schema: Schema): string {
  return JSON.stringify([
    {
      key: schema.keyspace.prefix,
      integer: schema.primary.integer,
      counts: schema.primary.generate === 'increment',
      // an entity of which nothing may be stored still has to be there
      marker: schema.fields.every((field) => field.optional),
      indexes: schema.indexes.map((index) => ({
        kind: index.kind,
        name: index.name,
        fields: index.fields.map((field) => field.stored),
        ...formsOf(index),
        nullable: isNullable(index),
      })),
    },
  ]);
}

/** What write.lua has to know about a model, as JSON; made once. */
export function descriptorOf(schema: Schema): string {
  const known = descriptors.get(schema);
  if (known !== undefined) return known;
  const made = describe(schema);
  descriptors.set(schema, made);
  return made;
}
