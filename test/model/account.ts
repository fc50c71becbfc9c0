import { type Auto, Entity, Field, Index, Model, Unique } from 'redstart';

/** The entity that several programs work on at the same time: one index of each kind, and two fields that are always equal. */
@Entity()
@Unique<Account>((account) => [account.city, account.email])
export class Account extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.text() city!: string;
  @Index() @Field.integer() score!: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) name?: string;
  @Index() @Field.integer() left: Auto<number> = 0;
  @Index() @Field.integer() right: Auto<number> = 0;
}

/** The input of the nth account. */
export const account = (n: number, tag = '') => ({
  email: `${tag}${n}@example.com`,
  city: `city ${n % 7}`,
  score: n % 100,
  ...(n % 3 && { name: `name ${n}` }),
});
