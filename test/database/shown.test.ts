import { inspect } from 'node:util';
import * as redstart from 'redstart';
import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  type List,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  OneToMany,
  type Ref,
} from 'redstart';

@Entity('City')
class City extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
  @OneToMany(
    () => User,
    (user) => user.city,
  )
  users!: Many<User>;
}

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => City, { optional: true, onDelete: 'set null' }) city?: Ref<City>;
  @ManyToMany(() => City, { kind: 'set' }) seen!: Many<City, 'set'>;
  @Field.list() notes!: List;
}

describe('what leads to a server', () => {
  let db: Database;
  let oslo: City;
  let ada: User;
  beforeAll(async () => {
    db = await Database.embedded({ models: [City, User], namespace: 'shop' });
    oslo = await City.create({ name: 'Oslo' });
    ada = await User.create({ city: oslo });
  });
  afterAll(() => db.close());

  const rule = { limit: 1, window: 1000 };
  const group = () => db.consumerGroup('g', ['a', 'b']);

  it.each<[line: string, make: () => unknown]>([
    ['Database(shop at the embedded server)', () => db],
    ['RedisString("a")', () => db.string('a')],
    ['Hash("a")', () => db.hash('a')],
    ['List("a")', () => db.list('a')],
    ['RedisSet("a")', () => db.set('a')],
    ['SortedSet("a")', () => db.sortedSet('a')],
    ['GeoSet("a")', () => db.geo('a')],
    ['RedisArray("a")', () => db.array('a')],
    ['BitField("a")', () => db.bitField('a')],
    ['BloomFilter("a")', () => db.bloomFilter('a')],
    ['HyperLogLog("a")', () => db.hyperLogLog('a')],
    ['Stream("a")', () => db.stream('a')],
    ['Strings()', () => db.strings],
    ['Streams("a", "b")', () => db.streams(['a', 'b'])],
    ['ConsumerGroup("g", "a", "b")', () => group()],
    ['ConsumerGroupStream("a")', () => group().streams.a],
    ['TimeSeries("g", "a")', () => db.timeSeries('g', ['a'])],
    ['Counter("a")', () => db.counter('a')],
    ['ShardedCounter("a")', () => db.counter('a', { shards: 4 })],
    ['Lock("lock:{a}")', () => db.lock('a')],
    ['Lock("lock:{a}", "lock:{b}")', () => db.lock(['b', 'a'])],
    ['Semaphore("semaphore:{a}")', () => db.semaphore('a', { permits: 2 })],
    ['ReadWriteLock("a")', () => db.readWriteLock('a')],
    ['RateLimit("a")', () => db.rateLimit('a', rule)],
    ['RateLimits("a")', () => db.rateLimits('a', { a: rule })],
    ['Cache("a")', () => db.cache('a')],
    ['Cache("a", "b", "c")', () => db.cache('a').namespace('b').namespace('c')],
    ['KeyvCache("a")', () => db.cache('a').keyv()],
    ['SearchIndex("a")', () => db.searchIndex('a')],
    ['Autocomplete("a")', () => db.autocomplete('a')],
    ['Graph("a")', () => db.graph('a')],
    ['Tree("tree:{a}")', () => db.tree('a')],
    ['TreeNode("tree:{a}", "b", "c")', () => db.tree('a').at('b.c')],
    ['User.query().where(id = 1)', () => User.query().where({ id: 1 })],
    ['City.fields()', () => City.fields()],
    ['City.name', () => City.fields().name],
    ['City.users', () => City.fields().users],
    ['User.city', () => User.fields().city],
    ['User.city.name', () => User.fields().city.name],
    ['User.city.users', () => User.fields().city.users],
    ['EntityField("City.name", "1")', () => City.field(1, (city) => city.name)],
    ['ToMany User', () => oslo.users],
    ['LinkedSet City', () => ada.seen],
    ['List("{shop}:User#own:notes:1")', () => ada.notes],
  ])('is %s to console.log() and JSON.stringify()', (line, make) => {
    const made = make();
    expect([inspect(made), JSON.stringify({ made })]).toEqual([line, JSON.stringify({ made: line })]);
  });

  it('is one line of every class that a user meets', () => {
    const classes = Object.entries(redstart as unknown as Record<string, { prototype?: object }>).filter(
      ([, given]) => /^class\b/.test(String(given)) && !(given.prototype instanceof Error),
    );
    const silent = classes.filter(([, { prototype }]) => !(inspect.custom in prototype!)).map(([name]) => name);
    // these hold values alone
    expect(silent).toEqual(['BitFieldOperations', 'Message', 'Variable']);
  });

  it('is one line while it is used', async () => {
    const shown: [string, unknown][] = [];
    const note = (line: string, made: unknown) => shown.push([line, made]);
    await using held = await db.lock('held').acquire();
    note('Hold("lock:{held}")', held);
    const feed = await db.listen({ channels: ['a'] }).ready();
    note('Feed()', feed);
    await feed.return();
    await db.pipeline((p) => note('Scope()', p));
    await db.transaction((t) => note('Transaction()', t));
    await db.session(async (session) => {
      note('Session()', session);
      note('SessionList("a")', session.list('a'));
      note('SessionHash("a")', session.hash('a'));
      note('SessionSet("a")', session.set('a'));
      note('SessionCounter("a")', session.counter('a'));
      note('SessionString("a")', session.string('a'));
      note('SessionBitField("a")', session.bitField('a'));
      note('SessionHyperLogLog("a")', session.hyperLogLog('a'));
    });
    const [schema] = await db.storedSchemas();
    note('StoredSchema("shop", "City")', schema);
    await group().create();
    const worker = group()
      .consumer('ada')
      .consume(() => {});
    note('GroupWorker("ada")', worker);
    await worker.stop();
    for (const [line, made] of shown)
      expect([inspect(made), JSON.stringify({ made })]).toEqual([line, JSON.stringify({ made: line })]);
  });

  it('may be what an asynchronous function gives', async () => {
    const { name } = await (async () => City.fields())();
    expect(
      await City.query()
        .where(() => name.eq('Oslo'))
        .count(),
    ).toBe(1);
  });

  it('is left out of an entity, whose JSON has its fields', () => {
    expect(JSON.parse(JSON.stringify([ada, oslo]))).toEqual([
      { id: 1, city: 1 },
      { id: 1, name: 'Oslo' },
    ]);
  });
});
