import {
  type Auto,
  CodecError,
  Database,
  Entity,
  Field,
  highlight,
  Index,
  type Many,
  ManyToOne,
  Model,
  OneToMany,
  type Query,
  QueryError,
  type Ref,
  score,
} from 'redstart';

@Entity()
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() age!: number;
  @Field.text({ optional: true }) note?: string;
}

@Entity()
class Thing extends Model {
  @Field.id() id!: Auto<number>;
  @Field.datetime({ optional: true }) at?: Date;
  @Field.bigint({ optional: true }) big?: bigint;
  @Field.boolean({ optional: true }) yes?: boolean;
  @Field.json({ optional: true }) tags?: string[];
  @Field.bytes({ optional: true }) bytes?: Uint8Array;
  @Field.text({ optional: true, name: 'n' }) renamed?: string;
  @Field.integer({ default: 7 }) since!: Auto<number>;
  @ManyToOne(() => Thing, { optional: true, onDelete: 'no action' }) other?: Ref<Thing>;
  @OneToMany(
    () => Thing,
    (thing) => thing.other,
  )
  things!: Many<Thing>;
}

const SHAPE = { since: true, at: true, big: true, yes: true, tags: true, bytes: true, other: true } as const;

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Item, Thing] });
  const full = {
    at: new Date('1815-12-10'),
    big: 12345678901234567890n,
    yes: true,
    tags: ['a'],
    bytes: Buffer.from([0, 255, 10]),
  };
  await Thing.insertMany([full, {}, { other: 1 }]);
  await Item.insertMany([{ age: 30, note: 'a' }, { age: 20 }, { age: 10, note: 'c' }]);
});
afterAll(() => db.close());

const untyped = (query: unknown) => query as Record<string, (argument?: unknown) => unknown>;

describe('pluck()', () => {
  it('gives values in the order of the rows, undefined where there is none', async () => {
    expect(
      await Item.query()
        .pluck((item) => item.note)
        .all(),
    ).toEqual(['a', undefined, 'c']);
    expect(
      await Item.query()
        .orderBy({ age: 'asc' })
        .pluck((item) => item.id)
        .all(),
    ).toEqual([3, 2, 1]);
    expect(
      await Item.query()
        .where({ age: 20 })
        .pluck((item) => item.age)
        .one(),
    ).toBe(20);
  });

  it('refuses what is not a field of the model', () => {
    for (const wrong of [() => 'age', () => undefined, () => Item])
      expect(() => untyped(Item.query()).pluck!(wrong)).toThrow(QueryError);
    expect(() => untyped(Item.query()).pluck!((item: Record<string, unknown>) => item.nothing)).toThrow(QueryError);
  });
});

describe('map()', () => {
  it('makes of each row what the function gives, one function after the other', async () => {
    const query = Item.query()
      .map((item) => item.age)
      .map((age) => `${age} years`);
    expect(await query.all()).toEqual(['30 years', '20 years', '10 years']);
    expect(await query.first()).toBe('30 years');
    const seen: string[] = [];
    for await (const text of query) seen.push(text);
    expect(seen).toHaveLength(3);
  });

  it('follows pluck and select, and is forgotten by them', async () => {
    expect(
      await Item.query()
        .pluck((item) => item.age)
        .map((age) => age + 1)
        .all(),
    ).toEqual([31, 21, 11]);
    expect(
      await Item.query()
        .map(() => 'x')
        .select({ age: true })
        .first(),
    ).toEqual({ age: 30 });
    expect(
      await Item.query()
        .map(() => 'x')
        .pluck((item) => item.age)
        .first(),
    ).toBe(30);
  });

  it('refuses what is not a function', () => {
    expect(() => untyped(Item.query()).map!('age')).toThrow(QueryError);
  });
});

describe('select() of what is stored', () => {
  it('gives the text of each value, and leaves out what is missing', async () => {
    const key = Thing.keyOf(1);
    const stored = await db.redis.hgetall(key);
    const [row, bare] = await Thing.query()
      .select({ id: true, ...SHAPE }, { raw: true })
      .all();
    expect(row).toEqual({ id: '1', ...stored });
    expect(row).toMatchObject({ at: `${Date.UTC(1815, 11, 10)}`, since: '7', big: '12345678901234567890', yes: '1' });
    expect(bare).toEqual({ id: '2', since: '7' });
  });

  it('goes through relations, pages and iterations', async () => {
    const query = Thing.query()
      .where({ other: 1 })
      .select({ other: { big: true }, things: { id: true } }, { raw: true });
    expect(await query.all()).toEqual([{ other: { big: '12345678901234567890' }, things: [] }]);
    expect((await query.page({ size: 1 })).rows).toEqual(await query.all());
    for await (const row of query) expect(row.other?.big).toBe('12345678901234567890');
    expect(
      await Item.query()
        .limit(1)
        .select({ age: true }, { raw: true })
        .map(({ age }) => age.length)
        .all(),
    ).toEqual([2]);
  });

  it('gives a field that is younger than its row the text of its default', async () => {
    await db.redis.hdel(Item.keyOf(3), 'age');
    const query = Item.query().where({ id: 3 });
    await expect(query.select({ age: true }, { raw: true }).all()).rejects.toThrow(CodecError);
    await db.redis.hset(Item.keyOf(3), 'age', '10');
    await db.redis.hdel(Thing.keyOf(3), 'since');
    expect(await Thing.query().where({ id: 3 }).select({ since: true }, { raw: true }).one()).toEqual({ since: '7' });
  });

  it('refuses what the query makes, and other options', () => {
    const select = (shape: unknown, options: unknown) => () =>
      (Item.query() as unknown as { select(shape: unknown, options: unknown): unknown }).select(shape, options);
    expect(select({ age: score() }, { raw: true })).toThrow(QueryError);
    expect(select({ note: highlight() }, { raw: true })).toThrow(QueryError);
    for (const wrong of [{ raw: 'yes' }, { raw: false }, { rough: true }, null, 7, {}])
      expect(select({ age: true }, wrong)).toThrow(QueryError);
  });
});

describe('pipe()', () => {
  it('gives what the function makes of the query', async () => {
    const adults = (query: Query<Item>) => query.where({ age: { gte: 18 } });
    expect(await Item.query().pipe(adults).count()).toBe(2);
    expect(await Item.query().pipe((query) => query.ids())).toEqual([1, 2, 3]);
  });
});
