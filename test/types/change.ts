import { Country, Post, Tag, User } from './models.js';

export async function right(user: User, post: Post): Promise<unknown> {
  const same: User = await user.update({ age: 37, rank: 'low' });
  await user.update({ bio: undefined, admin: false, joined: new Date(), theme: 'night' });
  await post.update({ author: user });
  await user.increment({ age: 1, weight: -0.5 });
  await user.save({ force: true });
  await user.save({ full: true });
  const { age, rank } = user.changes;
  const from: number | undefined = age?.from;
  const to: 'high' | 'low' | undefined = rank?.to;
  return [same, from, to, user.isDirty && user.isNew];
}

export async function ids(): Promise<unknown> {
  const ada: User = await User.get(1);
  const found: User | undefined = await User.find(ada.id);
  const many: (Tag | undefined)[] = await Tag.findMany(['a', 'b']);
  const norway: Country = await Country.get('NO');
  const there: boolean = await User.exists(7);
  const by: User | undefined = await User.findBy({ email: 'x' });
  await User.findBy({ email: 'x', age: 1 });
  return [found, many, norway, there, by];
}

export async function wrong(user: User): Promise<void> {
  // @ts-expect-error a value of another type
  await user.update({ age: '37' });
  // @ts-expect-error there is no such field
  await user.update({ nope: 1 });
  // @ts-expect-error null is refused: undefined takes a value away
  await user.update({ bio: null });
  // @ts-expect-error not one of the enum's values
  await user.update({ state: 'gone' });
  // @ts-expect-error a method is not a field
  await user.update({ posts: undefined });
  // @ts-expect-error text has no sum
  await user.increment({ email: 1 });
  // @ts-expect-error dates have no sum
  await user.increment({ joined: 1 });
  // @ts-expect-error an amount is a number
  await user.increment({ age: '1' });
  // @ts-expect-error there is no such option
  await user.save({ overwrite: true });
  // @ts-expect-error ids of User are numbers
  await User.get('1');
  // @ts-expect-error ids of Tag are strings
  await Tag.find(1);
  // @ts-expect-error each id is of the id's type
  await Tag.findMany([1]);
  // @ts-expect-error there is no such field
  await User.findBy({ nope: 1 });
  // @ts-expect-error a value of another type
  await User.findBy({ email: 1 });
  // @ts-expect-error a Country is not an id at all
  await Country.get(new Country());
}
