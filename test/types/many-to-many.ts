// Many-to-many relations and the types of their properties: what is above `wrong` compiles, what is below must not.
import { type Auto, Entity, Field, ForeignModel, type Many, ManyToMany, Model, type Ref } from 'redstart';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_T extends true>(): void => undefined;

@Entity('User')
export class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() email!: string;
  @ManyToMany(() => Group, { inverse: (group) => group.members, kind: 'set' }) groups!: Many<Group, 'set'>;
  @ManyToMany<Group, User, 'sortedSet'>('Group', { kind: 'sortedSet' }) ranked!: Many<Group, 'sortedSet'>;
  @ManyToMany(() => User, { kind: 'set', inverse: (user) => user.followers }) follows!: Many<User, 'set'>;
  @ManyToMany(() => User, { kind: 'set', inverse: (user) => user.follows }) followers!: Many<User, 'set'>;
}

@Entity('Group')
export class Group extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @Field.text() name!: string;
  @ManyToMany(() => User, { inverse: (user) => user.groups, kind: 'list' }) members!: Many<User, 'list'>;
}

export async function right(ada: User, chess: Group) {
  await User.create({ email: 'a@b' });
  const added: number = await ada.groups.add(chess, 'an id');
  await ada.ranked.add([chess, 7], ['an id', added]);
  (
    await User.query()
      .with({ ranked: { reverse: true, limit: 10 } })
      .one()
  ).ranked.get()[0]?.name;
  await ada.ranked.add([chess, 7], ['an id', added], { only: 'new' });
  const best: [Group, number][] = await ada.ranked.slice(0, 10, { reverse: true, withScores: true });
  const above: [Group, number][] = await ada.ranked.rangeByScore({ min: best[0]![1], withScores: true });
  const plain: Group[] = await ada.ranked.rangeByScore({ min: above.length });
  const place: number | undefined = await ada.ranked.rank(plain[0]!, { reverse: true });
  is<Same<typeof place, number | undefined>>();
  await chess.members.insert(0, 7);
  const first: User | undefined = await chess.members.at(0);
  is<Same<Awaited<ReturnType<typeof chess.members.ids>>, number[]>>();
  is<Same<Awaited<ReturnType<typeof ada.groups.all>>, Group[]>>();
  for await (const user of chess.members) user.email.trim();
  const [loaded] = await User.query()
    .with({ groups: { limit: 3, where: { name: 'x' }, with: { members: true } } })
    .all();
  const emails: string[] | undefined = loaded?.groups
    .get()[0]
    ?.members.get()
    .map(({ email }) => email);
  if (ada.groups.isLoaded()) ada.groups.get()[0]?.name.trim();
  return [first, emails, await ada.ranked.query().where({ name: 'x' }).all()];
}

export async function wrong(ada: User, chess: Group, inverse: Many<User>) {
  // @ts-expect-error a relation to many is not an input
  await User.create({ email: 'x', groups: [chess] });
  // @ts-expect-error an entity of another model
  await ada.groups.add(ada);
  // @ts-expect-error an id of another type
  await ada.groups.add(7);
  // @ts-expect-error a sorted set takes scores
  await ada.ranked.add(chess);
  // @ts-expect-error conditions stand behind the pairs
  await ada.ranked.add({ only: 'new' }, [chess, 7]);
  // @ts-expect-error no such condition
  await ada.ranked.add([chess, 7], { only: 'old' });
  // @ts-expect-error scores come where they are asked for
  const scored: [Group, number][] = await ada.ranked.rangeByScore({ min: 1 });
  // @ts-expect-error a set has no places
  await ada.groups.rank(scored[0]![0]);
  // @ts-expect-error a set has no order
  await ada.groups.insert(0, chess);
  // @ts-expect-error a list has no scores
  await chess.members.score(ada);
  // @ts-expect-error the other side of a reference is not changed
  await inverse.add(ada);
  // @ts-expect-error nothing was loaded along
  ada.groups.get();
  // @ts-expect-error no such relation, one level down
  User.query().with({ groups: { with: { people: true } } });
  // @ts-expect-error a set has no order of its own to be turned around
  User.query().with({ groups: { reverse: true } });
}

const users = () => User;

interface Customer {
  readonly id: number;
  readonly name: string;
}
const load = async (ids: readonly number[]): Promise<(Customer | undefined)[]> => ids.map(() => undefined);

@Entity('Order')
export class Order extends Model {
  @Field.id() id!: Auto<number>;
  @ForeignModel<Customer>({ id: ({ id }) => id, load }) customer!: Ref<Customer>;
  @ForeignModel<Customer>({ id: ({ id }) => id, load, optional: true }) giver?: Ref<Customer>;
}

export async function foreign(customer: Customer) {
  const order = await Order.create({ customer });
  await Order.query().where({ customer: 7 }).select({ customer: true }).all();
  const name: string = (await order.customer.load()).name;
  // @ts-expect-error an id of another type
  await Order.create({ customer: '7' });
  return name;
}

export class Wrong extends Model {
  // @ts-expect-error a Ref to something else
  @ForeignModel<Customer>({ id: ({ id }) => id, load }) x!: Ref<User>;
  // @ts-expect-error optional for the server, required for the compiler
  @ForeignModel<Customer>({ id: ({ id }) => id, load, optional: true }) y!: Ref<Customer>;
  // @ts-expect-error ids are told, and entities loaded
  @ForeignModel<Customer>({ id: ({ id }) => id }) z!: Ref<Customer>;
  // @ts-expect-error kept in another way than the type says
  @ManyToMany(users, { kind: 'list' }) a!: Many<User, 'set'>;
  // @ts-expect-error a set has each once anyway
  @ManyToMany(users, { kind: 'set', unique: true }) g!: Many<User, 'set'>;
  // @ts-expect-error how it is kept must be said
  @ManyToMany(users, {}) b!: Many<User, 'set'>;
  // @ts-expect-error the other side leads to another class
  @ManyToMany(users, { kind: 'set', inverse: (user) => user.groups }) c!: Many<User, 'set'>;
  // @ts-expect-error the other side is not a relation
  @ManyToMany(users, { kind: 'set', inverse: (user) => user.email }) d!: Many<User, 'set'>;
  // @ts-expect-error a Many of another model
  @ManyToMany(users, { kind: 'set' }) e!: Many<Group, 'set'>;
  // @ts-expect-error without a kind in its type it cannot be changed
  @ManyToMany(users, { kind: 'set' }) f!: Many<User>;
}
