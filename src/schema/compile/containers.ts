import { SchemaError } from '../../errors/model.js';
import type { FieldType } from '../../types/field-type.js';
import { type Draft, isOfProperty } from '../draft.js';
import type { ContainerSchema, FieldSchema } from '../schema.js';
import { UNDECLARED } from '../undeclared.js';
import { checkProperty } from './field-name.js';
import type { ByProperty } from './named-fields.js';

function refuseTwo(model: string, { containers }: Draft, byProperty: ByProperty): void {
  const seen = new Set<string>(byProperty.keys());
  for (const { property } of containers) {
    if (seen.has(property)) throw new SchemaError(`${model}.${property} has two field decorators. Keep one of them.`);
    seen.add(property);
  }
}

/** The decorators of indexes and keys that stand on a property, `@Index()` apart. */
const marksOn = (property: string, chain: readonly Draft[]): boolean =>
  chain.some(({ uniques, geoIndexes, primaryKeys, fullTexts }) =>
    [
      ...uniques.filter(isOfProperty),
      ...fullTexts,
      ...[...geoIndexes, ...primaryKeys].map((name) => ({ property: name })),
    ].some((marked) => marked.property === property),
  );

const isIndexed = (property: string, chain: readonly Draft[]): boolean =>
  chain.some(({ indexes }) => indexes.some((index) => index.property === property));

function refuseIndexed(model: string, { property, kind, members }: ContainerSchema, chain: readonly Draft[]): void {
  if (!marksOn(property, chain) && (members || !isIndexed(property, chain))) return;
  const help = members
    ? 'Remove the decorator; @Index() finds entities by single values of it.'
    : 'Remove the decorator; what entities are found by is a field, or the values of a set, a list or a sorted set that are not bytes.';
  throw new SchemaError(`${model}.${property} is a ${kind}, which has no such index and is not a key. ${help}`);
}

// an index is named after what a field is stored under
function refuseName(model: string, { property, kind }: ContainerSchema, fields: readonly FieldSchema[]): void {
  const other = fields.find(({ stored }) => stored === property);
  if (!other) return;
  throw new SchemaError(
    `${model}.${other.property} is stored as ${property}, which is also the name of a ${kind} with an index. Give the field another name.`,
  );
}

/** Every container that the entities of a model have; a class may define one of its base anew. */
export function compileContainers(
  model: string,
  chain: readonly Draft[],
  byProperty: ByProperty,
  prototype: object,
): ContainerSchema[] {
  const latest = new Map<string, ContainerSchema>();
  for (const draft of chain) {
    refuseTwo(model, draft, byProperty);
    for (const container of draft.containers) latest.set(container.property, Object.freeze({ ...container }));
  }
  const fields = [...byProperty.values()];
  for (const container of latest.values()) {
    checkProperty(model, container.property, prototype);
    refuseIndexed(model, container, chain);
    if (isIndexed(container.property, chain)) refuseName(model, container, fields);
  }
  return [...latest.values()];
}

/** The containers whose values queries may ask for, as they ask for fields. */
export const memberFields = (containers: readonly ContainerSchema[]): ReadonlyMap<string, FieldSchema> =>
  new Map(
    containers.flatMap(({ property, members }) =>
      members ? [[property, Object.freeze(fieldOfMembers(property, members))]] : [],
    ),
  );

const fieldOfMembers = (property: string, codec: FieldType): FieldSchema => ({
  property,
  stored: property,
  codec,
  optional: true,
  hidden: false,
  ...UNDECLARED,
});
