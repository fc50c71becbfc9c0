import type { Connection } from '../redis/connection/connection.js';
import { isWrongType } from '../redis/wrong-type.js';
import { countIds } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { noteRoundTrip } from '../util/observe.js';

/** A posting list of whole numbers: its key, and the name of its size among the counts of its model. */
interface SizedList {
  readonly list: string;
  readonly counts: string;
  readonly name: string;
}

/** How many lists are remembered. */
const MOST = 10_000;

/** Lists that were trees when they were asked last, of which the counts know the size (see lib/layout/tree.lua). */
const trees = new WeakMap<Connection, Set<string>>();

function treesOf(connection: Connection): Set<string> {
  const known = trees.get(connection);
  if (known && known.size < MOST) return known;
  const made = new Set<string>();
  trees.set(connection, made);
  return made;
}

/** Of a tree. */
async function sizeAmongCounts(connection: Connection, { counts, name }: SizedList): Promise<number | undefined> {
  const size = await connection.send('hget', [counts, name]);
  return size === null ? undefined : Number(size);
}

/** Of a set. */
async function sizeOfSet(connection: Connection, { list }: SizedList): Promise<number | undefined> {
  try {
    return (await connection.send('scard', [list])) as number;
  } catch (error) {
    if (isWrongType(error)) return undefined;
    throw error;
  }
}

async function ask(connection: Connection, { list, counts, name }: SizedList): Promise<number> {
  noteRoundTrip();
  return (await run(connection, countIds, { keys: { list, counts }, args: { name } })) as number;
}

/** How many ids a list has: by one command where the list is what it was the last time, else by a script that looks what it is. */
export async function sizeOfList(connection: Connection, sized: SizedList): Promise<number> {
  // what goes through a queue is answered once
  if (connection.direct !== connection) return ask(connection, sized);
  const known = treesOf(connection);
  const isTree = known.has(sized.list);
  noteRoundTrip();
  const size = await (isTree ? sizeAmongCounts : sizeOfSet)(connection, sized);
  if (size !== undefined) return size;
  if (isTree) known.delete(sized.list);
  else known.add(sized.list);
  return ask(connection, sized);
}
