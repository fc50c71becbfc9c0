import { UNDECLARED } from '../undeclared.js';
import 'reflect-metadata';
import { SchemaError } from '../../errors/model.js';
import { arraysOf } from '../../types/elements.js';
import type { FieldType } from '../../types/field-type.js';
import { foldedText } from '../../types/folded.js';
import { geo } from '../../types/geo.js';
import { json } from '../../types/json.js';
import { reflectedType } from '../../types/reflected.js';
import { text } from '../../types/text.js';
import { type Draft, type FieldDraft, isOfProperty } from '../draft.js';
import type { DerivedSchema, FieldSchema } from '../schema.js';
import { getterOf, namesIn } from './accessors.js';
import { checkReserved } from './field-name.js';

/** What derived values are stored under: no field can have such a name. */
const storedAs = (name: string): string => `~${name}`;

/** Text that is compared without its case; the index refuses what is not text. */
const folded = (type: FieldType): FieldType => (type.name === 'text' ? (foldedText as FieldType) : type);

/** A type as a field with an index has it: of JSON only arrays have one. */
export const indexedType = (type: FieldType): FieldType => (type.arrays ? arraysOf(type) : type);

/** The type that an index has, whatever it is on. */
function impliedType(chain: readonly Draft[], property: string): FieldType | undefined {
  if (chain.some(({ geoIndexes }) => geoIndexes.includes(property))) return geo as FieldType;
  const isText = chain.some(({ fullTexts }) => fullTexts.some((each) => each.property === property));
  return isText ? (text as FieldType) : undefined;
}

function typeOf({ model, prototype, drafts, chain }: Origins, property: string): FieldType {
  const emitted: unknown = Reflect.getMetadata('design:type', prototype, property);
  const said = drafts.get(property)?.type ?? (emitted === Array ? json : reflectedType(emitted));
  const type = said ?? impliedType(chain, property);
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

/** The properties that have an index of their own, each once, with what is said of case. */
function indexedProperties(model: string, chain: readonly Draft[]): Map<string, boolean> {
  const said = new Map<string, boolean>();
  for (const { indexes, uniques, geoIndexes } of chain) {
    const places = geoIndexes.map((property) => ({ property, ignoreCase: false }));
    for (const { property, ignoreCase } of [...indexes, ...uniques.filter(isOfProperty), ...places]) {
      if ((said.get(property) ?? ignoreCase) !== ignoreCase)
        throw new SchemaError(
          `${model}.${property}: one of its decorators says ignoreCase, and another does not. Say it on all, and put the other way on a getter.`,
        );
      said.set(property, ignoreCase);
    }
  }
  for (const { property } of chain.flatMap(({ fullTexts }) => fullTexts))
    said.set(property, said.get(property) ?? false);
  return said;
}

/** The getters that have an index. */
export function indexedGetters(model: string, chain: readonly Draft[], prototype: object): ReadonlySet<string> {
  const properties = [...indexedProperties(model, chain).keys()];
  return new Set(properties.filter((property) => getterOf(prototype, property) !== undefined));
}

/** What goes into a column. */
interface Source {
  readonly property: string;
  readonly codec: FieldType;
  readonly optional: boolean;
  readonly hidden: boolean;
  readonly make: DerivedSchema['make'];
  readonly mentions: ReadonlySet<number>;
}

const columnOf = (source: Source): DerivedSchema =>
  Object.freeze({ ...source, stored: storedAs(source.property), ...UNDECLARED });

/** What all derived columns of a model are made of. */
interface Origins {
  readonly model: string;
  readonly chain: readonly Draft[];
  readonly prototype: object;
  readonly drafts: ReadonlyMap<string, FieldDraft>;
  readonly fields: readonly FieldSchema[];
}

function ofGetter(origins: Origins, property: string, isFolded: boolean): DerivedSchema {
  const { model, prototype, drafts, fields } = origins;
  const draft = drafts.get(property);
  checkReserved(model, property);
  if (draft) refuseOptions(model, draft);
  const make = getterOf(prototype, property)!;
  const names = namesIn(prototype, make);
  const mentioned = [...fields.entries()].filter(([, field]) => names.has(field.property));
  const type = typeOf(origins, property);
  const hidden = draft?.hidden === true || mentioned.some(([, field]) => field.hidden);
  const mentions = new Set(mentioned.map(([position]) => position));
  const codec = indexedType(isFolded ? folded(type) : type);
  return columnOf({ property, codec, optional: true, hidden, make, mentions });
}

/** A field whose index compares without case. */
function ofText(fields: readonly FieldSchema[], field: FieldSchema): DerivedSchema {
  const { property, codec, optional, hidden } = field;
  return columnOf({
    property,
    codec: folded(codec),
    optional,
    hidden,
    make() {
      return this[property];
    },
    mentions: new Set([fields.indexOf(field)]),
  });
}

/** What the getters with an index give, and texts without their case, stored beside the fields so that every script finds it there. */
export function compileDerived(
  model: string,
  chain: readonly Draft[],
  prototype: object,
  fields: readonly FieldSchema[],
): DerivedSchema[] {
  const drafts = new Map(chain.flatMap((draft) => draft.fields.map((field) => [field.property, field] as const)));
  const origins: Origins = { model, chain, prototype, drafts, fields };
  return [...indexedProperties(model, chain)].flatMap(([property, ignoreCase]) => {
    if (getterOf(prototype, property)) return [ofGetter(origins, property, ignoreCase)];
    const field = fields.find((each) => each.property === property);
    // what is not text keeps its column: the index says what is wrong
    return field && ignoreCase && field.codec.name === 'text' ? [ofText(fields, field)] : [];
  });
}
