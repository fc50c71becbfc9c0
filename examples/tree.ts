// Settings as one tree of values: each is read, written, counted and locked by its path.
// Run: npx tsx examples/tree.ts
import { Database } from 'redstart';

interface Settings {
  mail: { host: string; port: number; to: string[] };
  stats: { visits: number; today?: number };
}

await using db = await Database.embedded();
const settings = db.tree<Settings>('settings');

await settings.set({ mail: { host: 'localhost', port: 25, to: [] }, stats: { visits: 0 } });
await settings.at('mail.port').set(587); // a wrong path or a wrong type does not compile
await settings.merge({ mail: { to: ['ada@example.com'] } });
console.log(await settings.at('mail').get());

// atomic, without a lock
await Promise.all(Array.from({ length: 100 }, () => settings.at('stats.visits').add(1)));
console.log(await settings.at('stats.visits').get());

// a part that goes away by itself
await settings.at('stats.today').set(7, { ttl: 50 });
await new Promise((resolve) => setTimeout(resolve, 80));
console.log(await settings.at('stats').get());

// a lock of a node keeps others from all above and below it, and from nothing beside
await settings.at('mail').run(async () => {
  console.log('mail.host is locked:', await settings.at('mail.host').isLocked());
  await using _ = await settings.at('stats').acquire();
  console.log('so is stats:', await settings.at('stats').isLocked());
});

for await (const [path, value] of settings.descendants()) console.log(path.join(' / '), '=', value);

// Output:
// { host: 'localhost', port: 587, to: [ 'ada@example.com' ] }
// 100
// { visits: 100 }
// mail.host is locked: true
// so is stats: true
// mail / host = localhost
// mail / port = 587
// mail / to = [ 'ada@example.com' ]
// stats / visits = 100
