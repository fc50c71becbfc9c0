// Full-text search over documents of any origin, without a model.
// Run: npx tsx examples/search-index.ts
import { Database } from 'redstart';

await using db = await Database.embedded();
const books = db.searchIndex('books', { fields: { title: { boost: 2 }, text: {} } });

await books.addMany([
  {
    id: 'md',
    document: { title: 'Moby Dick', text: 'Call me Ishmael. He goes to sea to hunt a white whale.' },
    metadata: { year: 1851 },
  },
  {
    id: 'ww',
    document: { title: 'The Whale', text: 'The same book, as London first printed it.' },
    metadata: { year: 1851 },
  },
  {
    id: 'ty',
    document: { title: 'Typee', text: 'A sailor leaves his ship for an island. No whales here.' },
    metadata: { year: 1846 },
  },
]);

async function show(query: string, options = {}) {
  const { total, hits } = await books.search(query, options);
  console.log(query, total, hits.map(({ id }) => id).join(' '));
}

await show('whale'); // stems: it finds "whales"; a word in the title counts twice
await show('whale -title:whale');
await show('"white whale" OR ship');
await show('whale', { filter: { year: 1846 } });

const { hits } = await books.search('hunting whales', { highlight: true });
console.log(hits[0]!.highlights);

await books.update('ty', { title: 'Typee', text: 'A peep at life on an island.' }); // the metadata stays
await show('whale');
console.log(await books.get('ty'), await books.suggest('wh'));

// Output:
// whale 3 ww ty md
// whale -title:whale 2 ty md
// "white whale" OR ship 2 md ty
// whale 1 ty
// {
//   text: 'Call me Ishmael. He goes to sea to <mark>hunt</mark> a white <mark>whale</mark>.'
// }
// whale 2 ww md
// {
//   id: 'ty',
//   document: { title: 'Typee', text: 'A peep at life on an island.' },
//   metadata: { year: 1846 }
// } [ 'whale', 'white' ]
