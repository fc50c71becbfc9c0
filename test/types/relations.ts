// Relations and the types of their properties: what is above `wrong` compiles, what is below must not.
import { type Auto, Entity, Field, ManyToOne, Model, type Plain, type Ref, ref } from 'redstart';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_T extends true>(): void => undefined;

@Entity('City')
export class City extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

@Entity('User')
export class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() email!: string;
  @ManyToOne(() => City, { onDelete: 'restrict' }) city!: Ref<City>;
  @ManyToOne<User>('User', { optional: true, onDelete: 'set null' }) boss?: Ref<User>;
  @ManyToOne(() => City, { onDelete: 'set default', default: 1 }) home!: Auto<Ref<City>>;
}

export async function right(oslo: City, ada: User) {
  await User.create({ email: 'a@b', city: oslo, boss: ref(User, 7) });
  await User.create({ email: 'a@b', city: 7, home: ref(oslo) });
  await ada.update({ city: ref(oslo), boss: undefined });
  ada.city = ref(oslo);
  is<Same<Plain<User>['city'], number>>();
  is<Same<typeof ada.city.id, number>>();
  const city: City = await ada.city.load();
  if (ada.city.isLoaded()) is<Same<ReturnType<typeof ada.city.get>, City>>();
  const [row] = await User.query().select({ email: true, city: true, boss: true }).all();
  is<Same<typeof row, { email: string; city: number; boss?: number | undefined } | undefined>>();
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
  // @ts-expect-error an entity of another model is no filter
  User.query().where({ city: ada });
  // @ts-expect-error nor is a Ref to one
  User.query().where({ city: ref(ada) });
  // @ts-expect-error relations have no order
  User.query().orderBy({ city: 'asc' });
  // @ts-expect-error an id of another type
  ref(City, '7');
}

export class Wrong extends Model {
  // @ts-expect-error a required relation cannot be set to null
  @ManyToOne(() => City, { onDelete: 'set null' }) b!: Ref<City>;
  // @ts-expect-error optional for the server, required for the compiler
  @ManyToOne(() => City, { onDelete: 'cascade', optional: true }) c!: Ref<City>;
  // @ts-expect-error what becomes of it must be said
  @ManyToOne(() => City, {}) d!: Ref<City>;
  // @ts-expect-error a Ref to another model
  @ManyToOne(() => City, { onDelete: 'cascade' }) e!: Ref<User>;
  // @ts-expect-error a relation holds a Ref
  @ManyToOne(() => City, { onDelete: 'cascade' }) f!: City;
}
