// The models that the files beside this one use rightly and wrongly. Nothing here runs: `npm run check` compiles it.
import { type Auto, Entity, Field, Index, Model, PrimaryKey, type Ref, Unique } from 'redstart';

@Entity()
@Unique<User>((user) => [user.email, user.age])
export class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.integer() age!: number;
  @Index() @Field.boolean({ optional: true }) admin?: boolean;
  @Index({ ordered: true }) @Field.text({ optional: true }) bio?: string;
  @Index() @Field.datetime() joined: Auto<Date> = new Date();
  @Index() @Field.boolean() active: Auto<boolean> = true;
  @Index() @Field.enum(['draft', 'done']) state!: 'draft' | 'done';
  @Index() @Field.enum(['high', 'low'], { optional: true }) rank?: 'high' | 'low';
  @Field.enum(['day', 'night']) theme: Auto<'day' | 'night'> = 'day';
  @Field.float({ optional: true }) weight?: number;
  @Field.text() readonly origin: string = 'here';

  get label(): string {
    return `${this.email} (${this.age})`;
  }

  posts(): Promise<Post[]> {
    return Post.query().all();
  }
}

@Entity()
export class Post extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  // relations have no decorators yet; the types know them
  author!: Ref<User>;
  tag?: Ref<Tag>;
}

@Entity()
export class Tag extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @Index({ ordered: true, suffix: true, ignoreCase: true }) @Field.text() name!: string;
  @Unique({ ignoreCase: true }) @Field.text({ optional: true }) slug?: string;
  @Index() @Field.json() aliases: Auto<string[]> = [];
  @Index() @Field.json({ optional: true }) marks?: readonly (number | boolean)[];
  @Index() get size(): number {
    return this.aliases.length;
  }
}

@Entity()
export class Country extends Model {
  @PrimaryKey() @Field.text() code!: string;
  @Field.text() name!: string;
}
