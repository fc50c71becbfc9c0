import type { SchemaChange } from '../errors/model.js';
import { hasGate } from '../plan/gate.js';
import type { Connection } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import { changesBetween } from './changes.js';
import { askKnown, declared, identityOf, type KnownModel, storedDescriptors } from './known.js';

function looks({ integer, id, fields, types, dropped, indexes }: KnownModel): string {
  const wanted = fields.map((name, i) => [name, types[i]]).filter(([name]) => !dropped.includes(name!));
  return JSON.stringify([integer, id, wanted.sort(), indexes.map(identityOf).sort()]);
}

/** Models with entities that look the same and that no class declares: what a model was called before. */
async function formerNames(connection: Connection, here: KnownModel): Promise<string[]> {
  const all = (await storedDescriptors(connection, here.models)).flatMap(({ known }) => known ?? []);
  const like = all.filter((other) => looks(other) === looks(here) && !hasGate(connection, other.key));
  const counts = await Promise.all(like.map(({ ids }) => connection.direct.send('exists', [ids])));
  return like.filter((_, i) => counts[i] === 1).map(({ model }) => model);
}

/** What differs between a declaration and what the server knows of the model. */
export async function schemaChanges(connection: Connection, schema: Schema): Promise<SchemaChange[]> {
  const here = declared(schema);
  const there = await askKnown(connection, here);
  if (there !== undefined) return changesBetween(here, there);
  const names = await formerNames(connection, here);
  return names.map((name) => ({ kind: 'renamed', name: here.model, here: here.model, there: name }));
}
