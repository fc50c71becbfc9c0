// A transaction: read, decide, write, and start over when someone else was quicker.
// Run: npx tsx examples/transaction.ts
import { Database, number, TransactionConflictError } from 'redstart';

await using db = await Database.embedded();
const options = { codec: number };
const stock = db.hash('stock', options);
await stock.set('loom', 3);

async function buy(item: string): Promise<boolean> {
  return db.transaction(
    async (t) => {
      // as it is now: `t` itself only queues
      const left = await t.now.hash('stock', options).get(item);
      if (!left) return false;
      const calls = [t.hash('stock', options).set(item, left - 1), t.stream('sales').add({ item })];
      // sent together when they are returned
      return Promise.all(calls).then(() => true);
    },
    { watch: [stock], retries: 100 },
  );
}

// ten buyers at the same time, three looms
const bought = await Promise.all(Array.from({ length: 10 }, () => buy('loom')));
console.log(bought.filter(Boolean).length, 'bought,', await stock.get('loom'), 'left');
console.log(await db.stream('sales').size(), 'sales');

// a key that always changes
try {
  await db.transaction(
    async (t) => {
      await db.redis.hincrby('stock', 'yarn', 1);
      return t.hash('stock', options).set('yarn', 0);
    },
    { watch: ['stock'], retries: 2 },
  );
} catch (error) {
  if (error instanceof TransactionConflictError) console.log(error.code, error.attempts);
}

// Output:
// 3 bought, 0 left
// 3 sales
// TRANSACTION_CONFLICT 3
