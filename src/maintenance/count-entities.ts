import type { Target } from './target.js';

/** How many entities a model has. Redis: HMGET, and SCARD or ZCARD where the size is not stored. */
export async function countEntities({ connection, here }: Target): Promise<number> {
  const [size] = (await connection.send('hmget', [here.counts, 'ids'])) as (string | null)[];
  if (size != null) return Number(size);
  return (await connection.send(here.integer ? 'scard' : 'zcard', [here.ids])) as number;
}
