// Entities that lead to others: stored as ids, checked by the server, loaded along in one round trip.
// Run: npx tsx examples/relations.ts
import { type Auto, Database, Entity, Field, type Many, ManyToOne, Model, OneToMany, type Ref } from 'redstart';

@Entity('Author')
class Author extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @OneToMany(
    () => Book,
    (book) => book.author,
  )
  books!: Many<Book>;
}

@Entity('Book')
class Book extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @ManyToOne(() => Author, { onDelete: 'cascade' }) author!: Ref<Author>;
  @ManyToOne(() => Book, { optional: true, onDelete: 'set null' }) sequel?: Ref<Book>;
}

await using db = await Database.embedded({ models: [Author, Book] });

await db.session(() => {
  const jane = Author.build({ name: 'Jane' });
  const second = Book.build({ title: 'Emma II', author: jane }); // new entities may lead to each other
  Book.build({ title: 'Emma', author: jane, sequel: second });
});
await Book.create({ title: 'Ghost', author: 99 }).catch((error) => console.log(error.code)); // nobody has this id

const jane = await Author.query()
  .with({ books: { with: { sequel: true } } })
  .one(); // one round trip
for (const book of jane.books.get()) console.log(book.title, '->', book.sequel?.get().title);

const books = await Book.query().where({ author: jane }).all();
const authors = await Promise.all(books.map((book) => book.author.load())); // one round trip for all
console.log(authors.map(({ name }) => name));

await Book.deleteMany([1]);
console.log((await Book.get(2)).sequel); // led to the book that is gone
await jane.delete();
console.log(await Book.query().count(), 'books left');

// Output:
// MISSING_REFERENCE
// Emma II -> undefined
// Emma -> Emma II
// [ 'Jane', 'Jane' ]
// undefined
// 0 books left
