// author.ts and book.ts import each other: neither class may be needed while the other file is still loading.
import { type Auto, Entity, Field, Model } from 'redstart';
import { Book } from './book.js';

@Entity('Author')
export class Author extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;

  books(): Promise<Book[]> {
    return Book.query().where({ authorId: this.id }).orderBy({ title: 'asc' }).all();
  }
}
