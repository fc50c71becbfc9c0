import type { Database } from 'redstart';
import { eventually } from './eventually.js';

/**
 * Wait until the append-only file of a server has all that it has answered, so that a kill loses nothing of it: while the disk is
 * busy with the last second's, the server writes up to two seconds later.
 */
export async function inFile({ redis }: Pick<Database, 'redis'>): Promise<void> {
  await eventually(async () => /aof_buffer_length:0\r/.test(await redis.info('persistence')));
}
