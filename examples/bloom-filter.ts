// "Have I seen this before?" for a crawler, in a few bytes a page instead of its whole address.
// Run: npx tsx examples/bloom-filter.ts
import { Database } from 'redstart';

await using db = await Database.embedded();
const seen = db.bloomFilter('crawler:seen', { capacity: 10_000, errorRate: 0.01 });
console.log(`${seen.bytes} bytes, ${seen.hashes} bits a page`);

const page = (n: number) => `https://example.com/articles/${n}`;

// add() tells whether the value was new, so that two crawlers never both get true
console.log('new', await seen.add(page(1)));
console.log('new', await seen.add(page(1)));

// many values are one round trip
const pages = Array.from({ length: 10_000 }, (_, n) => page(n));
await seen.addMany(pages);
console.log('forgotten', (await seen.hasMany(pages)).filter((known) => !known).length);

// the filter is full now: about 1 % of the pages that nobody saw are taken for known ones
const others = Array.from({ length: 100_000 }, (_, n) => page(n + 1_000_000));
const mistaken = (await seen.hasMany(others)).filter((known) => known).length;
console.log(`mistaken ${((100 * mistaken) / others.length).toFixed(2)} %`);

// Output:
// 11982 bytes, 7 bits a page
// new true
// new false
// forgotten 0
// mistaken 1.04 %
