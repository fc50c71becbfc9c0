// Two entities in two files that refer to each other.
import { deepEqual, equal } from 'node:assert/strict';
import { Database } from 'redstart';
import { Author } from './author.js';
import { Book } from './book.js';

async function main(): Promise<void> {
  const db = await Database.embedded({ models: [Author, Book] });
  const ada = await Author.create({ name: 'Ada' });
  await Book.insertMany([
    { title: 'Sketch', authorId: ada.id },
    { title: 'Notes', authorId: ada.id },
  ]);
  const books = await ada.books();
  deepEqual(
    books.map((book) => book.title),
    ['Notes', 'Sketch'],
  );
  equal((await books[0]!.author()).name, 'Ada');
  await db.close();
  console.log('ok');
}

main();
