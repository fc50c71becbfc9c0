import { SchemaError } from '../../errors/model.js';
import type { Draft, FieldDraft } from '../draft.js';
import { referenceType } from '../reference-type.js';
import type { FieldSchema } from '../schema.js';
import { indexedGetters, indexedType } from './derived.js';
import { checkProperty, storedName } from './field-name.js';
import { makeDefault, refuseBadCheck, refuseBadEnum, refuseBadStamp } from './field-options.js';
import { typeOf } from './field-type.js';
import { compileReference } from './reference.js';

function compileField(model: string, draft: FieldDraft, prototype: object, isIndexed: boolean): FieldSchema {
  const { property, optional, check, hidden, on } = draft;
  const name = `${model}.${property}`;
  checkProperty(model, property, prototype);
  refuseBadCheck(name, draft);
  const reference = compileReference(name, draft);
  const type = reference ? referenceType(reference.link) : typeOf(model, draft);
  const codec = Object.freeze(isIndexed ? indexedType(type) : type);
  refuseBadEnum(name, codec);
  refuseBadStamp(name, draft, codec);
  const stored = storedName(model, property, draft.name);
  return Object.freeze({
    property,
    stored,
    codec,
    optional,
    check,
    hidden,
    on,
    reference,
    default: makeDefault(name, draft, codec),
  });
}

function checkDuplicates(model: string, fields: readonly FieldSchema[]): void {
  const byStored = new Map<string, string>();
  for (const { property, stored } of fields) {
    const other = byStored.get(stored);
    if (other !== undefined)
      throw new SchemaError(
        `${model}.${property} and ${model}.${other} are both stored as ${JSON.stringify(stored)}. Give one of them another { name }.`,
      );
    byStored.set(stored, property);
  }
}

/** A class may define a field of its base anew, but no field twice itself. */
function latestDrafts(model: string, chain: readonly Draft[]): FieldDraft[] {
  const latest = new Map<string, FieldDraft>();
  for (const { fields } of chain) {
    const own = new Set<string>();
    for (const field of fields) {
      if (own.has(field.property))
        throw new SchemaError(`${model}.${field.property} has two field decorators. Keep one of them.`);
      own.add(field.property);
      latest.set(field.property, field);
    }
  }
  return [...latest.values()];
}

/** Every stored field of a model, with what its draft said beside it; one on a getter says what that gives. */
export function compileFields(model: string, chain: readonly Draft[], prototype: object): Map<FieldDraft, FieldSchema> {
  const computed = indexedGetters(model, chain, prototype);
  const indexed = new Set(chain.flatMap(({ indexes }) => indexes.map(({ property }) => property)));
  const drafts = latestDrafts(model, chain).filter(({ property }) => !computed.has(property));
  const fields = new Map(
    drafts.map((draft) => [draft, compileField(model, draft, prototype, indexed.has(draft.property))]),
  );
  checkDuplicates(model, [...fields.values()]);
  return fields;
}
