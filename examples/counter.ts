// A counter that many processes change, with bounds that none of them can pass.
// Run: npx tsx examples/counter.ts
import { Database } from 'redstart';

const db = await Database.embedded();

const seats = db.counter('seats', { min: 0, max: 3 });
const bookings = await Promise.allSettled(Array.from({ length: 10 }, () => seats.increment()));
console.log('booked:', bookings.filter(({ status }) => status === 'fulfilled').length, 'seats:', await seats.value());
console.log('after one left:', await seats.decrement());

// changed very often: a few keys share the work, in a cluster on several nodes
const views = db.counter('views', { shards: 8 });
await Promise.all(Array.from({ length: 1_000 }, () => views.increment()));
console.log('views:', await views.value());

await db.close();

// Output:
// booked: 3 seats: 3
// after one left: 2
// views: 1000
