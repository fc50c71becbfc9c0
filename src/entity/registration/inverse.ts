import { SchemaError } from '../../errors/model.js';
import { describe } from '../../schema/describe.js';
import {
  type FieldSchema,
  type InverseSchema,
  isLinked,
  type RelationSchema,
  type Schema,
} from '../../schema/schema.js';

const MARK = Symbol('property');

/** The property that the callback of a decorator names. */
export function propertyOf({ link }: RelationSchema): string {
  const record = new Proxy({}, { get: (_, property) => ({ [MARK]: String(property) }) });
  const named = (link.by as (record: object) => unknown)(record);
  const property = (named as { readonly [MARK]?: string } | null | undefined)?.[MARK];
  if (property !== undefined) return property;
  throw new SchemaError(
    `${link.name}: its function names a field of the other side, as (user) => user.city, and gave ${describe(named)}. Correct it.`,
  );
}

/** The field on the other side that makes a relation. */
export function inverseField(relation: InverseSchema, from: Schema, to: Schema): FieldSchema {
  const { kind, link } = relation;
  const property = propertyOf(relation);
  const field = to.byProperty.get(property);
  const name = `${to.model}.${property}`;
  if (!field?.reference)
    throw new SchemaError(
      `${link.name}: ${name} is not a relation to one. Name a field with @ManyToOne() or @OneToOne() that leads to ${from.model}.`,
    );
  const end = field.reference.link.target.schema;
  if (end.keyspace.prefix !== from.keyspace.prefix)
    throw new SchemaError(
      `${link.name}: ${name} leads to ${end.model}, not to ${from.model}. Name the field that leads to it.`,
    );
  const isUnique = to.indexes.some(
    (index) => index.kind === 'unique' && index.fields.length === 1 && index.fields[0] === field,
  );
  if (isUnique && kind === 'inverse')
    throw new SchemaError(`${link.name}: of ${name} there is at most one. Declare it with @OneToOne(), as a One.`);
  if (!isUnique && kind === 'one')
    throw new SchemaError(
      `${link.name}: of ${name} there may be several. Declare that side with @OneToOne(), or this one with @OneToMany().`,
    );
  return field;
}

/** Refuse two relations of a model that one field makes. */
export function refuseShared({ relations }: Schema): void {
  const seen = new Map<FieldSchema, string>();
  for (const relation of relations) {
    if (isLinked(relation)) continue;
    const { link } = relation;
    const other = seen.get(link.field);
    if (other !== undefined)
      throw new SchemaError(`${other} and ${link.name} are the other side of one field. Keep one of them.`);
    seen.set(link.field, link.name);
  }
}
