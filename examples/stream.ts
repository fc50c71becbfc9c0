// A stream: an append-only log of typed messages.
// Run: npx tsx examples/stream.ts
import { Database } from 'redstart';
import { z } from 'zod';

await using db = await Database.embedded();

const order = z.object({ item: z.string(), quantity: z.number() });
const orders = db.stream('orders', {
  schema: order,
  onInvalid: ({ id, issues }) => console.log(`passed over ${id}: ${issues[0]?.field} ${issues[0]?.found}`),
});

await orders.add({ item: 'loom', quantity: 2 }, { id: '1700000000000-0' });
await orders.add({ item: 'shuttle', quantity: 12 }, { id: '1700000060000-0' });
await db.redis.xadd('orders', '1700000120000-0', 'item', 'yarn', 'quantity', 'plenty');

for await (const { timestamp, fields } of orders) {
  console.log(timestamp.toISOString(), fields.quantity * 2, fields.item);
}

// the id is the last one read: what comes after it
const later = await orders.read({ lastId: '1700000000000-0', count: 1 });
console.log(later.map(({ id, fields }) => [id, fields.item]));

// followed on a connection of its own, until the signal aborts
const stop = new AbortController();
const following = (async () => {
  for await (const { fields } of orders.follow({ lastId: '1700000120000-0', signal: stop.signal })) {
    console.log('new:', fields);
    stop.abort();
  }
})();
await orders.add({ item: 'bobbin', quantity: 40 });
await following;

console.log(await orders.trim({ maxLength: 1, approximate: false }), await orders.size());

// Output:
// passed over 1700000120000-0: quantity "plenty"
// 2023-11-14T22:13:20.000Z 4 loom
// 2023-11-14T22:14:20.000Z 24 shuttle
// [ [ '1700000060000-0', 'shuttle' ] ]
// new: { item: 'bobbin', quantity: 40 }
// 3 1
