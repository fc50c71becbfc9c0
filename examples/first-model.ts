// A decorated class is an entity: created, changed and queried, each in one atomic script.
// Run: npx tsx examples/first-model.ts
import { type Auto, Database, Entity, Field, Index, Model, Unique, UniqueError } from 'redstart';

// Field.text() and its siblings work under every compiler; esbuild, which runs this file, emits no types of properties
@Entity('Book')
class Book extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() isbn!: string;
  @Index({ ordered: true }) @Field.text() title!: string;
  @Index() @Field.integer() year!: number;
  @Field.text({ optional: true }) author?: string;
}

await using db = await Database.embedded({ models: [Book], namespace: 'library' });

await Book.insertMany([
  { isbn: '978-0-14-143951-8', title: 'Pride and Prejudice', year: 1813, author: 'Jane Austen' },
  { isbn: '978-0-14-143947-1', title: 'Frankenstein', year: 1818, author: 'Mary Shelley' },
  { isbn: '978-0-14-103614-4', title: 'Nineteen Eighty-Four', year: 1949 },
]);

const old = await Book.query()
  .where({ year: { lt: 1900 } })
  .orderBy({ title: 'asc' })
  .all();
console.log(old.map((book) => `${book.title} (${book.year})`).join(', '));

const orwell = await Book.query().where({ title: 'Nineteen Eighty-Four' }).one();
await orwell.update({ author: 'George Orwell' });
console.log((await Book.get(orwell.id)).author);

try {
  await Book.create({ isbn: '978-0-14-143947-1', title: 'The Modern Prometheus', year: 1818 });
} catch (error) {
  if (error instanceof UniqueError) console.log(`${error.fields} belongs to book ${error.holder}`);
}

// nothing is hidden: the entity is a hash that redis-cli shows as well
console.log(await db.redis.hgetall('{library}:Book:2'));

// Output:
// Frankenstein (1818), Pride and Prejudice (1813)
// George Orwell
// isbn belongs to book 2
// {
//   isbn: '978-0-14-143947-1',
//   title: 'Frankenstein',
//   year: '1818',
//   author: 'Mary Shelley'
// }
