import { SchemaError } from '../../errors/model.js';
import type { Draft, FieldDraft } from '../draft.js';
import type { FieldSchema, PrimaryKeySchema } from '../schema.js';

interface Candidate {
  readonly draft: FieldDraft;
  readonly field: FieldSchema;
}

function onlyCandidate(model: string, candidates: readonly Candidate[]): Candidate {
  if (candidates.length === 1) return candidates[0]!;
  if (candidates.length === 0)
    throw new SchemaError(
      `${model} has no primary key. Add "@Field.id() id!: Auto<number>", or @PrimaryKey() to a field that you fill yourself.`,
    );
  throw new SchemaError(
    `${model} has ${candidates.length} primary keys: ${candidates.map(({ field }) => field.property).join(', ')}. Keep one of them.`,
  );
}

/** The one field that names an entity: `Field.id()`, or the one with `@PrimaryKey()`. */
export function compilePrimary(
  model: string,
  chain: readonly Draft[],
  fields: ReadonlyMap<FieldDraft, FieldSchema>,
): PrimaryKeySchema {
  const marked = new Set(chain.flatMap((draft) => draft.primaryKeys));
  const properties = new Set([...fields.values()].map((field) => field.property));
  const loose = [...marked].find((property) => !properties.has(property));
  if (loose !== undefined)
    throw new SchemaError(
      `${model}.${loose} has @PrimaryKey() but is not a field. Add Field.text() or Field.integer() to it.`,
    );
  const candidates = [...fields]
    .map(([draft, field]) => ({ draft, field }))
    .filter(({ draft, field }) => draft.generate !== undefined || marked.has(field.property));
  const { draft, field } = onlyCandidate(model, candidates);
  if (field.optional || field.default)
    throw new SchemaError(
      `${model}.${field.property}: a primary key is neither optional nor has it a default. Remove the option.`,
    );
  if (field.codec.key === undefined)
    throw new SchemaError(
      `${model}.${field.property}: a primary key is text or a whole number, not ${field.codec.name}. Use Field.text() or Field.integer().`,
    );
  return Object.freeze({ field, integer: field.codec.key === 'integer', generate: draft.generate });
}
