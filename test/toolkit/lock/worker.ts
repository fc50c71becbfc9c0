// A process that takes what is shared again and again. argv: port, work, rounds (0: take the lock once and keep it), ttl.
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '../../../src/index.js';

const [port = '', work = '', rounds = '', ttl = ''] = process.argv.slice(2);
const db = await Database.connect({ host: '127.0.0.1', port: Number(port) });
const lock = db.lock('a', { ttl: Number(ttl), owner: String(process.pid) });

/** What a lock guards: read, wait, write; and the fences in the order of the owners. */
async function guarded(): Promise<void> {
  const handle = await lock.acquire();
  const value = Number((await db.redis.get('value')) ?? 0);
  await pause(Math.random() * 2);
  await db.redis
    .multi()
    .set('value', value + 1)
    .rpush('fences', handle.fence)
    .exec();
  await handle.release();
}

/** Be inside for a moment, and note in how much company: the sum of what each counts. */
async function inside(name: string, weight: number): Promise<void> {
  const company = await db.redis.incrby(`inside:${name}`, weight);
  await db.redis.zincrby(`seen:${name}`, 1, String(company));
  await pause(Math.random() * 2);
  await db.redis.decrby(`inside:${name}`, weight);
}

const semaphore = db.semaphore('pool', { permits: 3 });
const { read, write } = db.readWriteLock('book');
const tree = db.tree('shared');
/** a writer counts for more than all readers together */
const WRITER = 100;

async function shared(round: number): Promise<void> {
  const permits = 1 + (round % 2);
  await semaphore.run(() => inside('pool', permits), { permits });
  if (round % 4 === 0) await write.run(() => inside('book', WRITER));
  else await read.run(() => inside('book', 1));
  const path = ['a', 'a.b', 'a.c'][(round + process.pid) % 3]!;
  // whoever locks `a` is alone; a.b and a.c stand side by side
  await tree.at(path).run(() => inside('tree', path === 'a' ? WRITER : path === 'a.b' ? 1 : 10), { timeout: 100_000 });
}

const works: Record<string, (round: number) => Promise<void>> = { guarded, shared };

if (rounds === '0') {
  const { fence } = await lock.acquire();
  console.log(JSON.stringify({ fence }));
  await pause(60_000);
}
console.log(JSON.stringify('ready'));
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
await lines.next();
for (let i = 0; i < Number(rounds); i++) await works[work]!(i);
await db.close();
process.exit(0);
