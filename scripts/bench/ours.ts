import { type Auto, Entity, Field, Index, Model, Unique } from 'redstart';
import type { UserInput } from './workload.js';

@Entity('User')
export class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Field.text() name!: string;
  @Index() @Field.integer() age!: number;
  @Index() @Field.text() city!: string;
  @Index() @Field.datetime() created!: Date;
  @Field.text() bio!: string;
}

export const toInput = (user: UserInput) => ({ ...user, created: new Date(user.created * 1000) });

const range = (j: number) => ({ gte: 18 + (j % 45), lte: 22 + (j % 45) });

/** Each operation of the benchmark as a user of Redstart writes it. */
export const ours = {
  create: (user: UserInput) => User.create(toInput(user)),
  insertMany: (list: readonly UserInput[]) => User.insertMany(list.map(toInput)),
  get: (id: number) => User.get(id),
  getMany: (ids: readonly number[]) => User.findMany(ids),
  byEmail: (email: string) => User.findBy({ email }),
  city: (city: string) => User.query().where({ city }).all(),
  cityRows: (city: string) =>
    User.query()
      .where({ city })
      .select({ id: true, email: true, name: true, age: true, city: true, created: true, bio: true })
      .all(),
  ages: (j: number) =>
    User.query()
      .where({ age: range(j) })
      .all(),
  youngest: (j: number) =>
    User.query()
      .where({ age: range(j) })
      .orderBy({ age: 'asc' })
      .limit(20)
      .all(),
  newest: (city: string) =>
    User.query()
      .where({ city, age: { gte: 30, lt: 50 } })
      .orderBy({ created: 'desc' })
      .limit(20)
      .all(),
  twoCities: (a: string, b: string) =>
    User.query()
      .where((u) => u.city.eq(a).or(u.city.eq(b)))
      .all(),
  countAll: () => User.query().count(),
  countCity: (city: string) => User.query().where({ city }).count(),
  setAge: (user: User, age: number) => user.update({ age }),
  remove: (user: User) => user.delete(),
};
