import { SchemaError } from '../../errors/model.js';
import type { Draft } from '../draft.js';
import type { ContainerSchema } from '../schema.js';
import { checkProperty } from './field-name.js';
import type { ByProperty } from './named-fields.js';

function refuseTwo(model: string, { containers }: Draft, byProperty: ByProperty): void {
  const seen = new Set<string>(byProperty.keys());
  for (const { property } of containers) {
    if (seen.has(property)) throw new SchemaError(`${model}.${property} has two field decorators. Keep one of them.`);
    seen.add(property);
  }
}

function refuseIndexed(model: string, { property, kind }: ContainerSchema, chain: readonly Draft[]): void {
  const marked = chain.flatMap(({ indexes, uniques, geoIndexes, primaryKeys }) => [
    ...indexes.map((draft) => draft.property),
    ...uniques,
    ...geoIndexes,
    ...primaryKeys,
  ]);
  if (!marked.includes(property)) return;
  throw new SchemaError(
    `${model}.${property} is a ${kind}, which has no index and is no key. Remove the decorator; what entities are found by is a field, such as an array in Field.json().`,
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
  for (const container of latest.values()) {
    checkProperty(model, container.property, prototype);
    refuseIndexed(model, container, chain);
  }
  return [...latest.values()];
}
