import { type Condition, Database, type Fields, type Query } from 'redstart';
import { City, Club, models, Person, Post, Profile } from './people.js';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'filters', models });
  await City.insertMany([
    { name: 'Oslo', country: 'NO', size: 7 },
    { name: 'Bergen', country: 'NO', size: 2 },
    { name: 'Malmo', country: 'SE', size: 3 },
    { name: 'Nowhere', size: 0 },
  ]);
  await Person.insertMany([
    { slug: 'ada', age: 36, city: 1 },
    { slug: 'bob', age: 20, city: 2, boss: 'ada' },
    { slug: 'cem', age: 50, city: 3, boss: 'ada' },
    { slug: 'dan', age: 20, city: 1, boss: 'bob' },
    { slug: 'eve', age: 70, city: 99, boss: 'gone' },
  ]);
  await Post.insertMany([
    { title: 'On the engine', score: 3, author: 'ada' },
    { title: 'On the loom', score: 9, author: 'ada' },
    { title: 'Of an engine', score: 1, author: 'cem' },
  ]);
  await Profile.create({ text: 'one', person: 'ada' });
  const [chess, rowing] = await Club.insertMany([{ name: 'chess' }, { name: 'rowing' }, { name: 'none' }]);
  await chess!.members.add('ada', 'dan');
  await rowing!.members.add('ada', 'cem');
});
afterAll(() => db.close());

const slugs = (query: Query<Person>) => query.pluck((person) => person.slug).all();
const people = (where: (person: Fields<Person>) => Condition) => slugs(Person.query().where(where));
const cities = (where: (city: Fields<City>) => Condition) =>
  City.query()
    .where(where)
    .pluck((city) => city.name)
    .all();

describe('a condition beyond a relation to one', () => {
  it('finds who leads to what fits', async () => {
    expect(await slugs(Person.query().where({ city: { country: 'NO' } }))).toEqual(['ada', 'bob', 'dan']);
    expect(await slugs(Person.query().where({ city: { country: 'NO', size: { gt: 5 } }, age: 20 }))).toEqual(['dan']);
    expect(await people((p) => p.city.name.eq('Malmo').or(p.city.size.lt(3)))).toEqual(['bob', 'cem']);
  });

  it('goes on, also to the model itself', async () => {
    expect(await people((p) => p.boss.city.country.eq('NO'))).toEqual(['bob', 'cem', 'dan']);
    expect(await slugs(Person.query().where({ boss: { boss: { slug: 'ada' } } }))).toEqual(['dan']);
    expect(await people((p) => p.boss.boss.posts.some((post) => post.score.gt(5)))).toEqual(['dan']);
  });

  it('never holds where there is nobody beyond it', async () => {
    expect(await people((p) => p.city.country.ne('NO'))).toEqual(['cem']);
    expect(await people((p) => p.boss.age.lt(1000))).toEqual(['bob', 'cem', 'dan']);
    expect(await people((p) => p.city.country.eq('NO').not())).toEqual(['cem', 'eve']);
  });

  it('asks for the id by a range, which the reference itself does not know', async () => {
    expect(await slugs(Person.query().where({ city: { id: { between: [2, 99] } } }))).toEqual(['bob', 'cem']);
  });

  it('goes by the side that stores nothing', async () => {
    expect(await people((p) => p.profile.text.eq('one'))).toEqual(['ada']);
    expect(await slugs(Person.query().where({ profile: { text: 'one' }, age: 36 }))).toEqual(['ada']);
    expect(await people((p) => p.profile.isNull().and(p.age.gt(30)))).toEqual(['cem', 'eve']);
    expect(await slugs(Person.query().where({ profile: { isNull: false } }))).toEqual(['ada']);
    expect(await people((p) => p.boss.profile.isNull())).toEqual(['dan']);
  });

  it('still takes an entity, a reference or an id', async () => {
    const oslo = await City.get(1);
    expect(await slugs(Person.query().where({ city: oslo }))).toEqual(['ada', 'dan']);
    expect(await people((p) => p.boss.city.in([oslo, 2]))).toEqual(['bob', 'cem', 'dan']);
  });
});

