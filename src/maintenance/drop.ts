// Containers and many-to-many relations that a class declares no more: data, which goes when it is asked for by name, and not before.
import { QueryError } from '../errors/query.js';
import { dropPart, removePart } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { schemaError } from '../scripts/schema-changed.js';
import { containersOf } from './changes.js';
import { type KnownModel, storedDescriptors } from './known.js';
import { batches, keyNames, sizeNames } from './remove-keys.js';
import type { Target } from './target.js';

/** What a script is given of one of them. */
const inputOf = ({ here, json }: Target, name: string) => ({
  keys: { prefix: here.key, ids: here.ids },
  args: { model: json, name },
});

/** What the names of keys of a model may begin with that go; the script knows which of them do. */
function beginningsOf(target: Target, whose: KnownModel, name: string, known: KnownModel | undefined): string[] {
  const link = known?.links.find((one) => one.name === name);
  const own = whose.model === target.here.model ? [`own:${name}:`] : [];
  return link ? [...own, link.back, link.out] : own;
}

async function removeOf(
  target: Target,
  whose: KnownModel,
  name: string,
  names: readonly string[],
  signal?: AbortSignal,
) {
  const owner = { ...target, here: whose };
  const { keys, args } = inputOf(target, name);
  for await (const rest of batches(keyNames(owner, names), sizeNames(owner, names))) {
    signal?.throwIfAborted();
    await run(target.connection, removePart, { keys, args: { ...args, whose: whose.model }, rest });
  }
}

/** Delete one; whether the server knew it. */
async function drop(target: Target, name: string, signal?: AbortSignal): Promise<boolean> {
  const { connection, here } = target;
  const { keys, args } = inputOf(target, name);
  const begun = (await run(connection, dropPart, { keys, args: { ...args, done: 0 } })) as [number, ...string[]];
  const [isKnown, ...models] = begun;
  const all = (await storedDescriptors(connection, here.models)).flatMap(({ known }) => known ?? []);
  const own = all.find(({ model }) => model === here.model);
  for (const model of models) {
    const whose = all.find((known) => known.model === model) ?? (model === here.model ? here : undefined);
    if (whose) await removeOf(target, whose, name, beginningsOf(target, whose, name, own), signal);
  }
  await run(connection, dropPart, { keys, args: { ...args, done: 1 } });
  return isKnown === 1;
}

/** Refuse names of what is declared, and of what stands in rows, before anything is done. */
export function checkDrop({ here }: Target, names: unknown): readonly string[] {
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string' || name === ''))
    throw new QueryError(
      `drop is an array of names of containers and many-to-many relations, such as ['visits'], not ${String(names)}. Correct it.`,
    );
  const declared = new Set([...containersOf(here), ...here.links.map((link) => link.name)]);
  for (const name of names as readonly string[]) {
    if (declared.has(name))
      throw new QueryError(
        `${here.model} declares ${name}, and reindex({ drop }) deletes what is declared no more. Take it out of the class first, or out of drop.`,
      );
    if (here.fields.includes(name))
      throw new QueryError(
        `${here.model}.${name} is a field, whose values stand in the rows: drop is for containers and many-to-many relations. Delete the values by a step of @Migrate().`,
      );
  }
  return names;
}

/**
 * Delete what all entities have in containers and many-to-many relations that the program declares no more, in bounded steps; which of them the
 * server knew. Where it ends before, another call completes it. Nothing more goes once another program declares one: it has what is left.
 *
 * Redis: SCAN and HSCAN, and a script of UNLINK for every 200 keys.
 *
 * @throws SchemaChangedError where another program declares one meanwhile
 */
export async function dropParts(target: Target, names: readonly string[], signal?: AbortSignal): Promise<string[]> {
  const dropped: string[] = [];
  try {
    for (const name of new Set(names)) {
      signal?.throwIfAborted();
      if (await drop(target, name, signal)) dropped.push(name);
    }
  } catch (error) {
    throw schemaError(error);
  }
  return dropped;
}
