// A private server on a Unix socket, and the client to it: every Redis command, with nothing set up by hand.
// Run: npx tsx examples/embedded-server.ts
import { Database } from 'redstart';

// in memory; Database.embedded({ dir: './data' }) keeps the data on disk
await using db = await Database.embedded();

await db.redis.zadd('mountains', 8849, 'Everest', 8611, 'K2', 8586, 'Kangchenjunga', 4808, 'Mont Blanc');
const highest = await db.redis.zrevrange('mountains', 0, 1);
console.log('the highest:', highest.join(', '));
console.log('above 8600 m:', await db.redis.zcount('mountains', 8600, '+inf'));

await db.redis.hset('K2', { height: 8611, range: 'Karakoram' });
console.log('K2:', await db.redis.hgetall('K2'));

console.log('the server is known:', ['redis', 'valkey'].includes(db.capabilities.server));

// Output:
// the highest: Everest, K2
// above 8600 m: 2
// K2: { height: '8611', range: 'Karakoram' }
// the server is known: true
