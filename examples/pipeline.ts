// A pipeline: many calls in one round trip, with their types.
// Run: npx tsx examples/pipeline.ts
import { Database, number } from 'redstart';

await using db = await Database.embedded();

const added = await db.pipeline((p) =>
  Promise.all([
    p.hash('user:1').update({ name: 'Ada', city: 'London' }),
    p.hash('visits', { codec: number }).increment('ada', 3),
    p.stream('log').add({ event: 'created' }, { id: '1-0' }),
  ]),
);
console.log(added);

// [string | undefined, number | undefined, number]
const [name, visits, size] = await db.pipeline((p) =>
  Promise.all([p.hash('user:1').get('name'), p.hash('visits', { codec: number }).get('ada'), p.stream('log').size()]),
);
console.log(name?.toUpperCase(), (visits ?? 0) + 1, size);

// a call that fails rejects alone
const results = await db.pipeline((p) => Promise.allSettled([p.stream('visits').size(), p.hash('user:1').size()]));
for (const result of results) console.log(result.status === 'fulfilled' ? result.value : `${result.reason.code}`);

// a command of one's own goes along
db.defineCommand('bump', { numberOfKeys: 1, lua: "return redis.call('HINCRBY', KEYS[1], ARGV[1], 1)" });
console.log(await db.pipeline((p) => Promise.all([p.runScript('bump', ['visits'], ['ada']), p.call('DBSIZE')])));

// Output:
// [ 2, 3, '1-0' ]
// ADA 4 1
// WRONG_TYPE
// 2
// [ 4, 3 ]
