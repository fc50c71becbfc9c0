// Suggestions for what is being typed, with data to show beside them.
// Run: npx tsx examples/autocomplete.ts
import { Database } from 'redstart';

await using db = await Database.embedded();
const ac = db.autocomplete<{ url: string }>('blog', { typos: 1 });

await ac.store(1, { title: 'Walrus: a Redis toolkit', type: 'entry', data: { url: '/walrus' } });
await ac.storeMany([
  { id: 2, title: 'Building suggestions with Walrus', type: 'entry', data: { url: '/suggestions' } },
  { id: 3, title: 'The walrus and the carpenter', type: 'poem', data: { url: '/poem' } },
  { id: 4, title: 'Ærøskøbing by boat', type: 'entry', data: { url: '/boat' } },
]);

const show = async (phrase: string, options = {}) => {
  const matches = await ac.search(phrase, options);
  console.log(
    phrase,
    matches.map(({ title, data }) => `${title} (${data.url})`),
  );
};

await show('wal'); // the nearer to the front, the better; then the alphabet
await show('wal bui');
await show('aero'); // without case and accents
await show('wlarus car'); // one letter may be wrong

await show('wal', { type: 'poem' });
await show('wal', { boosts: [{ id: 2, by: 3 }] });

// for every search from now on
await ac.boost({ type: 'poem' }, 2);
await show('wal', { limit: 1 });

await ac.store(3, { title: 'A poem', type: 'poem', data: { url: '/poem' } }); // replaces the title
await show('wal', { limit: 1 });
console.log(await ac.delete(3, { type: 'poem' }), await ac.size());

// Output:
// wal [
//   'The walrus and the carpenter (/poem)',
//   'Walrus: a Redis toolkit (/walrus)',
//   'Building suggestions with Walrus (/suggestions)'
// ]
// wal bui [ 'Building suggestions with Walrus (/suggestions)' ]
// aero [ 'Ærøskøbing by boat (/boat)' ]
// wlarus car [ 'The walrus and the carpenter (/poem)' ]
// wal [ 'The walrus and the carpenter (/poem)' ]
// wal [
//   'Building suggestions with Walrus (/suggestions)',
//   'The walrus and the carpenter (/poem)',
//   'Walrus: a Redis toolkit (/walrus)'
// ]
// wal [ 'The walrus and the carpenter (/poem)' ]
// wal [ 'Walrus: a Redis toolkit (/walrus)' ]
// true 3
