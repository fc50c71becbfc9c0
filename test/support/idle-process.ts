// A program on a client of its own: the connections that calls which blocked have left must not hold it.
import { Redis } from 'ioredis';
import { Database } from '../../src/index.js';

const redis = new Redis(Number(process.argv[2]));
const db = await Database.connect(redis);
await db.stream('s').read({ lastId: '$', timeout: 10 });
await db.transaction((t) => t.call('set', 'a', '1'), { watch: ['a'] });
for await (const _ of db.listen({ channels: ['c'] }, { onReady: () => void redis.publish('c', 'x') })) break;
// db.close() is forgotten
redis.disconnect();
console.log('done');
