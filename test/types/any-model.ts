// Functions over any model: what is above `wrong` compiles, what is below must not.
import {
  type Auto,
  type Changes,
  type ClassOf,
  type CreateInput,
  Entity,
  Field,
  type IdOf,
  Index,
  Model,
  type Query,
  type Where,
} from 'redstart';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_T extends true>(): void => undefined;

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() age!: number;
}

async function first<M extends Model>(model: ClassOf<M>, where: Where<M>): Promise<M | undefined> {
  return model.query().where(where).first();
}

async function findOrCreate<M extends Model>(model: ClassOf<M>, id: IdOf<M>, input: CreateInput<M>): Promise<M> {
  return (await model.find(id)) ?? (await model.create(input));
}

const some = <M extends Model, Row>(query: Query<M, Row>): Promise<Row[]> => query.limit(3).all();

class Repository<M extends Model> {
  constructor(private readonly model: ClassOf<M>) {}

  all(): Promise<M[]> {
    return this.model.query().all();
  }

  change(id: IdOf<M>, changes: Changes<M>): Promise<boolean> {
    return this.model.change(id, changes);
  }
}

export async function right(): Promise<void> {
  const user = await first(User, { age: { gte: 18 } });
  is<Same<typeof user, User | undefined>>();
  (await findOrCreate(User, 7, { age: 3 })).age.toFixed();
  const rows = await some(User.query().select({ age: true }));
  is<Same<typeof rows, { age: number }[]>>();
  const users = new Repository(User);
  await users.change((await users.all())[0]!.id, { age: 4 });
}

export async function wrong(): Promise<void> {
  // @ts-expect-error not a field of User
  await first(User, { name: 'Ada' });
  // @ts-expect-error an object is not a class
  await first({}, {});
  // @ts-expect-error age is required
  await findOrCreate(User, 7, {});
  // @ts-expect-error not a field of User
  await new Repository(User).change(1, { name: 'Ada' });
}
