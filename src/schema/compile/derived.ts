import 'reflect-metadata';
import { SchemaError } from '../../errors/model.js';
import type { FieldType } from '../../types/field-type.js';
import { reflectedType } from '../../types/reflected.js';
import type { Draft, FieldDraft } from '../draft.js';
import type { DerivedSchema, FieldSchema } from '../schema.js';
import { getterOf, namesIn } from './accessors.js';
import { checkReserved } from './field-name.js';

/** What derived values are stored under: no field can have such a name. */
const storedAs = (name: string): string => `~${name}`;

function typeOf(model: string, prototype: object, property: string, draft: FieldDraft | undefined): FieldType {
  const type = draft?.type ?? reflectedType(Reflect.getMetadata('design:type', prototype, property));
  if (type) return type;
  throw new SchemaError(
    `${model}.${property}: the compiler does not say what the getter gives, as for unions, and under esbuild. Name the type beside the index: @Field.text(), @Field.integer(), @Field.json() and so on.`,
  );
}

function refuseOptions(model: string, { property, default: given, check, name, on, generate }: FieldDraft): void {
  if ([given, check, name, on, generate].every((option) => option === undefined)) return;
  throw new SchemaError(
    `${model}.${property} is a getter: what it gives is computed, so that default, check, name and on mean nothing. Remove the options.`,
  );
}

/** The properties that have an index and are getters, each once. */
export function indexedGetters(chain: readonly Draft[], prototype: object): ReadonlySet<string> {
  const all = chain.flatMap(({ indexes, uniques }) => [
    ...indexes.map(({ property }) => property),
    ...uniques.filter((unique) => typeof unique === 'string'),
  ]);
  return new Set(all.filter((property) => getterOf(prototype, property) !== undefined));
}

/** What the getters with an index give, stored beside the fields so that every script finds it there. */
export function compileDerived(
  model: string,
  chain: readonly Draft[],
  prototype: object,
  fields: readonly FieldSchema[],
): DerivedSchema[] {
  const drafts = new Map(chain.flatMap((draft) => draft.fields.map((field) => [field.property, field] as const)));
  return [...indexedGetters(chain, prototype)].map((property) => {
    const draft = drafts.get(property);
    checkReserved(model, property);
    if (draft) refuseOptions(model, draft);
    const make = getterOf(prototype, property)!;
    const names = namesIn(prototype, make);
    const mentioned = [...fields.entries()].filter(([, field]) => names.has(field.property));
    return Object.freeze({
      property,
      stored: storedAs(property),
      codec: typeOf(model, prototype, property, draft),
      optional: true,
      default: undefined,
      check: undefined,
      hidden: draft?.hidden === true || mentioned.some(([, field]) => field.hidden),
      on: undefined,
      reference: undefined,
      make,
      mentions: new Set(mentioned.map(([position]) => position)),
    });
  });
}
