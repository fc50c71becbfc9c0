// A lock lets one worker at a time in, in the order of arrival, wherever the workers run.
// Run: npx tsx examples/lock.ts
import { setTimeout as pause } from 'node:timers/promises';
import { Database, LockError } from 'redstart';

const db = await Database.embedded();

// read, compute, write: three steps that nobody else may come between
async function pay(account: string, amount: number): Promise<void> {
  await db.lock(`account:${account}`).run(async () => {
    const balance = Number((await db.redis.get(account)) ?? 0);
    await pause(1);
    await db.redis.set(account, balance + amount);
  });
}

await Promise.all(Array.from({ length: 50 }, () => pay('ada', 1)));
console.log('balance:', await db.redis.get('ada'));

const first = await db.lock('report', { owner: 'night job' }).acquire();
console.log('held by:', (await db.lock('report').peek())?.owner);

try {
  await db.lock('report').acquire({ timeout: 20 });
} catch (error) {
  if (error instanceof LockError) console.log(error.reason);
}

// the next owner has a greater fence: what the lock guards can refuse a late writer
await first.release();
const second = await db.lock('report').acquire();
console.log('the fence grew:', second.fence > first.fence);
await second.release();

const { read, write } = db.readWriteLock('settings');
const readers = await Promise.all([read.acquire(), read.acquire()]);
console.log('written while two read:', (await write.tryAcquire()) !== undefined);
for (const reader of readers) await reader.release();

const pool = db.semaphore('connections', { permits: 5 });
await using three = await pool.acquire({ permits: 3 });
console.log('free permits:', await pool.available(), three.signal.aborted);
await three.release();

await db.close();

// Output:
// balance: 50
// held by: night job
// timeout
// the fence grew: true
// written while two read: false
// free permits: 2 false
