import type { FieldSchema, IndexSchema, Schema } from './schema.js';

const ofField = ({ property, stored, codec, optional, reference }: FieldSchema) => [
  property,
  stored,
  codec.name,
  optional,
  codec.values ?? [],
  ...(reference ? [reference.onDelete] : []),
];

const ofIndex = ({ kind, name, text }: IndexSchema) => [
  kind,
  name,
  ...(text ? [text.analyzer.settings, text.suffix] : []),
];

/** What two definitions of a model must share to be the same: fields, types, key and indexes, in their order. */
export function fingerprintOf({ primary, fields, indexes, expiry, version }: Schema): string {
  const generate = typeof primary.generate === 'function' ? 'function' : primary.generate;
  return JSON.stringify([
    ofField(primary.field),
    generate,
    fields.map(ofField),
    indexes.map(ofIndex),
    expiry ?? null,
    version,
  ]);
}
