import type { Link } from './link.js';
import { type FieldSchema, type IndexSchema, isLinked, type RelationSchema, type Schema } from './schema.js';

/** The model that a relation leads to, by its name. */
type EndOf = (link: Link) => string;

const ofField = ({ property, stored, codec, optional, reference }: FieldSchema, endOf: EndOf): readonly unknown[] => [
  property,
  stored,
  codec.name,
  optional,
  codec.values ?? [],
  ...(reference ? [reference.onDelete, endOf(reference.link)] : []),
];

const ofIndex = ({ kind, name, text }: IndexSchema): readonly unknown[] => [
  kind,
  name,
  ...(text ? [text.analyzer.settings, text.suffix] : []),
];

const ofRelation = (relation: RelationSchema, endOf: EndOf): readonly unknown[] => [
  relation.property,
  relation.kind,
  endOf(relation.link),
  ...(isLinked(relation) ? [relation.unique] : []),
];

/** What two definitions of a model must share to be the same: fields, types, key, indexes, relations and containers, in their order. */
export function fingerprintOf(schema: Schema, endOf: EndOf): string {
  const { primary, fields, indexes, relations, containers, expiry, version } = schema;
  const generate = typeof primary.generate === 'function' ? 'function' : primary.generate;
  return JSON.stringify([
    ofField(primary.field, endOf),
    generate,
    fields.map((field) => ofField(field, endOf)),
    indexes.map(ofIndex),
    relations.map((relation) => ofRelation(relation, endOf)),
    containers.map(({ property, kind }) => [property, kind]),
    expiry ?? null,
    version,
  ]);
}
