// Relations and the types of their properties: what is above `wrong` compiles, what is below must not.
import {
  type Auto,
  Entity,
  Field,
  type Many,
  ManyToOne,
  Model,
  type One,
  OneToMany,
  OneToOne,
  type Plain,
  type Ref,
  ref,
} from 'redstart';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_T extends true>(): void => undefined;

@Entity('City')
export class City extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @OneToMany(
    () => User,
    (user) => user.city,
  )
  users!: Many<User>;
}

@Entity('User')
export class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() email!: string;
  @ManyToOne(() => City, { onDelete: 'restrict' }) city!: Ref<City>;
  @ManyToOne<User>('User', { optional: true, onDelete: 'set null' }) boss?: Ref<User>;
  @ManyToOne(() => City, { onDelete: 'set default', default: 1 }) home!: Auto<Ref<City>>;
  @OneToOne(
    () => Profile,
    (profile) => profile.user,
  )
  profile!: One<Profile>;
}

@Entity('Profile')
export class Profile extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @OneToOne(() => User, { onDelete: 'cascade' }) user!: Ref<User>;
}

export async function right(oslo: City, ada: User) {
  await User.create({ email: 'a@b', city: oslo, boss: ref(User, 7) });
  await User.create({ email: 'a@b', city: 7, home: ref(oslo) });
  await ada.update({ city: ref(oslo), boss: undefined });
  ada.city = ref(oslo);
  is<Same<Plain<User>['city'], number>>();
  is<Same<typeof ada.city.id, number>>();
  const users: User[] = await oslo.users.query().where({ email: 'x' }).all();
  const profile: Profile | undefined = await users[0]!.profile.load();
  is<Same<Awaited<ReturnType<typeof oslo.users.ids>>, number[]>>();
  for await (const user of oslo.users) is<Same<typeof user, User>>();
  await Profile.findBy({ user: profile?.user ?? 1 });
  const city: City = await ada.city.load();
  if (ada.city.isLoaded()) is<Same<ReturnType<typeof ada.city.get>, City>>();
  const [row] = await User.query().select({ email: true, city: true, boss: true }).all();
  is<Same<typeof row, { email: string; city: number; boss?: number | undefined } | undefined>>();
  const [far] = await User.query()
    .select({
      email: true,
      city: { name: true, users: { email: true } },
      boss: { city: { id: true } },
      profile: { id: true },
    })
    .all();
  type Far = {
    email: string;
    city: { name: string; users: { email: string }[] };
    boss?: { city: { id: number } } | undefined;
    profile: { id: string } | undefined;
  };
  is<Same<typeof far, Far | undefined>>();
  const [loaded] = await User.query()
    .with({ city: { with: { users: { limit: 3 } } }, boss: true, profile: true })
    .all();
  const plain: User | undefined = loaded;
  is<Same<ReturnType<NonNullable<typeof loaded>['profile']['get']>, Profile | undefined>>();
  const names: (string | undefined)[] = [loaded?.city.get().name, loaded?.boss?.get().email, plain?.email];
  for (const user of loaded?.city.get().users.get() ?? []) names.push(user.email);
  await User.query()
    .where({ boss: { city: { name: 'Oslo', users: { some: { city: { in: [oslo, 7, ada.city] } } } } } })
    .where({ profile: { user: ada }, city: { id: { between: [1, 9] } } })
    .where((user) => user.boss.boss.city.name.startsWith('O').or(user.profile.isNull(), user.city.eq(oslo)))
    .all();
  await City.query()
    .where((city) => city.users.some((user) => user.email.eq('x').and(user.city.users.none())))
    .where((city) => city.users.every({ boss: { isNull: true } }).or(city.users.some()))
    .all();
  return User.query()
    .where({ city, boss: { isNull: true } })
    .where((user) => user.city.in([oslo, 7, ada.city]).or(user.boss.isNull(), user.city.ne(city)))
    .all();
}

