import { type Auto, Entity, Field, Index, Model, Unique } from 'redstart';

/** A model before a deployment. */
@Entity('User')
export class Before extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.text({ optional: true }) city?: string;
  @Field.integer() age!: number;
  @Field.text({ optional: true }) name?: string;
}

/** And behind it: another index of each kind, one that went. */
@Entity('User')
export class After extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Field.text({ optional: true }) city?: string;
  @Index() @Field.integer() age!: number;
  @Unique() @Index() @Index({ ordered: true }) @Field.text({ optional: true }) name?: string;
}

export const user = (i: number) => ({
  email: `${i}@example.com`,
  age: i % 50,
  city: i % 3 === 0 ? undefined : `city ${i % 7}`,
  name: i % 5 === 0 ? undefined : `name ${i}`,
});
