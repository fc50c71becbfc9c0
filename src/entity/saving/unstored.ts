import type { Schema } from '../../schema/schema.js';
import { blank } from '../containers/companions.js';
import type { Constructor, Handle, Tracked } from '../tracked.js';

/** Properties beside the fields of which somebody was told, or which are a class's own business. */
const known = new WeakMap<Schema, Set<string>>();

// what an initializer sets is the state of a class, which nobody takes for stored; a leading _ says the same
function isState(schema: Schema, entity: Tracked, name: string): boolean {
  const fresh: object = blank(entity.constructor as Constructor<Tracked>, schema);
  return (fresh as Record<string, unknown>)[name] !== undefined;
}

function warn({ model }: Schema, name: string): void {
  process.emitWarning(
    `${model}.${name} was set and is not stored: it is not a field. Put @Field() on it; where it is not meant to be stored, give it a value in the class, or call it #${name.replace(/^#+/, '')}.`,
    { type: 'RedstartWarning', code: 'REDSTART_NOT_STORED' },
  );
}

/** Tell once of a property that was assigned and is not a field: a forgotten `@Field()` loses its values without a word. */
export function tellUnstored({ entity, values, binding: { schema } }: Handle): void {
  for (const name of Object.keys(values)) {
    if (schema.byProperty.has(name) || known.get(schema)?.has(name) || values[name] === undefined) continue;
    known.set(schema, (known.get(schema) ?? new Set()).add(name));
    if (name.startsWith('_') || name in schema.prototype || isState(schema, entity, name)) continue;
    warn(schema, name);
  }
}
