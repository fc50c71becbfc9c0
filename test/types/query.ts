import { and, type Database, type Explanation, highlight, Index, not, number, or, type Query, score } from 'redstart';
import { Country, Post, Tag, User } from './models.js';

export async function right(ada: User, db: Database): Promise<unknown> {
  const adults: User[] = await User.query()
    .where({ age: { gte: 18, lt: 80 }, state: 'draft', admin: { isNull: true } })
    .where((u) => u.bio.startsWith('re').or(u.joined.gt(new Date())).and(u.admin.eq(true)))
    .orderBy({ joined: 'desc', age: 'asc' })
    .limit(20)
    .offset(5)
    .all();
  const rows: { email: string; age: number; bio?: string | undefined }[] = await User.query()
    .select({ email: true, age: true, bio: true })
    .all();
  const u = User.fields();
  const adult = u.age.gte(18);
  await User.query()
    .where(() => and(adult, not(u.state.in(['done'])), or(u.active.eq(true), u.theme.ne('day'))))
    .count();
  await User.query()
    .where(() => or(...[1, 2].map((age) => u.age.eq(age))))
    .where({ or: [{ age: 1 }, { and: [{ state: 'draft' }], not: { age: { gt: 7 } } }] })
    .exists();
  await Post.query()
    .where({ author: { or: [{ age: 1 }, { email: 'a' }] } })
    .exists();
  await User.query()
    .where({ joined: new Date(), theme: { in: ['day'] }, rank: { notIn: ['low'] } })
    .exists();
  await User.query()
    .where({ age: { between: [1, 5] } })
    .first();
  await User.query()
    .orderBy((x) => [x.age.desc(), x.bio.asc()])
    .one();
  await Tag.query()
    .where({ name: { endsWith: 'x', like: '*a?' }, aliases: { containsAny: ['a'], isNull: false }, size: { gt: 1 } })
    .where((t) => t.aliases.contains('a').or(t.marks.containsAll([1, true]), t.marks.isNull(), t.name.like('a*')))
    .orderBy({ size: 'desc' })
    .all();
  await Tag.create({ name: 'a' });
  await Post.query().where({ author: ada }).all();
  await Post.query().where({ author: 7 }).all();
  await User.query()
    .where({ label: 'x', origin: { eq: 'here' } })
    .all();
  const ids: number[] = await User.query().ids();
  const tags: string[] = await Tag.query().ids();
  const codes: (string | number)[] = await Country.query().ids();
  for await (const user of User.query().iterate({ batch: 10 })) user.label.at(0);
  for await (const row of User.query().select({ id: true })) row.id.toFixed();
  const emails: string[] = await User.query()
    .pluck((x) => x.email)
    .all();
  const bios: (string | undefined)[] = await User.query()
    .pluck((x) => x.bio)
    .all();
  const authors: string[] = await Post.query()
    .pluck((post) => post.author.email)
    .all();
  const names: (string | undefined)[] = await Post.query()
    .pluck((post) => post.tag.name)
    .all();
  // @ts-expect-error a post may be without a tag
  const sure: string[] = names;
  const owners: number[] = await Post.query()
    .pluck((post) => post.author)
    .all();
  await (authors ?? sure ?? owners);
  const lengths: number[] = await User.query()
    .map((x) => x.email.length)
    .all();
  const grown = (query: Query<User>) => query.where({ age: { gte: 18 } });
  const users: User[] = await User.query().pipe(grown).all();
  await (emails ?? bios ?? lengths ?? users);
  const totals = await User.query().aggregate({ count: true, sum: { age: true }, min: { joined: true, bio: true } });
  const known: [number, number, Date | undefined, string | undefined] = [
    totals.count,
    totals.sum.age,
    totals.min.joined,
    totals.min.bio,
  ];
  const groups = await User.query().aggregate({
    groupBy: { admin: true, joined: 'month' },
    avg: { age: true },
    percentiles: { age: [0.5] },
    having: (group) => group.count.gte(2).and(group.max.joined.lt(new Date())),
    orderBy: { count: 'desc', min: { age: 'asc' }, joined: 'asc' },
  });
  const group: {
    admin?: boolean | undefined;
    joined: Date;
    avg: { age: number };
    percentiles: { age: { 0.5: number } };
  } = groups[0]!;
  const facets: { state: [string, number][] } = await User.query().facets({ state: 3 });
  await (known ?? group ?? facets);
  const ranks = db.sortedSet('ranks', { codec: number });
  const listed: Query<User> = User.query()
    .intersect(
      [1, 2],
      User.query().select({ id: true }),
      db.set('ids'),
      db.list('ids'),
      ranks,
      await User.query().store(),
    )
    .orderByScore(ranks, 'desc')
    .orderByScore('ranks');
  await User.query()
    .where((u) =>
      u.joined.lt(User.field(7, (other) => other.joined)).and(u.bio.eq(User.field(7, (other) => other.email))),
    )
    .all();
  await User.query()
    .where({ age: { gte: User.field(7, (u) => u.age) }, email: User.field(7, (u) => u.bio) })
    .all();
  const scored: { points: number }[] = await listed.select({ id: true, points: score() }).all();
  const alone: { points: number }[] = await listed.select({ points: score() }).all();
  await alone;
  // @ts-expect-error no such field, alone
  listed.select({ points: true });
  await scored;
  const plan: Explanation = await User.query().explain();
  await User.query().explain({ aggregate: { groupBy: { state: true }, count: true, sum: { age: true } } });
  await User.query().explain({ facets: { state: 10 } });
  await User.query().explain({ count: true });
  // @ts-expect-error it is asked for, or left out
  await User.query().explain({ count: false });
  // @ts-expect-error a text has no sum
  await User.query().explain({ aggregate: { sum: { email: true } } });
  // @ts-expect-error no such call
  await User.query().explain({ counts: true });
  return [adults, rows, ids, tags, codes, plan];
}

