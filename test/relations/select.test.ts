import { Database, highlight, QueryError, score } from 'redstart';
import { City, Club, models, Person, Post, Profile } from './people.js';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'select', models });
  await City.insertMany([
    { name: 'Oslo', country: 'NO', size: 7 },
    { name: 'Malmo', size: 3 },
  ]);
  await Person.insertMany([
    { slug: 'ada', age: 36, city: 1 },
    { slug: 'bob', age: 20, city: 2, boss: 'ada' },
    { slug: 'eve', age: 70, city: 99, boss: 'gone' },
  ]);
  await Post.insertMany([
    { title: 'On the engine', score: 3, author: 'ada' },
    { title: 'On the loom', score: 9, author: 'ada' },
  ]);
  await Profile.create({ text: 'one', person: 'ada' });
  const chess = await Club.create({ name: 'chess' });
  await chess.members.add('bob', 'ada');
});
afterAll(() => db.close());

async function calls(work: () => Promise<unknown>): Promise<number> {
  const count = async () =>
    [...(await db.redis.info('commandstats')).matchAll(/cmdstat_(?:fcall\w*|evalsha\w*):calls=(\d+)/g)]
      .map(([, n]) => Number(n))
      .reduce((sum, n) => sum + n, 0);
  const before = await count();
  await work();
  return (await count()) - before;
}

describe('select() of what relations lead to', () => {
  it('gives plain values, nested, in one round trip', async () => {
    const query = Person.query().select({
      age: true,
      city: { name: true, country: true },
      boss: { slug: true, city: { name: true } },
    });
    expect(await query.all()).toEqual([
      { age: 36, city: { name: 'Oslo', country: 'NO' } },
      { age: 20, city: { name: 'Malmo' }, boss: { slug: 'ada', city: { name: 'Oslo' } } },
      // what is not there is left out
      { age: 70 },
    ]);
    expect(await calls(() => query.limit(2).all())).toBe(1);
  });

  it('marks in the texts of a relation the words that were searched beyond it, and those alone', async () => {
    const title = highlight({ before: '[', after: ']' });
    const byPost = Person.query().where((person) => person.posts.some((post) => post.title.search('looms')));
    const posts = [{ title: 'On the engine' }, { title: 'On the [loom]' }];
    expect(await byPost.select({ slug: true, posts: { title } }).all()).toEqual([{ slug: 'ada', posts }]);
    const deeper = Person.query().where((person) =>
      person.boss.age.gt(1).and(person.boss.posts.some((post) => post.title.search('loom'))),
    );
    expect(await deeper.select({ posts: { title }, boss: { posts: { title } } }).all()).toEqual([
      { posts: [], boss: { posts } },
    ]);
    const other = Person.query().where((person) =>
      person.slug.eq('ada').and(person.posts.none((post) => post.title.search('steam'))),
    );
    expect(await other.select({ posts: { title } }).all()).toEqual([
      { posts: [{ title: 'On the engine' }, { title: 'On the loom' }] },
    ]);
  });

  it('gives lists of relations to many, and the other side of a relation of two', async () => {
    const query = Person.query().where({ city: { in: [1, 2] } });
    expect(
      await query.select({ posts: { title: true }, profile: { text: true }, clubs: { name: true } }).all(),
    ).toEqual([
      {
        posts: [{ title: 'On the engine' }, { title: 'On the loom' }],
        profile: { text: 'one' },
        clubs: [{ name: 'chess' }],
      },
      { posts: [], clubs: [{ name: 'chess' }] },
    ]);
    const cities = City.query().select({ id: true, people: { slug: true, reports: { age: true } } });
    expect(await cities.all()).toEqual([
      { id: 1, people: [{ slug: 'ada', reports: [{ age: 20 }] }] },
      { id: 2, people: [{ slug: 'bob', reports: [] }] },
    ]);
  });

  it('gives ids alone, and the id of a reference', async () => {
    const rows = await Post.query()
      .where({ score: 9 })
      .select({ author: { slug: true, city: true } })
      .all();
    expect(rows).toEqual([{ author: { slug: 'ada', city: 1 } }]);
    expect(
      await Club.query()
        .select({ members: { slug: true } })
        .one(),
    ).toEqual({
      members: [{ slug: 'bob' }, { slug: 'ada' }],
    });
  });

  it.each([1, 7, 40])('gives the same in slices of %i steps, in pages and iterations', async (budget) => {
    const query = Person.query().select({ slug: true, city: { name: true }, posts: { score: true } });
    const rows = await query.all();
    expect(await query.within(budget).all()).toEqual(rows);
    expect((await query.within(budget).page({ size: 5 })).rows).toEqual(rows);
    const seen: unknown[] = [];
    for await (const row of query.within(budget).iterate({ batch: 1 })) seen.push(row);
    expect(seen).toEqual(rows);
    expect(await query.where({ age: { gt: 1 } }).count()).toBe(3);
  });

  it.each<[unknown, string]>([
    [{ city: { nme: true } }, 'City has no field "nme": did you mean "name"? Use one of: id, name'],
    [{ city: {} }, 'select() needs a field'],
    [{ city: 7 }, 'Person.city: select() takes true for a field that the rows have, not number 7'],
    [{ posts: true }, 'Person.posts is a relation, of which select() takes an object such as { posts: { id: true } }'],
    [{ city: { name: score() } }, 'Person.city: score() is of the rows of a search.'],
    [{ age: { name: true } }, 'Person.age: select() takes true'],
  ])('refuses %j', (shape, message) => {
    expect(() => Person.query().select(shape as never)).toThrow(QueryError);
    expect(() => Person.query().select(shape as never)).toThrow(message);
  });
});

describe('pluck() of what relations to one lead to', () => {
  it('gives values, undefined where nothing is there, in one round trip', async () => {
    const people = Person.query();
    expect(await people.pluck((person) => person.city.name).all()).toEqual(['Oslo', 'Malmo', undefined]);
    expect(await people.pluck((person) => person.boss.city.size).all()).toEqual([undefined, 7, undefined]);
    expect(await people.pluck((person) => person.boss.city).all()).toEqual([undefined, 1, undefined]);
    expect(await people.pluck((person) => person.city.id).first()).toBe(1);
    expect(await people.pluck((person) => person.profile.text).all()).toEqual(['one', undefined, undefined]);
    expect(
      await people
        .limit(2)
        .pluck((person) => person.city.country)
        .page({ size: 9 })
        .catch(String),
    ).toContain('limit');
    expect(await calls(() => people.pluck((person) => person.boss.city.name).all())).toBe(1);
    expect(String(people.pluck((person) => person.boss.city.name))).toBe('Person.query().select(boss.city.name)');
  });

  it('refuses a field of another model, and what leads to many', () => {
    expect(() => Person.query().pluck(() => City.fields().name as never)).toThrow(QueryError);
    expect(() =>
      Person.query().pluck((person) => (person as never as Record<'posts', Record<'title', never>>).posts.title),
    ).toThrow(QueryError);
  });
});