describe('a condition on a relation to many', () => {
  it('holds for some, none or every one of them', async () => {
    expect(await cities((c) => c.people.some((p) => p.age.eq(20)))).toEqual(['Oslo', 'Bergen']);
    expect(await cities((c) => c.people.none((p) => p.age.eq(20)))).toEqual(['Malmo', 'Nowhere']);
    expect(await cities((c) => c.people.every((p) => p.age.eq(20)))).toEqual(['Bergen', 'Nowhere']);
    expect(await cities((c) => c.people.some())).toEqual(['Oslo', 'Bergen', 'Malmo']);
    expect(await cities((c) => c.people.none())).toEqual(['Nowhere']);
    expect(
      await City.query()
        .where({ people: { some: { age: 36 }, none: { age: 50 } } })
        .count(),
    ).toBe(1);
    expect(
      await City.query()
        .where({ people: { none: {} } })
        .ids(),
    ).toEqual([4]);
  });

  it('holds for many to many, from either side', async () => {
    expect(await people((p) => p.clubs.some((club) => club.name.eq('chess')))).toEqual(['ada', 'dan']);
    expect(await people((p) => p.clubs.some({ id: { in: [1, 2] } }))).toEqual(['ada', 'cem', 'dan']);
    expect(await people((p) => p.clubs.every((club) => club.name.eq('chess')))).toEqual(['bob', 'dan', 'eve']);
    expect(await slugs(Person.query().where({ clubs: { none: {} } }))).toEqual(['bob', 'eve']);
    const clubs = Club.query().where((club) => club.members.some((p) => p.city.country.eq('NO')));
    expect([await clubs.ids(), await clubs.within(1).count()]).toEqual([[1, 2], 2]);
    expect(
      await Club.query()
        .where({ members: { some: { clubs: { some: { name: 'rowing' } } } } })
        .ids(),
    ).toEqual([1, 2]);
    const deep = City.query().where((c) =>
      c.people.some((p) => p.clubs.some((club) => club.members.every((member) => member.age.gt(30)))),
    );
    expect([await deep.ids(), await deep.within(1).ids()]).toEqual([
      [1, 3],
      [1, 3],
    ]);
  });

  it('takes a search, and does not rank by it', async () => {
    expect(await people((p) => p.posts.some((post) => post.title.search('engine')))).toEqual(['ada', 'cem']);
    const posts = Post.query().where((post) => post.author.posts.some((each) => each.title.search('loom')));
    expect(await posts.ids()).toEqual([1, 2]);
    expect((await posts.search('engine').ids()).sort()).toEqual([1]);
  });

  it('says two things of one entity, or of two', async () => {
    const one = await people((p) => p.posts.some((post) => post.score.gt(5).and(post.title.search('engine'))));
    const two = await people((p) =>
      p.posts.some((a) => a.score.gt(5)).and(p.posts.some((b) => b.title.search('engine'))),
    );
    expect([one, two]).toEqual([[], ['ada']]);
  });
});

