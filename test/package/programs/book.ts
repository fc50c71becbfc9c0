import { type Auto, Entity, Field, Index, Model } from 'redstart';
import { Author } from './author.js';

@Entity('Book')
export class Book extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text() title!: string;
  @Index() @Field.integer() authorId!: number;

  author(): Promise<Author> {
    return Author.get(this.authorId);
  }
}
