// A program that leaves everything that can block blocked, closes its database, and must end by itself.
import { Database } from '../../src/index.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
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
await pause(200);
const start = performance.now();
for (let i = 0; i < 100; i++) await db.redis.ping();
console.log(performance.now() - start < 500 ? 'other commands go on' : 'held up');
await db.close();
console.log((await results).map(({ status }) => status).join(' '));