export async function wrong(db: Database): Promise<void> {
  // @ts-expect-error a field of another type
  User.query().where({ age: User.field(7, (u) => u.email) });
  // @ts-expect-error a field of another type
  User.query().where((u) => u.joined.gt(User.field(7, (other) => other.age)));
  // @ts-expect-error several conditions are an array
  User.query().where({ or: { age: 1 } });
  // @ts-expect-error no such field
  User.query().where({ or: [{ years: 1 }] });
  // @ts-expect-error a field of another type
  User.query().where({ not: { age: 'x' } });
  // @ts-expect-error ids are numbers
  User.query().intersect(['1']);
  // @ts-expect-error a query of another model
  User.query().intersect(Post.query());
  // @ts-expect-error a hash holds no ids
  User.query().intersect(db.hash('ids'));
  // @ts-expect-error a set has no scores
  User.query().orderByScore(db.set('ranks'));
  // @ts-expect-error an order is asc or desc
  User.query().orderByScore('ranks', 'up');
  // @ts-expect-error there is no such field
  User.query().where({ nope: 1 });
  // @ts-expect-error there is no such field
  User.query().where((u) => u.nope.eq(1));
  // @ts-expect-error numbers have no startsWith
  User.query().where({ age: { startsWith: 'x' } });
  // @ts-expect-error numbers have no startsWith
  User.query().where((u) => u.age.startsWith('x'));
  // @ts-expect-error booleans are not ordered
  User.query().where((u) => u.admin.gt(true));
  // @ts-expect-error booleans are not ordered
  User.query().where({ admin: { gt: true } });
  // @ts-expect-error booleans with a default are not ordered either
  User.query().where((u) => u.active.gt(true));
  // @ts-expect-error enums are not ordered
  User.query().where((u) => u.state.gt('draft'));
  // @ts-expect-error optional enums are not ordered
  User.query().where({ rank: { lt: 'high' } });
  // @ts-expect-error enums with a default are not ordered
  User.query().where((u) => u.theme.startsWith('d'));
  // @ts-expect-error not one of the enum's values
  User.query().where({ state: 'gone' });
  // @ts-expect-error not one of the enum's values
  User.query().where((u) => u.theme.in(['dusk']));
  // @ts-expect-error a boolean is not a filter
  User.query().where((u) => u.age.gte(1) && true);
  // @ts-expect-error a comparison of JavaScript is not a filter
  User.query().where((u) => u.email === u.bio);
  // @ts-expect-error a value of another type
  User.query().where({ age: '30' });
  // @ts-expect-error a value of another type
  User.query().where((u) => u.joined.gt(5));
  // @ts-expect-error null is not a value: isNull asks for none
  User.query().where({ bio: null });
  // @ts-expect-error null is not a value
  User.query().where((u) => u.bio.eq(null));
  // @ts-expect-error between takes two values
  User.query().where({ age: { between: [1] } });
  // @ts-expect-error methods are not fields
  User.query().where({ posts: 1 });
  // @ts-expect-error relations have no order
  Post.query().orderBy({ author: 'asc' });
  // @ts-expect-error relations have no order
  Post.query().orderBy((p) => [p.author.asc()]);
  // @ts-expect-error relations whose ids are strings have no order either
  Post.query().orderBy({ tag: 'asc' });
  // @ts-expect-error relations whose ids are strings have no order either
  Post.query().orderBy((p) => [p.tag.asc()]);
  // @ts-expect-error relations are not ordered by their ids
  Post.query().where((p) => p.tag.startsWith('x'));
  // @ts-expect-error an order is asc or desc
  User.query().orderBy({ age: 'up' });
  // @ts-expect-error there is no such field
  User.query().orderBy({ nope: 'asc' });
  // @ts-expect-error a boolean has no order
  User.query().orderBy((u) => [u.admin.asc()]);
  // @ts-expect-error bio was not selected
  (await User.query().select({ email: true }).all())[0]!.bio;
  // @ts-expect-error a selected row is not an entity
  (await User.query().select({ email: true }).all())[0]!.save();
  // @ts-expect-error there is no such field
  User.query().select({ nope: true });
  // @ts-expect-error there is no such field, beside one that there is
  User.query().select({ email: true, nope: true });
  // @ts-expect-error a selection says true
  User.query().select({ email: 'yes' });
  // @ts-expect-error ids of User are numbers
  const ids: string[] = await User.query().ids();
  // @ts-expect-error a builder is not a promise
  User.query().then(() => ids);
  // @ts-expect-error there is no such field
  User.query().pluck((u) => u.nope);
  // @ts-expect-error there is no such field beyond the relation
  Post.query().pluck((post) => post.author.nope);
  // @ts-expect-error a value is not a field
  User.query().pluck(() => 'email');
  // @ts-expect-error a scope of another model
  User.query().pipe((posts: Query<Post>) => posts);
  // @ts-expect-error text has no sum
  User.query().aggregate({ sum: { email: true } });
  // @ts-expect-error a day of the week is not part of the calendar
  User.query().aggregate({ groupBy: { joined: 'weekday' }, count: true });
  // @ts-expect-error text has no months
  User.query().aggregate({ groupBy: { email: 'month' }, count: true });
  // @ts-expect-error no such measure
  User.query().aggregate({ count: true, median: { age: true } });
  // @ts-expect-error a measure that is not asked for
  (await User.query().aggregate({ count: true })).sum;
  // @ts-expect-error counts are numbers
  User.query().aggregate({ groupBy: { age: true }, having: (group) => group.count.gt('1') });
  // @ts-expect-error there is no such field
  User.query().facets({ nope: 3 });
  // @ts-expect-error a value of another type
  User.query().update({ age: 'old' });
  // @ts-expect-error there is no such field
  User.query().update({ nope: 1 });
  // @ts-expect-error elements are texts
  Tag.query().where({ aliases: { contains: 1 } });
  // @ts-expect-error elements are texts
  Tag.query().where((t) => t.aliases.containsAny([1]));
  // @ts-expect-error several elements are a list
  Tag.query().where((t) => t.aliases.containsAll('a'));
  // @ts-expect-error an array is not compared as a whole
  Tag.query().where({ aliases: ['a'] });
  // @ts-expect-error a text has no elements
  Tag.query().where((t) => t.name.contains('a'));
  // @ts-expect-error an array has no order
  Tag.query().orderBy({ aliases: 'asc' });
  // @ts-expect-error a number has no pattern
  User.query().where((u) => u.age.like('1*'));
  // @ts-expect-error a getter is computed
  Tag.prototype.update({ size: 3 });
  // @ts-expect-error there is no such option
  Index({ sorted: true });
}

export async function raw(): Promise<unknown> {
  const rows: { age: string; bio?: string | undefined }[] = await User.query()
    .select({ age: true, bio: true }, { raw: true })
    .all();
  const posts: { author: { age: string } | undefined }[] = await Post.query()
    .select({ author: { age: true } }, { raw: true })
    .all();
  // @ts-expect-error what the query makes is not stored
  User.query().select({ bio: highlight() }, { raw: true });
  // @ts-expect-error there is no such option
  User.query().select({ age: true }, { rough: true });
  // @ts-expect-error nope is not a field
  User.query().select({ nope: true }, { raw: true });
  return [rows, posts];
}

export async function searched(): Promise<unknown> {
  const rows: { bio?: string | undefined; score: number }[] = await User.query()
    .search('loom')
    .select({ bio: highlight({ length: 80 }), score: score() })
    .all();
  // @ts-expect-error a name that is not a field takes what a query makes
  await User.query().select({ email: true, nickname: true }).all();
  // @ts-expect-error numbers have no words
  User.query().where((u) => u.age.search('loom'));
  // @ts-expect-error there are two syntaxes
  User.query().search('loom', { syntax: 'sql' });
  return [rows, User.query().where({ bio: { search: 'loom' } })];
}
