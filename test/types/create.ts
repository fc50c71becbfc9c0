import { type CreateInput, type Plain } from 'redstart';
import { Country, Post, Tag, User } from './models.js';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(fact?: T) => fact;

export async function right(): Promise<unknown> {
  await Country.create({ code: 'NO', name: 'Norway' });
  const ada = await User.create({ email: 'ada@example.com', age: 36, state: 'draft' });
  await User.create({
    id: 7,
    email: 'b',
    age: 1,
    admin: true,
    bio: undefined,
    joined: new Date(),
    active: false,
    state: 'done',
    rank: 'high',
    theme: 'night',
    origin: 'there',
  });
  await Post.create({ title: 'Notes', author: ada });
  await Post.create({ title: 'Notes', author: 7, tag: '01J' });
  await User.insertMany([{ email: 'x', age: 1, state: 'draft' }], { batch: 10 });
  User.build();
  User.build({ email: 'x' });
  const tag: Tag = await Tag.create({ name: 'x' });
  const known: User = ada;
  const plain: Plain<User> = ada.toJSON();
  const joined: Date = plain.joined;
  return [tag, known, joined, ada.copy().label];
}

export function assignable(user: User): unknown {
  user.joined = new Date();
  user.id = 3;
  user.active = false;
  user.theme = 'night';
  user.rank = undefined;
  const id: number = user.id;
  const active: boolean = user.active;
  const theme: 'day' | 'night' = user.theme;
  return [id, active, theme, user.joined.getTime()];
}

is<Same<CreateInput<User>['theme'], 'day' | 'night' | undefined>>();
is<Same<CreateInput<User>['state'], 'draft' | 'done'>>();
is<Same<CreateInput<User>['rank'], 'high' | 'low' | undefined>>();
is<Same<CreateInput<User>['active'], boolean | undefined>>();
is<Same<CreateInput<User>['joined'], Date | undefined>>();
is<Same<Plain<User>['id'], number>>();

export async function wrong(user: User): Promise<void> {
  // @ts-expect-error age is missing
  await User.create({ email: 'x', state: 'draft' });
  // @ts-expect-error there is no such field
  await User.create({ email: 'x', age: 1, state: 'draft', nope: 1 });
  // @ts-expect-error a value of another type
  await User.create({ email: 'x', age: '1', state: 'draft' });
  // @ts-expect-error not one of the enum's values
  await User.create({ email: 'x', age: 1, state: 'gone' });
  // @ts-expect-error not one of the values of an optional enum
  await User.create({ email: 'x', age: 1, state: 'done', rank: 'middle' });
  // @ts-expect-error not one of the values of an enum with a default
  await User.create({ email: 'x', age: 1, state: 'done', theme: 'dusk' });
  // @ts-expect-error null is not a value
  await User.create({ email: 'x', age: 1, state: 'done', bio: null });
  // @ts-expect-error null is not a value of a field that must have one
  await User.create({ email: 'x', age: null, state: 'done' });
  // @ts-expect-error undefined is not a value of a field that must have one
  await User.create({ email: undefined, age: 1, state: 'done' });
  // @ts-expect-error a method is not a field
  await User.create({ email: 'x', age: 1, state: 'done', posts: 1 });
  // @ts-expect-error what Model itself has is not a field
  await User.create({ email: 'x', age: 1, state: 'done', isNew: true });
  // @ts-expect-error the value of a primary key without a generator must be given
  await Country.create({ name: 'Norway' });
  // @ts-expect-error insertMany checks each of its inputs
  await User.insertMany([{ email: 'x', state: 'done' }]);
  // @ts-expect-error build may leave fields out, and checks those that are there
  User.build({ age: 'x' });
  // @ts-expect-error another entity than the relation's
  await Post.create({ title: 'x', author: new Country() });
  // @ts-expect-error an id of another type than the related entity's
  await Post.create({ title: 'x', author: 'seven' });
  // @ts-expect-error text is not a date
  user.joined = '2024-01-01';
  // @ts-expect-error not one of the values
  user.theme = 'dusk';
  // @ts-expect-error declared readonly
  user.origin = 'elsewhere';
}
