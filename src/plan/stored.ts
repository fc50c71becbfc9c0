import { randomUUID } from 'node:crypto';
import type { Connection } from '../redis/connection/connection.js';
import { streamRows } from './execute.js';
import type { Request } from './request.js';

/** Members of one ZADD. */
const BATCH = 500;
/** Milliseconds that a list under way outlives the program that writes it. */
const LASTS = 60_000;

// as lib/layout/id.lua
const memberOf = (integer: boolean, id: string): string => (integer ? String.fromCharCode(96 + id.length) + id : id);

/**
 * Write the ids of a request with their places, in batches under a name of its own, and give it its key at once: who reads
 * the key sees the old list or the new one. The empty member keeps an empty list from being none.
 */
export async function writeStored(
  connection: Connection,
  request: Request,
  { key, temporary }: { readonly key: string; readonly temporary: string },
  ttl: number | null,
): Promise<number> {
  const [{ integer }] = request.models;
  const name = `${temporary}${randomUUID()}`;
  let total = 0;
  let members: string[] = ['-1', ''];
  const flush = async (): Promise<void> => {
    await Promise.all([connection.send('zadd', [name, ...members]), connection.send('pexpire', [name, LASTS])]);
    members = [];
  };
  if (request.limit !== 0)
    for await (const { id } of streamRows(connection, request)) {
      members.push(String(total++), memberOf(integer, id));
      if (members.length >= 2 * BATCH) await flush();
    }
  if (members.length > 0) await flush();
  if (ttl !== null) await connection.send('pexpire', [name, ttl]);
  await connection.send('rename', [name, key]);
  if (ttl === null) await connection.send('persist', [key]);
  return total;
}
