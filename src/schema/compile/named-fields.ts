import { SchemaError } from '../../errors/model.js';
import { describe } from '../describe.js';
import type { FieldsOf } from '../draft.js';
import type { FieldSchema } from '../schema.js';

/** The fields of a model by property. */
export type ByProperty = ReadonlyMap<string, FieldSchema>;

/** The field that a decorator stands on, or names. */
export function decoratedField(
  model: string,
  byProperty: ByProperty,
  property: string,
  decorator: string,
): FieldSchema {
  const field = byProperty.get(property);
  if (field) return field;
  throw new SchemaError(
    `${model}.${property} has ${decorator} but is not a field. Add @Field(), or Field.text() and the like, to the property.`,
  );
}

const MARK = Symbol('field');

/** The record that the callback of a class-level decorator is given: each property names its field. */
function references(model: string, byProperty: ByProperty, decorator: string): Readonly<Record<string, unknown>> {
  return new Proxy(
    {},
    {
      get: (_, property) => ({
        [MARK]: decoratedField(model, byProperty, String(property), `a class-level @${decorator}()`),
      }),
    },
  );
}

/** The fields that the callback of a class-level decorator names. */
export function fieldsOf(
  model: string,
  byProperty: ByProperty,
  callback: FieldsOf,
  decorator: 'Unique' | 'Index' = 'Unique',
): FieldSchema[] {
  const help = `Give it a function that returns two or more fields, as in @${decorator}<Point>((point) => [point.x, point.y]).`;
  if (typeof callback !== 'function')
    throw new SchemaError(`${model}: a class-level @${decorator}() was given ${describe(callback)}. ${help}`);
  const named = callback(references(model, byProperty, decorator));
  if (!Array.isArray(named) || named.length < 2)
    throw new SchemaError(`${model}: a class-level @${decorator}() gave ${describe(named)}. ${help}`);
  const fields = named.map((item: unknown) => {
    const field = (item as { [MARK]?: FieldSchema } | null)?.[MARK];
    if (field) return field;
    throw new SchemaError(
      `${model}: a class-level @${decorator}() lists ${describe(item)}, which is not a field. ${help}`,
    );
  });
  const twice = fields.find((field, at) => fields.indexOf(field) !== at);
  if (twice) throw new SchemaError(`${model}: a class-level @${decorator}() lists ${twice.property} twice. ${help}`);
  return fields;
}