export async function wrong(oslo: City, ada: User) {
  // @ts-expect-error the relation is missing
  await User.create({ email: 'x' });
  // @ts-expect-error an entity of another model
  await User.create({ email: 'x', city: ada });
  // @ts-expect-error an id of another type
  await User.create({ email: 'x', city: '7' });
  // @ts-expect-error a property holds a Ref: ref(oslo)
  ada.city = oslo;
  // @ts-expect-error not loaded: load() it
  ada.city.get();
  // @ts-expect-error an entity of another model is not a filter
  User.query().where({ city: ada });
  // @ts-expect-error nor is a Ref to one
  User.query().where({ city: ref(ada) });
  // @ts-expect-error no such field, two relations away
  User.query().where({ boss: { city: { nme: 'Oslo' } } });
  // @ts-expect-error a value of another type, one relation away
  User.query().where({ city: { name: 7 } });
  // @ts-expect-error no such field behind some()
  City.query().where((city) => city.users.some((user) => user.mail.eq('x')));
  // @ts-expect-error a relation to many is asked by some, every and none
  City.query().where((city) => city.users.email.eq('x'));
  // @ts-expect-error in an object as well
  City.query().where({ users: { email: 'x' } });
  // @ts-expect-error every one of them does what?
  City.query().where((city) => city.users.every());
  // @ts-expect-error the side that stores nothing has no id to compare
  User.query().where((user) => user.profile.eq(ada));
  // @ts-expect-error an entity of another model behind a relation
  User.query().where({ boss: { city: ada } });
  // @ts-expect-error fields of another model order nothing
  User.query().orderBy({ city: { name: 'asc' } });
  // @ts-expect-error a relation to many is not an input
  await City.create({ name: 'x', users: [] });
  // @ts-expect-error the side that stores nothing is not selected as a value
  User.query().select({ profile: true });
  // @ts-expect-error no such field in a relation, beside one that there is
  User.query().select({ city: { name: true, nme: true } });
  // @ts-expect-error no such field, two relations away
  User.query().select({ boss: { city: { nme: true } } });
  // @ts-expect-error relations have no order
  User.query().orderBy({ city: 'asc' });
  // @ts-expect-error email is not a relation
  User.query().with({ email: true });
  // @ts-expect-error no such relation, one level down
  User.query().with({ boss: { with: { town: true } } });
  // @ts-expect-error a relation to one has no limit
  User.query().with({ boss: { limit: 1 } });
  // @ts-expect-error only boss was loaded
  (await User.query().with({ boss: true }).one()).city.get();
  // @ts-expect-error a row of fields has no relations to load
  User.query().select({ email: true }).with({ city: true });
  // @ts-expect-error an id of another type
  ref(City, '7');
}

const users = () => User;

export class Wrong extends Model {
  // @ts-expect-error a required relation cannot be set to null
  @ManyToOne(() => City, { onDelete: 'set null' }) b!: Ref<City>;
  // @ts-expect-error optional for the server, required for the compiler
  @ManyToOne(() => City, { onDelete: 'cascade', optional: true }) c!: Ref<City>;
  // @ts-expect-error what becomes of it must be said
  @ManyToOne(() => City, {}) d!: Ref<City>;
  // @ts-expect-error a Ref to another model
  @ManyToOne(() => City, { onDelete: 'cascade' }) e!: Ref<User>;
  // @ts-expect-error the other side leads to another class
  @OneToMany(users, (user) => user.city) g!: Many<User>;
  // @ts-expect-error the other side is not a relation
  @OneToMany(users, (user) => user.email) h!: Many<User>;
  // @ts-expect-error a relation to many is a Many
  @OneToMany(users, (user) => user.city) i!: One<User>;
  // @ts-expect-error a relation holds a Ref
  @ManyToOne(() => City, { onDelete: 'cascade' }) f!: City;
}
