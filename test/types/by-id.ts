import type { DecimalString } from 'redstart';
import { type Auto, type Database, Entity, Field, Model } from 'redstart';
import { Country, Tag, User } from './models.js';

@Entity()
class Purse extends Model {
  @Field.id() id!: Auto<number>;
  @Field.decimal() cash!: DecimalString;
  @Field.bigint({ optional: true }) points?: bigint;
}

/** A text id is one id, not its letters. */
export function wrongLists(): unknown {
  // @ts-expect-error: several ids, not one
  const found = Country.findMany('NO');
  // @ts-expect-error: several ids, not one
  const deleted = Country.deleteMany('NO');
  return [found, deleted, Country.findMany(['NO']), Country.deleteMany(new Set(['NO']))];
}

export async function right(user: User): Promise<unknown> {
  const age: number | undefined = await User.field(1, (u) => u.age).get();
  await User.field(1, (u) => u.age).set(37);
  const sum: number = await User.field(1, (u) => u.age).increment(1, { min: 0, max: 150 });
  const none: boolean = await User.field(1, (u) => u.bio).delete();
  const before: string | undefined = await User.field(1, (u) => u.bio).getAndSet('x');
  const joined: Date | undefined = await User.field(1, (u) => u.joined).get();
  const state: 'draft' | 'done' | undefined = await User.field(1, (u) => u.state).get();
  const cash: `${number}` = await Purse.field(1, (purse) => purse.cash).increment('0.5', { min: '0' });
  const points: bigint = await Purse.field(1, (purse) => purse.points).increment(1n);
  const some: { email: string; bio?: string | undefined } | undefined = await User.pick(1, { email: true, bio: true });
  const changed: boolean = await User.change(1, { age: 3, bio: undefined });
  const upserted: User = await User.upsert({ email: 'x', age: 1, state: 'done' }, { by: { email: true } });
  await Country.upsert({ code: 'NO', name: 'Norge' }, { by: { code: true } });
  const id: number = User.idOf(user);
  const key: string = Tag.keyOf('a');
  await user.increment({ age: { by: 1, max: 150 }, weight: 0.5 });
  return [age, sum, none, before, joined, state, cash, points, some, changed, upserted, id, key];
}

export async function inSession(db: Database, user: User, purse: Purse): Promise<void> {
  await db.session((session) => {
    session.increment(user, { age: { by: -1, min: 0 }, weight: 0.5 });
    session.increment(purse, { cash: '0.50', points: { by: 1n, max: 9n } });
    // @ts-expect-error an amount of a decimal is text
    session.increment(purse, { cash: 1 });
    // @ts-expect-error text has no sum
    session.increment(user, { bio: 1 });
    // @ts-expect-error it is `by`
    session.increment(user, { age: { add: 1 } });
    // @ts-expect-error there is no such field
    session.increment(user, { nope: 1 });
  });
}

export async function wrong(user: User): Promise<void> {
  // @ts-expect-error a value of another type
  await User.field(1, (u) => u.age).set('37');
  // @ts-expect-error a required field cannot be taken away
  await User.field(1, (u) => u.age).delete();
  // @ts-expect-error text has no sum
  await User.field(1, (u) => u.bio).increment(1);
  // @ts-expect-error dates have no sum
  await User.field(1, (u) => u.joined).increment(1);
  // @ts-expect-error an amount of a decimal is text
  await Purse.field(1, (purse) => purse.cash).increment(1);
  // @ts-expect-error a bound is of the field's type
  await User.field(1, (u) => u.age).increment(1, { min: '0' });
  // @ts-expect-error there is no such field
  User.field(1, (u) => u.nope);
  // @ts-expect-error a method is not a field
  User.field(1, (u) => u.posts);
  // @ts-expect-error ids of User are numbers
  User.field('1', (u) => u.age);
  // @ts-expect-error there is no such field
  await User.pick(1, { age: true, nope: true });
  // @ts-expect-error a value of another type
  await User.change(1, { age: '3' });
  // @ts-expect-error there is no such field
  await User.upsert({ email: 'x', age: 1, state: 'done' }, { by: { nope: true } });
  // @ts-expect-error a required field is missing
  await User.upsert({ email: 'x', age: 1 }, { by: { email: true } });
  // @ts-expect-error a bound is of the field's type
  await user.increment({ age: { by: 1, min: '0' } });
  // @ts-expect-error there is no such bound
  await user.increment({ age: { by: 1, least: 0 } });
  // @ts-expect-error another model's entity
  User.idOf(new Tag());
}
