import { glob, scanKeys } from '../redis/scan-keys.js';
import { removeIndexKeys } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { isNameOf, listOfLeaf, namesOf } from './index-keys.js';
import { identityOf, type KnownIndex } from './known.js';
import type { Target } from './target.js';

const BATCH = 200;

/** Since when indexes are stale, by their identities. */
export const sinceOf = (indexes: readonly KnownIndex[]): Readonly<Record<string, string>> =>
  Object.fromEntries(indexes.map((index) => [identityOf(index), index.since || '']));

/** The names of keys behind the model's prefix and `#` that begin with one of these. */
export async function* keyNames(
  { connection, here }: Pick<Target, 'connection' | 'here'>,
  names: readonly string[],
): AsyncGenerator<string> {
  const start = `${here.key}#`;
  for await (const key of scanKeys(connection, `${glob(start)}*`)) {
    const name = key.slice(start.length);
    if (isNameOf(names, listOfLeaf(name))) yield name;
  }
}

/** The names of their sizes. */
export async function* sizeNames(
  { connection, here }: Pick<Target, 'connection' | 'here'>,
  names: readonly string[],
): AsyncGenerator<string> {
  let cursor = '0';
  do {
    const reply = await connection.send('hscan', [here.counts, cursor, 'COUNT', 1000]);
    const [next, found] = reply as [string, string[]];
    // the number of buckets of `uq:email` is called `uq/email`
    yield* found.filter((name, i) => i % 2 === 0 && isNameOf(names, name.replace(/^uq\//, 'uq:')));
    cursor = next;
  } while (cursor !== '0');
}

/** Entities, as `:` and the id, where an index that goes has stored something in them: the terms of a text. */
async function* rowNames({ connection, here }: Target, indexes: readonly KnownIndex[]): AsyncGenerator<string> {
  if (!indexes.some(({ kind }) => kind === 'text')) return;
  for await (const key of scanKeys(connection, `${glob(`${here.key}:`)}*`)) yield key.slice(here.key.length);
}

/** Several of them at a time. */
export async function* batches(...sources: AsyncIterable<string>[]): AsyncGenerator<string[]> {
  const batch: string[] = [];
  for (const source of sources) {
    for await (const name of source) {
      batch.push(name);
      if (batch.length === BATCH) yield batch.splice(0);
    }
  }
  if (batch.length > 0) yield batch;
}

/**
 * Delete the keys of indexes that nobody keeps, and their sizes; whether that is done: it ends early where another program keeps one of
 * them again, or was faster. What an index that is kept shares with them stays.
 *
 * Redis: SCAN and HSCAN, and a script of UNLINK for every 200 keys; of HDEL for every 200 entities where an index of words goes.
 */
export async function removeKeys(
  target: Target,
  indexes: readonly KnownIndex[],
  signal?: AbortSignal,
): Promise<boolean> {
  const { connection, here, json } = target;
  // it may have been declared as optional before
  const names = indexes.flatMap((index) => [...namesOf(here, index), `null:${index.name}`]);
  const args = { model: json, indexes: JSON.stringify(sinceOf(indexes)) };
  const input = { keys: { prefix: here.key, ids: here.ids }, args };
  for await (const batch of batches(keyNames(target, names), sizeNames(target, names), rowNames(target, indexes))) {
    signal?.throwIfAborted();
    if ((await run(connection, removeIndexKeys, { ...input, rest: batch })) === 0) return false;
  }
  return true;
}
