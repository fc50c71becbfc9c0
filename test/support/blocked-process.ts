// A program that leaves everything that can block blocked, closes its database, and must end by itself.
import { Database } from '../../src/index.js';

const db = await Database.embedded({ databases: { persons: 1 } });

async function drain(name: string, items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
  console.log(`${name} ended`);
}

const group = db.consumerGroup('g', ['s']);
await group.create();
const worker = group.consume(async () => {});
await db.named('persons').redis.set('a', '1');
const reads = [db.stream('s').read({ lastId: '$', timeout: Infinity }), group.read({ timeout: Infinity })];
const tails = [
  drain('listen', db.listen({ channels: ['c'] })),
  drain('monitor', db.monitor()),
  drain('follow', db.stream('t').follow()),
];
const results = Promise.allSettled([...reads, ...tails, worker.done]);
const waiting = async () => Number(/blocked_clients:(\d+)/.exec(await db.redis.info('clients'))![1]);
// two reads, the stream that is followed, and the worker: none of them ends before the database is closed
while ((await waiting()) < 4);
console.log('other commands go on');
await db.close();
console.log((await results).map(({ status }) => status).join(' '));
