// A process that takes a lock again and again. argv: port, name of the lock, rounds (0: take it once and keep it), ttl.
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '../../../src/index.js';

const [port = '', name = '', rounds = '', ttl = ''] = process.argv.slice(2);
const db = await Database.connect({ host: '127.0.0.1', port: Number(port) });
const lock = db.lock(name, { ttl: Number(ttl), owner: String(process.pid) });

if (rounds === '0') {
  const { fence } = await lock.acquire();
  console.log(JSON.stringify({ fence }));
  await pause(60_000);
}

for (let i = 0; i < Number(rounds); i++) {
  const handle = await lock.acquire();
  // what a lock guards: read, wait, write; and the fences in the order of the owners
  const value = Number((await db.redis.get('value')) ?? 0);
  await pause(Math.random() * 2);
  await db.redis
    .pipeline()
    .set('value', value + 1)
    .rpush('fences', handle.fence)
    .exec();
  await handle.release();
}
await db.close();
