import {
  type Auto,
  BitField,
  type Counter,
  Database,
  Entity,
  Field,
  type Hash,
  type HyperLogLog,
  Index,
  type List,
  Model,
  number,
  PrimaryKey,
  QueryError,
  type RedisSet,
  type RedisString,
  SchemaError,
  type SortedSet,
  type Stream,
} from 'redstart';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.list() visits!: List;
  @Field.list({ codec: number }) times!: List<number>;
  @Field.string() avatar!: RedisString;
  @Field.hash({ codec: number }) scores!: Hash<number>;
  @Field.set() tags!: RedisSet;
  @Field.sortedSet() ranks!: SortedSet;
  @Field.bitField() flags!: BitField;
  @Field.counter({ min: 0, max: 3 }) lives!: Counter;
  @Field.hyperLogLog() visitors!: HyperLogLog;
  @Field.stream<{ type: string }>() events!: Stream<{ type: string }>;
}

@Entity('Page')
class Page extends Model {
  @PrimaryKey() @Field.text() path!: string;
  @Field.list() readers!: List;
}

async function fill(user: User): Promise<void> {
  await user.visits.push('/home', '/about');
  await user.times.push(1.5);
  await user.avatar.set('picture');
  await user.scores.set('chess', 7);
  await user.tags.add('a');
  await user.ranks.add([['x', 1]]);
  await user.flags.setBit(3, 1);
  await user.lives.increment(2);
  await user.visitors.add('ip');
  await user.events.add({ type: 'login' });
}

describe('containers of an entity', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [User, Page] });
  });
  afterEach(() => db.close());

  const keys = async (): Promise<string[]> => {
    const all: string[] = [];
    for await (const key of db.keys('*#own:*')) all.push(key);
    return all.sort();
  };

  it('are there on a saved and on a loaded entity, with their codecs', async () => {
    const ada = await User.create({ name: 'Ada' });
    await fill(ada);
    const loaded = await User.get(ada.id);
    expect(await loaded.visits.toArray()).toEqual(['/home', '/about']);
    expect(await loaded.times.toArray()).toEqual([1.5]);
    expect(await loaded.avatar.get()).toBe('picture');
    expect(await loaded.scores.get('chess')).toBe(7);
    expect(await loaded.tags.has('a')).toBe(true);
    expect(await loaded.ranks.score('x')).toBe(1);
    expect(await loaded.flags.getBit(3)).toBe(1);
    expect(await loaded.lives.value()).toBe(2);
    await expect(loaded.lives.increment(2)).rejects.toThrow(RangeError);
    expect(await loaded.visitors.size()).toBe(1);
    expect((await loaded.events.range())[0]?.fields).toEqual({ type: 'login' });
    expect(loaded.visits).toBe(loaded.visits);
    expect(loaded.visits.key).toBe(`{app}:User#own:visits:${ada.id}`);
  });

  it('go with their entity, and with it alone', async () => {
    const [ada, bob] = await User.insertMany([{ name: 'Ada' }, { name: 'Bob' }]);
    await fill(ada!);
    await fill(bob!);
    await ada!.delete();
    expect(await keys()).toHaveLength(10);
    expect((await keys()).every((key) => key.endsWith(`:${bob!.id}`))).toBe(true);
    await db.session(async (session) => session.delete(bob!));
    expect(await keys()).toEqual([]);
  });

  it('are not values: not in input, JSON, logs, changes or copies', async () => {
    const ada = await User.create({ name: 'Ada' });
    await fill(ada);
    expect(Object.keys(ada).sort()).toEqual(['id', 'name']);
    expect(ada.toJSON()).toEqual({ id: ada.id, name: 'Ada' });
    expect(ada.isDirty).toBe(false);
    expect(ada.copy().toJSON()).toEqual({ name: 'Ada' });
    const { inspect } = await import('node:util');
    expect(inspect(ada)).not.toContain('visits');
    await expect(User.create({ name: 'Bob', visits: ['x'] } as never)).rejects.toThrow(
      'visits: expected no value for a list, which is filled once the entity is saved',
    );
    expect(() => {
      ada.visits = ada.times as never;
    }).toThrow(/^\w+ was not changed, .* nothing assigned to a list: it is changed by its own methods/);
  });

  it('wait for their entity to be saved', async () => {
    const user = User.build({ name: 'Ada' });
    expect(() => user.visits.push('x')).toThrow(QueryError);
    expect(() => user.visits.key).toThrow('Save the entity first');
    await user.save();
    expect(await user.visits.push('x')).toBe(1);
  });

  it('are empty for a new entity of an id that was there before', async () => {
    const page = await Page.create({ path: '/7:readers' });
    const other = await Page.get(page.path);
    await page.readers.push('ada');
    await page.delete();
    await other.readers.push('late');
    const again = await Page.create({ path: '/7:readers' });
    expect(await again.readers.toArray()).toEqual([]);
  });

  it('take nothing more once this program has deleted their entity, until it is there again', async () => {
    const [ada, bob] = await User.insertMany([{ name: 'Ada' }, { name: 'Bob' }]);
    const visits = ada!.visits;
    await ada!.delete();
    await db.session(async (session) => session.delete(bob!));
    for (const user of [ada!, bob!])
      await expect(user.times.push(1)).rejects.toMatchObject({ name: 'EntityDeletedError', id: user.id });
    await expect(visits.push('/')).rejects.toThrow('was deleted');
    expect(await keys()).toEqual([]);
    await ada!.save({ force: true });
    expect(await visits.push('/')).toBe(1);
    await ada!.delete();
    await User.create({ id: ada!.id, name: 'Ada' });
    await ada!.reload();
    expect(await visits.push('/home')).toBe(1);
  });

  it('stay when their entity is saved, by force too', async () => {
    const page = await Page.create({ path: '/' });
    await page.readers.push('ada');
    await page.save({ force: true });
    expect(await page.readers.toArray()).toEqual(['ada']);
  });

  it('belong to the entities of each database', async () => {
    await using other = await Database.embedded();
    const Theirs = other.bind(User);
    const ours = await User.create({ name: 'Ada' });
    const theirs = await Theirs.create({ name: 'Ada' });
    await ours.visits.push('here');
    expect(await theirs.visits.toArray()).toEqual([]);
  });

  it('are refused where they cannot be', () => {
    @Entity('A')
    class A extends Model {
      @Field.id() id!: Auto<number>;
      @Index() @Field.hash() visits!: Hash;
    }
    expect(() => db.use(A)).toThrow(SchemaError);
    expect(() => db.use(A)).toThrow('A.visits is a hash, which has no such index');

    @Entity('B')
    class B extends Model {
      @Field.id() id!: Auto<number>;
      @Field.list() override save!: never;
    }
    expect(() => db.use(B)).toThrow('every model uses this name itself');

    @Entity('C')
    class C extends Model {
      @Field.id() id!: Auto<number>;
      @Field.text() @Field.list() visits!: never;
    }
    expect(() => db.use(C)).toThrow('two field decorators');
  });

  it('are inherited', async () => {
    abstract class Visited extends Model {
      @Field.list() visits!: List;
    }
    @Entity('Shop')
    class Shop extends Visited {
      @Field.id() id!: Auto<number>;
    }
    db.use(Shop);
    const shop = await Shop.create({});
    await shop.visits.push('ada');
    expect(await (await Shop.get(shop.id)).visits.size()).toBe(1);
  });
});
