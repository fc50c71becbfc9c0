import {
  type Auto,
  Database,
  Entity,
  Field,
  FullText,
  type Geo,
  GeoIndex,
  highlight,
  Index,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  OneToMany,
  type Query,
  type Ref,
  type StoredQuery,
  score,
  Unique,
} from 'redstart';

@Entity()
class Country extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() code!: string;
  @OneToMany(
    () => City,
    (city) => city.country,
  )
  cities!: Many<City>;
}

@Entity()
@Index<City>((city) => [city.state, city.people])
class City extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true, ignoreCase: true }) @Field.text() name!: string;
  @FullText() @Field.text() about!: string;
  @Index() @Field.text() state!: string;
  @Index() @Field.integer({ optional: true }) people?: number;
  @Index() @Field.json() tags: Auto<string[]> = [];
  @GeoIndex() @Field.geo() at!: Geo;
  @Field.integer() plain!: number;
  @ManyToOne(() => Country, { onDelete: 'restrict' }) country!: Ref<Country>;
  @ManyToMany(() => City, { kind: 'sortedSet' }) liked!: Many<City, 'sortedSet'>;
}

const TOTAL = 80;
const here = { longitude: 10, latitude: 5 };

let db: Database;
let first: City;
let stored: StoredQuery<City>;
beforeAll(async () => {
  db = await Database.embedded({ models: [Country, City] });
  const countries = await Country.insertMany([{ code: 'NO' }, { code: 'SE' }]);
  const city = (i: number) => ({
    name: `Name ${i % 70}`,
    about: `harbour ${i % 3 ? 'old' : 'new'} town`,
    state: i % 2 ? 'open' : 'closed',
    ...(i % 5 && { people: i * 10 }),
    tags: [`t${i % 4}`, `u${i % 3}`],
    at: { longitude: i / 10, latitude: i / 20 },
    plain: i % 9,
    country: countries[i % 3 ? 0 : 1]!,
  });
  [first] = (await City.insertMany(Array.from({ length: TOTAL }, (_, i) => city(i)))) as [City];
  await first.liked.add([2, 3], [5, 1]);
  await db.set('picked').add('3', '5', '70');
  await db.sortedSet('scores').add([
    ['3', 1],
    ['9', 2],
  ]);
  stored = await City.query().where({ state: 'open' }).orderBy({ people: 'asc' }).store({ key: 'kept' });
});
afterAll(() => db.close());

interface Called {
  readonly names: readonly string[];
  readonly writing: readonly string[];
}

/** What a script is called by may come with its text for the first time: that is not data. */
const isProgram = (name: string): boolean => name === 'function|load';

/** The commands that the server ran meanwhile, by scripts as well, and those of them that may write by what it says itself. */
async function commandsOf(work: () => Promise<unknown>): Promise<Called> {
  await db.redis.config('RESETSTAT');
  await work();
  const stats = await db.redis.info('commandstats');
  const names = [...stats.matchAll(/cmdstat_([^:]+):calls=/g)].map(([, name]) => name!);
  const said = (await db.redis.call('COMMAND', 'INFO', ...names)) as [name: string, arity: number, flags: string[]][];
  const writing = said.filter(([name, , flags]) => flags.includes('write') && !isProgram(name)).map(([name]) => name);
  return { names, writing };
}

async function drain(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const row of rows) expect(row).toBeDefined();
}

/** A page, the next one, and back to the first, by a query of more rows than a page has. */
async function bothWays(query: Query<City>): Promise<void> {
  const { next } = await query.page({ size: 2, total: true });
  if (next === undefined) return;
  const { previous } = await query.page({ size: 2, after: next });
  expect((await query.page({ size: 2, before: previous! })).rows).toHaveLength(2);
}

const all = () => City.query();

