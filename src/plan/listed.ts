// Rows in the order of a list or a sorted set of ids that an entity has (scripts/lua/lib/query/ends/listed.lua).
import type { Connection } from '../redis/connection/connection.js';
import type { RequestPart } from './related.js';
import type { StoredRow } from './request.js';

/** Ids that are read at once. */
const STEP = 500;

async function* idsOf(
  connection: Connection,
  { own, kind, reverse }: RequestPart,
  id: string,
): AsyncGenerator<readonly string[]> {
  const key = `${own}${id}`;
  const fromEnd = reverse && kind === 'list';
  const range = kind === 'list' ? 'lrange' : reverse ? 'zrevrange' : 'zrange';
  for (let at = 0; ; at += STEP) {
    const last = at + STEP - 1;
    const ids = (await connection.send(range, fromEnd ? [key, -1 - last, -1 - at] : [key, at, last])) as string[];
    if (ids.length > 0) yield fromEnd ? ids.toReversed() : ids;
    if (ids.length < STEP) return;
  }
}

/** The rows that the list of an entity names and that `read` gives, in its order and as often as they stand there. */
export async function rowsInOrder(
  connection: Connection,
  part: RequestPart,
  id: string,
  read: (ids: readonly string[]) => Promise<readonly StoredRow[]>,
): Promise<readonly StoredRow[]> {
  const { limit = Number.POSITIVE_INFINITY } = part;
  const rows: StoredRow[] = [];
  for await (const ids of idsOf(connection, part, id)) {
    const known = new Map((await read([...new Set(ids)])).map((row) => [row.id, row]));
    rows.push(...ids.flatMap((each) => known.get(each) ?? []));
    if (rows.length >= limit) break;
  }
  return rows.slice(0, limit);
}
