import type { Connection } from '../redis/connection/connection.js';

/** How many values one command takes: a few milliseconds of the server's time. */
export const PORTION = 10_000;

/** Cut a list into parts of `size`. */
export function cut<V>(values: readonly V[], size: number): (readonly V[])[] {
  const parts = Math.ceil(values.length / size);
  return Array.from({ length: parts }, (_, i) => values.slice(i * size, (i + 1) * size));
}

/**
 * Send values in commands of `size`: one after the other, so that other clients have their turn in between, and all at
 * once where they are queued anyway.
 */
export async function inPortions<V, R>(
  connection: Connection,
  values: readonly V[],
  size: number,
  send: (portion: readonly V[]) => Promise<R>,
): Promise<R[]> {
  const parts = cut(values, size);
  if (connection.direct !== connection) return Promise.all(parts.map(send));
  const replies: R[] = [];
  for (const part of parts) replies.push(await send(part));
  return replies;
}

/** The same where the answers are counts, which are added up. */
export async function sumInPortions<V>(
  connection: Connection,
  values: readonly V[],
  size: number,
  send: (portion: readonly V[]) => Promise<number>,
): Promise<number> {
  return (await inPortions(connection, values, size, send)).reduce((sum, count) => sum + count, 0);
}

/** Refuse more values than one command takes, where several commands would not be the same as one. */
export function refuseMany(call: string, count: number): void {
  if (count <= PORTION) return;
  throw new RangeError(
    `${call} takes at most ${PORTION} values at once, and was given ${count}: cut in two it would not be atomic. Call it for each portion.`,
  );
}
