import { SchemaError } from '../../errors/model.js';
import { checkName } from '../../indexes/keyspace.js';
import { OF_REFERENCES } from '../../indexes/operators.js';
import { ENTITY_MEMBERS } from '../entity-members.js';

/** Names that every model has for itself, or that no object can have for its own. */
export const RESERVED: ReadonlySet<string> = new Set<string>([
  ...ENTITY_MEMBERS,
  'constructor',
  '__proto__',
  'prototype',
  'then',
]);

/** Refuse a name that every model uses itself, or that conditions have for their own. */
export function checkReserved(model: string, property: string): void {
  if (RESERVED.has(property))
    throw new SchemaError(
      `${model}.${property}: every model uses this name itself. Choose another name for the property, and keep the stored name with { name: '${property}' }.`,
    );
  if (OF_REFERENCES.has(property))
    throw new SchemaError(
      `${model}.${property}: conditions through a relation use this name themselves. Choose another name for the property, and keep the stored name with { name: '${property}' }.`,
    );
}

/** Refuse a property that is something else already. */
export function checkProperty(model: string, property: string, prototype: object): void {
  checkReserved(model, property);
  if (property in prototype)
    throw new SchemaError(
      `${model}.${property} is a method or an accessor of the class, which cannot be stored; a getter may have an index. Choose another name for the field.`,
    );
}

/** The name that a field is stored under. */
export function storedName(model: string, property: string, name: string | undefined): string {
  const stored = name ?? property;
  if (stored === '__proto__')
    throw new SchemaError(`${model}.${property}: "__proto__" cannot be a stored name. Give it another { name }.`);
  return checkName(`stored name of ${model}.${property}`, stored);
}
