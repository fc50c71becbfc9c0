import { type Auto, Entity, Field, ManyToOne, Model, type Ref } from 'redstart';

/** Entities that several programs insert and delete at the same time. */
@Entity('Author')
export class Author extends Model {
  @Field.id() id!: Auto<number>;
}

@Entity('Post')
export class Post extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Author, { onDelete: 'cascade' }) author!: Ref<Author>;
  @ManyToOne(() => Author, { optional: true, onDelete: 'set null' }) editor?: Ref<Author>;
}

@Entity('Answer')
export class Answer extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @ManyToOne(() => Post, { onDelete: 'cascade' }) post!: Ref<Post>;
}