describe('such conditions', () => {
  const norwegians = () => Person.query().where({ city: { country: 'NO' } });

  it('narrow every verb', async () => {
    expect(await norwegians().count()).toBe(3);
    expect(await norwegians().exists()).toBe(true);
    expect((await norwegians().orderBy({ age: 'desc' }).first())?.slug).toBe('ada');
    expect(await norwegians().aggregate({ sum: { age: true } })).toEqual({ sum: { age: 76 } });
    expect(await norwegians().facets({ age: 1 })).toEqual({ age: [[20, 2]] });
    const { rows, next } = await norwegians().orderBy({ age: 'asc' }).page({ size: 2, total: true });
    expect(rows.map(({ slug }) => slug)).toEqual(['bob', 'dan']);
    expect((await norwegians().orderBy({ age: 'asc' }).page({ size: 2, after: next! })).rows).toHaveLength(1);
    const stored = await norwegians().store();
    expect(
      await stored
        .query()
        .where({ boss: { age: 36 } })
        .ids(),
    ).toEqual(['bob']);
    const seen: string[] = [];
    for await (const { slug } of norwegians().iterate({ batch: 1 })) seen.push(slug);
    expect(seen.sort()).toEqual(['ada', 'bob', 'dan']);
  });

  it('narrow what is loaded along', async () => {
    const found = await City.query()
      .with({ people: { where: { boss: { city: { name: 'Oslo' } } } } })
      .all();
    expect(found.map((city) => city.people.get().map(({ slug }) => slug))).toEqual([[], ['bob'], ['cem'], []]);
  });

  it('narrow what is changed and deleted', async () => {
    await Post.insertMany([1, 2, 3].map((score) => ({ title: 'spare', score, author: 'dan' })));
    const spare = Post.query().where({ author: { slug: 'dan' } });
    expect(await spare.update({ score: 8 })).toBe(3);
    expect(await spare.where({ author: { city: { country: 'SE' } } }).delete()).toBe(0);
    expect(await spare.where({ author: { city: { country: 'NO' } } }).delete()).toBe(3);
  });

  it('are answered in one round trip', async () => {
    const { roundTrips, rows } = await Person.query()
      .where((p) => p.city.country.eq('NO').and(p.posts.some((post) => post.score.gt(1))))
      .explain();
    expect({ roundTrips, rows }).toEqual({ roundTrips: 1, rows: 1 });
  });

  it('say which way they were answered', async () => {
    const ways = async (query: Query<Person>) => (await query.explain()).steps.flatMap(({ way }) => way ?? []);
    const led = Person.query().where((p) => p.posts.some((post) => post.score.gt(1)));
    expect(await ways(Person.query().where({ city: { country: 'NO' } }))).toEqual(['by index']);
    expect(await ways(led)).toEqual(['at once']);
    expect(await ways(Person.query().where({ slug: 'ada', city: { country: 'NO' } }))).toEqual(['one by one']);
    const table = String(await led.explain());
    expect(table).toMatch(/one leads here by Post.author \(at once\) +\d/);
    expect(table.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('show the ids of entities, and what is loaded along', async () => {
    const query = Person.query().where({ city: await City.get(1), boss: { in: ['ada'] } });
    expect(String(query.with({ city: true, posts: true }))).toBe(
      'Person.query().where(city = 1 and boss in ["ada"]).with(city, posts)',
    );
  });

  it('show as code', () => {
    const query = Person.query()
      .where({ city: { country: 'NO' } })
      .where((p) => p.posts.none((post) => post.score.lt(3)));
    expect(String(query)).toBe('Person.query().where(city(country = "NO")).where(not(posts.some(score < 3)))');
  });

  it('find by ids that are too long to stand in a key', async () => {
    const slug = 'x'.repeat(300);
    await Person.insertMany([
      { slug, age: 41, city: 4 },
      { slug: 'leads', age: 42, city: 4, boss: slug },
    ]);
    expect(await people((p) => p.boss.age.eq(41))).toEqual(['leads']);
    expect(await people((p) => p.reports.some((each) => each.age.eq(42)))).toEqual([slug]);
    expect(
      await Person.query()
        .where((p) => p.reports.some((each) => each.age.eq(42)))
        .within(1)
        .ids(),
    ).toEqual([slug]);
    await Person.deleteMany(['leads', slug]);
  });
});

describe('what is refused', () => {
  const refused = (where: unknown) => () => Person.query().where(where as never);

  it('is a field without an index, by its model and the decorator', async () => {
    const asked = Person.query()
      .where({ city: { plain: 'x' } })
      .all();
    await expect(asked).rejects.toMatchObject({ code: 'NOT_INDEXED', model: 'City', field: 'plain' });
    await expect(asked).rejects.toThrow('City.plain has no index that answers "eq". Add @Index()');
    expect(
      await Person.query()
        .scan()
        .where({ city: { plain: 'x' } })
        .count(),
    ).toBe(0);
  });

  it.each<[string, unknown, string]>([
    [
      'an unknown field beyond',
      { city: { nome: 'x' } },
      'City has no field "nome": did you mean "name"? Use one of: id, name',
    ],
    [
      'an unknown field in a callback',
      (p: never) => (p as Record<string, Record<string, unknown>>).city!.nome,
      'City has no field "nome"',
    ],
    ['no value', { city: { name: undefined } }, 'City.name: eq needs'],
    ['nothing', { city: {} }, 'Person.city: {} says nothing'],
    [
      'an entity where fields are asked',
      { profile: 7 },
      'Person.profile is asked for by fields of Profile, not by number 7',
    ],
    [
      'a relation to many as a value',
      { posts: 7 },
      'Person.posts is asked for by some, every or none, not by number 7',
    ],
    [
      'an unknown word',
      { posts: { any: {} } },
      'Person.posts leads to many, and "any" does not say to how many of them. Use some, every or none',
    ],
    [
      'a field without a word',
      { posts: { title: 'x' } },
      'Use some, every or none, as in { posts: { some: { ... } } }',
    ],
    [
      'the same in a callback',
      (p: never) => (p as Record<string, Record<string, unknown>>).posts!.title,
      'Person.posts leads to many, and "title" does not say',
    ],
    ['every of nothing', { posts: { every: {} } }, 'Person.posts: every needs a condition'],
    ['undefined', { posts: { some: undefined } }, 'Person.posts: some needs conditions, not undefined'],
    ['__proto__', JSON.parse('{"city":{"__proto__":1}}'), 'City has no field "__proto__"'],
  ])('is %s', async (_, where, message) => {
    await expect(async () => refused(where)().all()).rejects.toThrow(message);
  });

  it('is a condition of the entity around', () => {
    const mixed = (p: Fields<Person>) => p.reports.some((each) => each.age.gt(3).and(p.age.gt(3)));
    expect(refused(mixed)).toThrow('some() was given a condition on the entities around it.');
    const lost = (p: Fields<Person>) => p.reports.some((each) => [each.age.gt(3), each.age.lt(9)][1]!);
    expect(refused(lost)).toThrow('some() was given a condition, age.gt(), that is not part of its result');
  });

  it('is a condition that is too deep', () => {
    const deep = (p: Fields<Person>) => {
      let boss = p.boss as Fields<Person>;
      for (let i = 0; i < 60; i++) boss = boss.boss;
      return boss.age.gt(3);
    };
    expect(refused(deep)).toThrow('more than 50 deep');
  });

  it('is an order by a field of another model', () => {
    const order = () => Person.query().orderBy((p) => [p.city.name.asc()]);
    const wayOut =
      /^Person\.city leads to City, .* Keep a copy in a field of Person .* what with\(\{ city: true \}\) loads\.$/;
    expect(order).toThrow(wayOut);
    expect(() => Person.query().orderBy({ city: { name: 'asc' } } as never)).toThrow(wayOut);
  });
});
