// save() writes the fields that changed, and only while nobody else changed the same ones since they were loaded.
// Run: npx tsx examples/optimistic-lock.ts
import { type Auto, Database, DataRaceError, Entity, Field, Model } from 'redstart';

@Entity('Page')
class Page extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @Field.text() text!: string;
  @Field.integer({ default: 0 }) visits!: Auto<number>;
}

await using _db = await Database.embedded({ models: [Page] });
const { id } = await Page.create({ title: 'Draft', text: 'Hello' });

// two editors load the page; different fields do not collide
const mine = await Page.get(id);
const yours = await Page.get(id);
await mine.update({ text: 'Hello, world' });
await yours.update({ title: 'Greetings' });
console.log((await Page.get(id)).toJSON());

// the same field does
mine.title = 'Welcome';
console.log(mine.changes);
try {
  await mine.save();
} catch (error) {
  if (error instanceof DataRaceError) console.log(`${error.field}: expected ${error.expected}, found ${error.found}`);
}
await mine.reload();
await mine.update({ title: 'Welcome' });
console.log(mine.title);

// what only adds needs no lock
await Promise.all(Array.from({ length: 50 }, async () => (await Page.get(id)).increment({ visits: 1 })));
console.log((await Page.get(id)).visits);

// Output:
// { id: 1, title: 'Greetings', text: 'Hello, world', visits: 0 }
// { title: { from: 'Draft', to: 'Welcome' } }
// title: expected Draft, found Greetings
// Welcome
// 50
