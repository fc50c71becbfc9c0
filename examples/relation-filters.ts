// Conditions through relations: entities by what is said of those that they lead to, or that lead to them. One round trip each.
// Run: npx tsx examples/relation-filters.ts
import { type Auto, Database, Entity, Field, Index, type Many, ManyToOne, Model, OneToMany, type Ref } from 'redstart';

@Entity('Author')
class Author extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Index() @Field.text() country!: string;
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
  @Index() @Field.integer() year!: number;
  @ManyToOne(() => Author, { onDelete: 'cascade' }) author!: Ref<Author>;
}

await using _db = await Database.embedded({ models: [Author, Book] });
const [ibsen, woolf, shelley] = await Author.insertMany([
  { name: 'Henrik Ibsen', country: 'NO' },
  { name: 'Virginia Woolf', country: 'GB' },
  { name: 'Mary Shelley', country: 'GB' },
  { name: 'Nobody Yet', country: 'NO' },
]);
await Book.insertMany([
  { title: 'Peer Gynt', year: 1867, author: ibsen! },
  { title: 'Orlando', year: 1928, author: woolf! },
  { title: 'The Waves', year: 1931, author: woolf! },
  { title: 'Frankenstein', year: 1818, author: shelley! },
]);

const titles = Book.query().pluck((book) => book.title);
console.log(await titles.where({ author: { country: 'GB' }, year: { gte: 1900 } }).all());

const names = Author.query().pluck((author) => author.name);
console.log(await names.where((author) => author.books.some((book) => book.year.lt(1900))).all());
console.log(await names.where({ books: { every: { year: { gte: 1900 } } } }).all()); // who wrote none fits as well
console.log(await names.where((author) => author.books.none()).all());

// Output:
// [ 'Orlando', 'The Waves' ]
// [ 'Henrik Ibsen', 'Mary Shelley' ]
// [ 'Virginia Woolf', 'Nobody Yet' ]
// [ 'Nobody Yet' ]
