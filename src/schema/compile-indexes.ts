import { SchemaError } from '../errors.js';
import type { IndexKind } from '../indexes/kinds.js';
import { describe } from './describe.js';
import type { Draft, FieldsOf, IndexDraft } from './draft.js';
import type { FieldSchema, IndexSchema } from './schema.js';

type ByProperty = ReadonlyMap<string, FieldSchema>;

function fieldOf(model: string, byProperty: ByProperty, property: string, decorator: string): FieldSchema {
  const field = byProperty.get(property);
  if (field) return field;
  throw new SchemaError(
    `${model}.${property} has ${decorator} and is no field. Add @Field(), or Field.text() and its like, to the property.`,
  );
}

function kindOf(model: string, { codec, property }: FieldSchema, { ordered }: IndexDraft): IndexKind {
  if (codec.order === 'number') return 'ordered';
  if (!ordered) return 'exact';
  if (codec.order === 'text') return 'lexical';
  throw new SchemaError(
    `${model}.${property}: a field of type ${codec.type} has no order. Use @Index() without { ordered: true }.`,
  );
}

function makeIndex(kind: IndexKind, fields: readonly FieldSchema[]): IndexSchema {
  return Object.freeze({ kind, name: fields.map((field) => field.stored).join('+'), fields: Object.freeze(fields) });
}

const MARK = Symbol('field');

/** The record that the callback of a class-level decorator is given: each property names its field. */
function references(model: string, byProperty: ByProperty): Readonly<Record<string, unknown>> {
  return new Proxy(
    {},
    { get: (_, property) => ({ [MARK]: fieldOf(model, byProperty, String(property), 'a class-level @Unique()') }) },
  );
}

function fieldsOf(model: string, byProperty: ByProperty, callback: FieldsOf): FieldSchema[] {
  const named = callback(references(model, byProperty));
  const help = 'Return a list of two or more fields, as in @Unique<Point>((point) => [point.x, point.y]).';
  if (!Array.isArray(named) || named.length < 2)
    throw new SchemaError(`${model}: a class-level @Unique() gave ${describe(named)}. ${help}`);
  return named.map((item: unknown) => {
    const field = (item as { [MARK]?: FieldSchema } | null)?.[MARK];
    if (field) return field;
    throw new SchemaError(`${model}: a class-level @Unique() lists ${describe(item)}, which is no field. ${help}`);
  });
}

function refuseTwice(model: string, indexes: readonly IndexSchema[]): void {
  const seen = new Set<string>();
  for (const { kind, name } of indexes) {
    if (seen.has(`${kind} ${name}`))
      throw new SchemaError(`${model}.${name} has the same index twice. Keep one of the decorators.`);
    seen.add(`${kind} ${name}`);
  }
}

/** Every index of a model. */
export function compileIndexes(
  model: string,
  chain: readonly Draft[],
  byProperty: ByProperty,
  primary: FieldSchema,
): IndexSchema[] {
  const plain = chain.flatMap(({ indexes }) =>
    indexes.map((draft) => {
      const field = fieldOf(model, byProperty, draft.property, '@Index()');
      return makeIndex(kindOf(model, field, draft), [field]);
    }),
  );
  const unique = chain.flatMap(({ uniques }) =>
    uniques.map((draft) =>
      makeIndex(
        'unique',
        typeof draft === 'string'
          ? [fieldOf(model, byProperty, draft, '@Unique()')]
          : fieldsOf(model, byProperty, draft),
      ),
    ),
  );
  const all = [...plain, ...unique];
  const onKey = all.find((index) => index.fields.includes(primary));
  if (onKey)
    throw new SchemaError(
      `${model}.${primary.property} is the primary key, which is unique and found by its value anyhow. Remove the ${onKey.kind === 'unique' ? '@Unique()' : '@Index()'}.`,
    );
  refuseTwice(model, all);
  return all;
}
