// How many different visitors, without keeping their names: 12 KiB a day, with an error below one per cent.
// Run: npx tsx examples/hyper-log-log.ts
import { Database } from 'redstart';

await using db = await Database.embedded();
const monday = db.hyperLogLog('visitors:monday');
const tuesday = db.hyperLogLog('visitors:tuesday');

const visitors = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `visitor-${from + n}`);
await monday.add(...visitors(0, 600));
await tuesday.add(...visitors(400, 1_000));

// a visitor who comes again is not counted again
console.log('news', await monday.add('visitor-1'));
console.log('news', await monday.add('Ada'));

const near = (count: number, truth: number) => `about ${truth}: ${Math.abs(count - truth) / truth < 0.03}`;
console.log('monday', near(await monday.size(), 601));
console.log('tuesday', near(await tuesday.size(), 600));

// those of both days count once in the sum
const both = await monday.mergeStore('visitors:both', tuesday);
console.log(both.key, near(await both.size(), 1_001));

await monday.merge(tuesday);
console.log('the same', (await monday.size()) === (await both.size()));

// Output:
// news false
// news true
// monday about 601: true
// tuesday about 600: true
// visitors:both about 1001: true
// the same true
