import type { Connection } from '../redis/connection/connection.js';
import { checkText } from './arguments.js';
import type { Container } from './container.js';

/** How a container of each type is opened; by the words of TYPE: hash, list, set, zset, stream, string. */
type ContainersByType = Readonly<Record<string, (key: string) => Container>>;

/**
 * The container that fits what is at a key; undefined when there is no key, or when no container fits.
 *
 * Redis: TYPE, O(1).
 */
export async function containerByType<T extends ContainersByType>(
  connection: Connection,
  key: string,
  table: T,
): Promise<ReturnType<T[keyof T]> | undefined> {
  const type = String(await connection.send('type', [checkText('key', key)]));
  return Object.hasOwn(table, type) ? (table[type]!(key) as ReturnType<T[keyof T]>) : undefined;
}
