import { setTimeout as pause } from 'node:timers/promises';
import KeyvRedis from '@keyv/redis';
import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { redisDriver } from 'bentocache/drivers/redis';
import type { Redis } from 'ioredis';
import Keyv from 'keyv';
import { Database } from 'redstart';
import { separate } from '../cores.js';
import { type Figure, ratio } from './figure.js';

const VALUE = { id: 7, name: 'Ada Lovelace', city: 'London', tags: ['engine', 'notes'], visits: 1815 };

/** A hit in the process beside bentocache, and one on the server beside Keyv. */
export async function benchCaches(): Promise<Figure[]> {
  await using db = await Database.embedded();
  await separate(db.redis as Redis);
  const [, path] = (await db.redis.config('GET', 'unixsocket')) as [string, string];

  const layers = bentostore()
    .useL1Layer(memoryDriver({ maxItems: 1000 }))
    .useL2Layer(redisDriver({ connection: db.redis as never }));
  const bento = new BentoCache({ default: 'both', stores: { both: layers } });
  const local = db.cache('local', { local: { size: 1000 } });
  await bento.set({ key: 'a', value: VALUE });
  await local.set('a', VALUE);
  // until the channel of changes is open
  while (local.metrics().localHits === 0) {
    await local.get('a');
    await pause(1);
  }
  const first = await ratio(
    () => local.get('a'),
    () => bento.get({ key: 'a' }),
    { count: 2_000 },
  );

  const keyv = new Keyv({ store: new KeyvRedis({ socket: { path } } as never), namespace: 'bench' });
  const cache = db.cache('bench');
  await keyv.set('a', VALUE, 60_000);
  await cache.set('a', VALUE);
  const second = await ratio(
    () => cache.get('a'),
    () => keyv.get('a'),
  );
  await keyv.disconnect();
  return [
    { what: 'cache: a hit in the process beside bentocache', value: first.toFixed(2), target: '0.50' },
    { what: 'cache: a hit on the server beside Keyv', value: second.toFixed(2), target: '1.00' },
  ];
}