/** Every way to ask a query. */
const VERBS: Record<string, (query: Query<City>) => Promise<unknown>> = {
  all: (query) => query.all(),
  first: (query) => query.first(),
  one: (query) => query.one().catch(() => undefined),
  count: (query) => query.count(),
  exists: (query) => query.exists(),
  ids: (query) => query.ids(),
  page: bothWays,
  iterate: (query) => drain(query.iterate({ batch: 30 })),
  'limit and offset': (query) => query.offset(3).limit(5).all(),
  aggregate: (query) => query.aggregate({ count: true, avg: { people: true }, percentiles: { people: [0.5] } }),
  groups: (query) => query.aggregate({ groupBy: { state: true, people: true }, sum: { plain: true } }),
  facets: (query) => query.facets({ tags: 3, state: 2 }),
  pluck: (query) => query.pluck((city) => city.name).all(),
  select: (query) => query.select({ name: true, country: { code: true } }).all(),
  map: (query) => query.map(({ name }) => name).all(),
  with: (query) => query.with({ country: true, liked: true }).all(),
  explain: (query) => query.explain(),
};

const away = () => City.fields().at.distanceTo(here);
const isOpen = { state: 'open' } as const;

const QUERIES: Record<string, () => Query<City>> = {
  'all entities': all,
  'a value and a range': () => all().where({ state: 'open', people: { gte: 50 } }),
  'one or another, none, not': () =>
    all().where((city) =>
      city.state
        .eq('open')
        .not()
        .or(city.people.isNull())
        .or(city.id.in([1, 2, 3])),
    ),
  'an order': () =>
    all()
      .where({ people: { gte: 100 } })
      .orderBy({ people: 'desc', id: 'asc' }),
  'an order by two fields, some missing': () => all().orderBy({ people: 'asc', name: 'desc' }),
  'a composite index': () => all().where(isOpen).orderBy({ people: 'asc' }),
  'a pattern': () => all().where((city) => city.name.startsWith('Name').and(city.name.like('*1*'))),
  words: () => all().search('harbour AND (old OR new) AND t*'),
  places: () =>
    all()
      .where((city) => city.at.near(here, 5_000_000))
      .orderBy(() => [away().asc()]),
  'elements of arrays': () => all().where({ tags: { containsAny: ['t1', 'u2'] } }),
  'relations both ways': () =>
    all()
      .where({ country: { code: 'NO' } })
      .where((city) => city.country.cities.some((other) => other.state.eq('open'))),
  'a value of another entity': () => all().where((city) => city.state.ne(City.field(1, (other) => other.state))),
  'ids kept elsewhere': () =>
    all().intersect(db.set('picked'), all().where(isOpen)).orderByScore(db.sortedSet('scores')),
  'linked entities': () => all().intersect(first.liked),
  'no index': () =>
    all()
      .scan()
      .where({ plain: { gt: 3 } })
      .orderBy({ plain: 'asc' }),
  'what was stored': () => stored.query(),
  'what was stored, and more': () => all().fromStored('kept').where(isOpen),
};

/** Which of the verbs wrote, and what; each has to ask the server, beside the reset itself. */
async function writersOf(query: Query<City>): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const [verb, ask] of Object.entries(VERBS)) {
    const { names, writing } = await commandsOf(() => ask(query));
    expect(names.length).toBeGreaterThan(1);
    if (writing.length > 0) found[verb] = writing;
  }
  return found;
}

describe('every verb of a query, in slices', () => {
  it.each(Object.entries(QUERIES))('writes nothing, asked of %s', async (_, query) => {
    expect(await writersOf(query().within(100))).toEqual({});
  });
});

describe('the other reads', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['get', () => City.get(1)],
    ['findMany', () => City.findMany([1, 2, 70, 701])],
    ['findBy', () => Country.findBy({ code: 'NO' })],
    ['exists', () => City.exists(1)],
    ['pick', () => City.pick(1, { name: true })],
    [
      'the rank and an excerpt of a search',
      () => all().search('old').select({ score: score(), about: highlight() }).all(),
    ],
    [
      'the distance of a row',
      () =>
        all()
          .orderBy(() => [away().asc()])
          .limit(3)
          .select({ name: true, away: away() })
          .all(),
    ],
    ['the size of what was stored', () => stored.size()],
    ['linked entities', () => first.liked.all()],
  ])('write nothing for %s', async (_, ask) => {
    expect((await commandsOf(ask)).writing).toEqual([]);
  });

  it('would be seen to write', async () => {
    const kept = await commandsOf(() => all().where(isOpen).store({ key: 'other' }));
    expect(kept.writing).toEqual(expect.arrayContaining(['zadd', 'rename']));
    const { writing } = await commandsOf(() => all().where({ id: 1 }).update({ plain: 1 }));
    expect(writing).toContain('hset');
  });
});
