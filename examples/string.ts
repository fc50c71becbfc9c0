// A string is one value under one key: here, a session that slides, a page counter, and a job that only one may take.
// Run: npx tsx examples/string.ts
import { Database, json } from 'redstart';

const db = await Database.embedded();

const session = db.string('session:7', { codec: json<{ user: string }>() });
await session.set({ user: 'ada' }, { ttl: 60_000 });
// read it, and let it live for another minute
console.log('session of', (await session.getAndExpire(60_000))?.user);

const views = db.string('views');
await views.increment();
console.log('views', await views.increment(41));

// all digits, where numbers have too few
await db.string('serial').set('9007199254740993');
console.log('serial', await db.string('serial').increment(1n, { bigint: true }));

// the first to set it has the job
const job = db.string('job:backup');
console.log('taken:', await job.set('worker 1', { only: 'new' }), await job.set('worker 2', { only: 'new' }));
console.log('done by', await job.getAndDelete());

const log = db.string('log');
await log.append('first, ');
console.log(await log.append('second'), 'bytes, the last six:', await log.slice(-6));

await db.strings.setMany({ 'city:1': 'Oslo', 'city:2': 'Bergen' });
console.log(await db.strings.getMany(['city:2', 'city:3', 'city:1']));

await db.close();

// Output:
// session of ada
// views 42
// serial 9007199254740994n
// taken: true false
// done by worker 1
// 13 bytes, the last six: second
// [ 'Bergen', undefined, 'Oslo' ]
