// What a program writes of ours and hands on to another one: its own declarations must be able to name all of it.
import {
  AfterLoad,
  type Auto,
  BeforeSave,
  type Column,
  type Columns,
  type Database,
  Entity,
  Field,
  Index,
  type List,
  type Many,
  ManyToMany,
  ManyToOne,
  Migrate,
  Model,
  OneToMany,
  or,
  PrimaryKey,
  type Ref,
  type Session,
  score,
  TreeNode,
  Unique,
} from 'redstart';
import { z } from 'zod';

export const Email = () => Field.text({ check: z.email() });
export const Nickname = () => Field.text({ optional: true });
export const Price = () => Field.decimal();
export const Discount = () => Field.decimal({ optional: true });
export const Role = () => Field.enum(['reader', 'writer']);
export const Data = () => Field.json();
export const Address = () => Field.json({ schema: z.object({ street: z.string() }) });
export const Names = () => Field.list();
export const Log = () => Field.stream();
export const Expiring = (ttl: number) => Entity('Expiring', { ttl });
export const Checked = () => BeforeSave();
export const Completed = () => AfterLoad();
export const Second = () => Migrate(2, (row) => ({ ...row, name: row.title }));
export const Key = () => PrimaryKey();
export const Found = () => Index();

@Entity('City')
export class City extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @OneToMany(
    () => User,
    (user) => user.city,
  )
  users!: Many<User>;
  @ManyToMany(() => User, { inverse: (user) => user.cities, kind: 'sortedSet' }) people!: Many<User, 'sortedSet'>;
}

@Entity('User')
export class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Email() email!: string;
  @Index() @Field.integer() age!: number;
  @Price() balance!: `${number}`;
  @Names() tags!: List;
  @ManyToOne(() => City, { onDelete: 'restrict' }) city!: Ref<City>;
  @ManyToMany(() => City, { kind: 'sortedSet', inverse: (city) => city.people }) cities!: Many<City, 'sortedSet'>;
}

export const InCity = () => ManyToOne(() => City, { onDelete: 'restrict' });
export const Inhabitants = () =>
  OneToMany(
    () => User,
    (user) => user.city,
  );
export const Cities = () => ManyToMany(() => City, { kind: 'set' });

export const withCity = User.query().with({ city: { with: { users: true } } });
export const loaded = () => withCity.all();
export const selected = () =>
  User.query()
    .select({ email: true, city: { name: true } })
    .all();
export const scored = () => User.query().select({ email: true, score: score() }).page({ size: 10 });
export const texts = () => User.query().select({ age: true }, { raw: true }).all();
export const ages = () => User.query().pluck((user) => user.age);
export const of = <V>(column: (user: Columns<User>) => Column<V>) => User.query().pluck(column).all();
export const groups = () => User.query().aggregate({ count: true, sum: { age: true }, groupBy: { email: true } });
export const facets = () => User.query().facets({ age: 10 });
export const found = () => User.query().where((user) => or(user.age.gt(18), user.email.eq('a')));
export const hits = (id: number) => User.field(id, (user) => user.age);
export const input = User.schema();
export const changes = (user: User) => user.changes;
export const plain = (user: User) => user.toPlain();

export const pipeline = (db: Database) => db.pipeline((p) => p);
export const before = (db: Database) => db.transaction((tx) => tx.now);
export const linked = (session: Session, user: User) => session.many(user.cities);
export const typed = (db: Database) => db.stream('log', { schema: z.object({ n: z.coerce.number() }) });
export const member = (db: Database) => db.consumerGroup('group', ['a', 'b']);
export const variables = (db: Database) => db.graph('family').v;

// @ts-expect-error a constructor that only the library calls asks for what only the library has
export const made = new TreeNode();
