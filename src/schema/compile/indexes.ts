import { SchemaError } from '../../errors/model.js';
import { INDEX_OPTIONS } from '../../indexes/index-kind.js';
import { INDEX_KINDS, type IndexKindName, kindsFor } from '../../indexes/kinds.js';
import { type Draft, type IndexDraft, isOfProperty } from '../draft.js';
import { compileFullText } from '../full-text.js';
import type { FieldSchema, IndexSchema } from '../schema.js';
import { type ByProperty, decoratedField, fieldsOf } from './named-fields.js';

const OF_TEXT = [...INDEX_OPTIONS.filter((option) => option !== 'ordered'), 'ignoreCase'] as const;

function kindsOf(model: string, { codec, property }: FieldSchema, draft: IndexDraft): IndexKindName[] {
  const ofText = OF_TEXT.find((option) => draft[option]);
  if (ofText && codec.unordered !== true)
    throw new SchemaError(
      `${model}.${property}: { ${ofText}: true } is for text, and the field is of type ${codec.name}. Remove the option.`,
    );
  const kinds = kindsFor(codec, draft);
  if (kinds.length > 0) return kinds;
  throw new SchemaError(
    `${model}.${property}: a field of type ${codec.name} has no order. Use @Index() without { ordered: true }.`,
  );
}

function makeIndex(kind: IndexKindName, fields: readonly FieldSchema[]): IndexSchema {
  return Object.freeze({ kind, name: fields.map((field) => field.stored).join('+'), fields: Object.freeze(fields) });
}

function makeComposite(model: string, fields: readonly FieldSchema[]): IndexSchema {
  const last = fields.at(-1)!;
  const wrong = fields.find(({ codec }) => codec.arrays);
  if (wrong || last.codec.order === undefined)
    throw new SchemaError(
      `${model}.${(wrong ?? last).property}: a field of type ${(wrong ?? last).codec.name} cannot stand ${wrong ? 'in' : 'last in'} a class-level @Index(). Put a field of numbers, dates or text last.`,
    );
  return makeIndex('composite', fields);
}

function makeGeo(model: string, columns: ByProperty, property: string): IndexSchema {
  const column = decoratedField(model, columns, property, '@GeoIndex()');
  if (INDEX_KINDS.geo.isOf!(column.codec)) return makeIndex('geo', [column]);
  throw new SchemaError(
    `${model}.${property}: @GeoIndex() is for places, and the field is of type ${column.codec.name}. Use Field.geo(), or @Index().`,
  );
}

/** What decorators name. */
interface NamedFields {
  /** fields and getters by property */
  readonly byProperty: ByProperty;
  /** what they are compared by: a text without its case is another column */
  readonly compared: ByProperty;
  /** what an index of a property is of: the same, and containers */
  readonly columns: ByProperty;
}

/** The indexes that the decorators of one class declare. */
function indexesOf(model: string, draft: Draft, { byProperty, compared, columns }: NamedFields): IndexSchema[] {
  const { fields, indexes, composites, uniques, fullTexts, geoIndexes } = draft;
  const references = fields.flatMap(({ property, relation }) =>
    relation ? [makeIndex(relation.unique ? 'unique' : 'exact', [byProperty.get(property)!])] : [],
  );
  const plain = indexes.flatMap((draft) => {
    const column = decoratedField(model, columns, draft.property, '@Index()');
    return kindsOf(model, column, draft).map((kind) => makeIndex(kind, [column]));
  });
  const unique = uniques.map((draft) => {
    if (!isOfProperty(draft)) return makeIndex('unique', fieldsOf(model, compared, draft));
    return makeIndex('unique', [decoratedField(model, columns, draft.property, '@Unique()')]);
  });
  const composite = composites.map((draft) => makeComposite(model, fieldsOf(model, compared, draft, 'Index')));
  const texts = fullTexts.map(({ property, options }) => {
    const field = decoratedField(model, byProperty, property, '@FullText()');
    return Object.freeze({
      ...makeIndex('text', [field]),
      text: compileFullText(model, field, options),
    });
  });
  const places = geoIndexes.map((property) => makeGeo(model, columns, property));
  return [...references, ...plain, ...unique, ...composite, ...texts, ...places];
}

const DECORATORS: Partial<Record<IndexKindName, string>> = {
  unique: '@Unique()',
  text: '@FullText()',
  geo: '@GeoIndex()',
};

function refuseOnKey(model: string, indexes: readonly IndexSchema[], primary: FieldSchema): void {
  const onKey = indexes.find((index) => index.fields.includes(primary));
  if (!onKey) return;
  const decorator = DECORATORS[onKey.kind] ?? '@Index()';
  throw new SchemaError(
    `${model}.${primary.property} is the primary key, which is unique and found by its value anyhow. Remove the ${decorator}.`,
  );
}

const identity = ({ kind, name }: IndexSchema): string => `${kind} ${name}`;

function refuseTwice(model: string, indexes: readonly IndexSchema[]): void {
  const seen = new Set<string>();
  for (const index of indexes) {
    if (seen.has(identity(index)))
      throw new SchemaError(`${model}.${index.name} has the same index twice. Keep one of the decorators.`);
    seen.add(identity(index));
  }
}

/** Every index of a model. A class may repeat one of its base, as where it defines a field anew. */
export function compileIndexes(
  model: string,
  chain: readonly Draft[],
  named: NamedFields,
  primary: FieldSchema,
): IndexSchema[] {
  const byClass = chain.map((draft) => indexesOf(model, draft, named));
  for (const indexes of byClass) refuseTwice(model, indexes);
  const all = new Map(byClass.flat().map((index) => [identity(index), index]));
  refuseOnKey(model, [...all.values()], primary);
  return [...all.values()];
}
