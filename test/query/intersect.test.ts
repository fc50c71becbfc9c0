import fc from 'fast-check';
import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  NotFoundError,
  OneToMany,
  PrimaryKey,
  type Query,
  QueryError,
  type RedisSet,
  type Ref,
  score,
  WrongTypeError,
} from 'redstart';
import { expectProperty } from '../support/property.js';

@Entity()
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() age!: number;
  @Field.text() name!: string;
  @ManyToOne(() => User, { optional: true, onDelete: 'set null' }) boss?: Ref<User>;
  @OneToMany(
    () => User,
    (user) => user.boss,
  )
  reports!: Many<User>;
  @ManyToMany(() => User, { kind: 'sortedSet' }) ranked!: Many<User, 'sortedSet'>;
  @Field.set() friends!: RedisSet<string>;
}

@Entity()
class Word extends Model {
  @PrimaryKey() @Field.text() id!: string;
  @Index() @Field.integer() age!: number;
}

const TOTAL = 30;
const WORDS = ['', 'a', 'B', 'é', '10', '9', '7:1', '{a}', '😀', 'zz'].flatMap((word) => [`${word}-`, `${word}+`]);
/** Cases of each property; RUNS=150 npx jest test/query/intersect tries more. */
const RUNS = Number(process.env.RUNS ?? 6);
const ids = Array.from({ length: TOTAL }, (_, i) => i + 1);

/** What a key may hold beside ids of entities. */
const STRANGERS = ['', 'abc', '0', '-1', '01', '1.5', '99999999999999999999', '1e3', `${TOTAL + 5}`, '\0'];

interface Asked {
  readonly picked: readonly string[];
  readonly kind: 'set' | 'list' | 'sortedSet';
}
const askedOf = (all: readonly string[]): fc.Arbitrary<Asked> =>
  fc.record({
    picked: fc.array(fc.constantFrom(...all, ...STRANGERS), { maxLength: 80 }),
    kind: fc.constantFrom('set', 'list', 'sortedSet'),
  });
const scoresOf = (all: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...all, ...STRANGERS), fc.constantFrom(-1, 0, 0.5, 3, Number.POSITIVE_INFINITY));

describe('queries and ids that are kept elsewhere', () => {
  let db: Database;
  let age: ReadonlyMap<string, number>;
  beforeAll(async () => {
    db = await Database.embedded({ models: [User, Word] });
    const boss = await User.create({ name: 'u1', age: 7 });
    await User.insertMany(ids.slice(1).map((id) => ({ name: `u${id}`, age: (id * 7) % 10, boss })));
    await Word.insertMany(WORDS.map((id, i) => ({ id, age: i % 4 })));
    const all = [...(await User.query().all()), ...(await Word.query().all())];
    age = new Map(all.map((each) => [String(each.id), each.age]));
  });
  afterAll(() => db.close());

  async function keep(key: string, { picked, kind }: Asked) {
    if (kind === 'list') await db.list(key).push(...picked);
    else if (kind === 'set') await db.set(key).add(...picked);
    else await db.sortedSet(key).add(picked.map((id, i): [string, number] => [id, i % 7]));
    return kind === 'list' ? db.list(key) : kind === 'set' ? db.set(key) : db.sortedSet(key);
  }

  /** All ways to ask give the same. */
  async function expectIds(query: Query<User> | Query<Word>, expected: readonly unknown[], budget: number) {
    const sliced = query.within(budget) as Query<User>;
    expect((await sliced.ids()).map(String)).toEqual(expected);
    expect(await sliced.count()).toBe(expected.length);
    const iterated: string[] = [];
    for await (const row of sliced.iterate({ batch: 3 })) iterated.push(String(row.id));
    expect([...iterated].sort()).toEqual([...expected].sort());
    const paged: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const page = await sliced.page({ size: 7, after });
      paged.push(...page.rows.map((row) => String(row.id)));
      after = page.next;
      more = after !== undefined;
    }
    expect(paged).toEqual(expected);
    expect((await sliced.explain()).rows).toBe(expected.length);
    const { count } = await sliced.aggregate({ count: true });
    expect(count).toBe(expected.length);
  }

  const models = [
    { model: User as typeof User | typeof Word, all: ids.map(String) },
    { model: Word as typeof User | typeof Word, all: WORDS },
  ];
  const compareIds = (a: string, b: string): number =>
    ids.includes(Number(a)) ? Number(a) - Number(b) : Buffer.compare(Buffer.from(a), Buffer.from(b));

  it.each(models)('gives what stands in all of them ($model.name)', async ({ model, all }) => {
    const cases = fc.record({
      lists: fc.array(askedOf(all), { minLength: 1, maxLength: 3 }),
      least: fc.option(fc.integer({ min: 0, max: 9 })),
      budget: fc.constantFrom(1, 40, 3500),
    });
    await expectProperty(
      fc.asyncProperty(cases, async ({ lists, least, budget }) => {
        await db.redis.del('k:0', 'k:1', 'k:2');
        const held = await Promise.all(lists.map((list, i) => keep(`k:${i}`, list)));
        const query = (model as typeof User).query().intersect(...held);
        const narrowed = least === null ? query : query.where({ age: { gte: least } });
        const expected = all
          .filter((id) => lists.every(({ picked }) => picked.includes(id)) && age.get(id)! >= (least ?? 0))
          .sort(compareIds);
        await expectIds(narrowed, expected, budget);
      }),
      RUNS,
    );
  });

  it('takes no other numeral for an id', async () => {
    await db.redis.del('k:0');
    await db.set('k:0').add('01', '1', '001', '2', '02');
    await expectIds(User.query().intersect(db.set('k:0')), ['1', '2'], 1);
  });

  it.each(models)(
    'orders by the scores of a sorted set, those without one last ($model.name)',
    async ({ model, all }) => {
      const cases = fc.record({
        scores: scoresOf(all),
        least: fc.option(fc.integer({ min: 0, max: 9 })),
        direction: fc.constantFrom('asc' as const, 'desc' as const),
        budget: fc.constantFrom(1, 40, 3500),
        limit: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
        only: fc.boolean(),
      });
      await expectProperty(
        fc.asyncProperty(cases, async ({ scores, least, direction, budget, limit, only }) => {
          await db.redis.del('k:s');
          await db.sortedSet('k:s').add(Object.entries(scores));
          const ranks = db.sortedSet('k:s');
          const sign = direction === 'asc' ? 1 : -1;
          const expected = all
            .filter((id) => age.get(id)! >= (least ?? 0) && (!only || Object.hasOwn(scores, id)))
            .sort((a, b) => {
              const [x, y] = [scores[a], scores[b]];
              if (x === y) return sign * compareIds(a, b);
              if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
              return sign * (x < y ? -1 : 1);
            });
          let query = (model as typeof User).query().orderByScore(ranks, direction);
          if (least !== null) query = query.where({ age: { gte: least } });
          if (only) query = query.intersect(ranks);
          await expectIds(query, expected, budget);
          const sliced = query.within(budget);
          const rows = await (limit === undefined ? sliced : sliced.limit(limit))
            .select({ id: true, points: score() })
            .all();
          expect(rows.map(({ id }) => String(id))).toEqual(expected.slice(0, limit));
          expect(rows.map(({ points }) => points)).toEqual(expected.slice(0, limit).map((id) => scores[id]));
          const iterated: string[] = [];
          for await (const row of sliced.iterate({ batch: 3 })) iterated.push(String(row.id));
          expect(iterated).toEqual(expected);
        }),
        RUNS,
      );
    },
  );

  describe('sets and lists that are too large for one call', () => {
    const LARGE = 2200;
    beforeAll(async () => {
      await User.insertMany(Array.from({ length: LARGE - TOTAL }, () => ({ name: 'more', age: 11 })));
      await Word.insertMany(Array.from({ length: LARGE }, (_, i) => ({ id: `w${i}`, age: 11 })));
    });
    afterAll(async () => {
      await User.query().where({ age: 11 }).delete();
      await Word.query().where({ age: 11 }).delete();
    });

    const sorted = (list: readonly unknown[]) => [...list].map(String).sort();

    it('reads such a set by its cursor, or asks all entities', async () => {
      const users = Array.from({ length: 2 * LARGE }, (_, i) => 2 * i);
      const words = Array.from({ length: 520 }, (_, i) => `w${4 * i}`);
      await db.set('k:users').add(...users.map(String));
      await db.set('k:words').add(...words);
      for (const budget of [200, 3500]) {
        const some = User.query().intersect(db.set('k:users')).within(budget);
        expect(await some.ids()).toEqual(users.filter((id) => id > 0 && id <= LARGE));
        expect(await some.count()).toBe(LARGE / 2);
        const named = Word.query().intersect(db.set('k:words')).within(budget);
        expect(sorted(await named.ids())).toEqual(sorted(words));
        const iterated: string[] = [];
        for await (const { id } of named.iterate({ batch: 50 })) iterated.push(id);
        expect(sorted(iterated)).toEqual(sorted(words));
        expect(await named.orderBy({ age: 'asc' }).limit(3).ids()).toEqual(words.sort().slice(0, 3));
      }
    });

    it('turns from a walk by scores that does not find its page', async () => {
      const ranks = db.sortedSet('k:ties');
      await ranks.add(Array.from({ length: LARGE }, (_, i): [string, number] => [String(i + 1), i < 600 ? 1 : 2]));
      const rare = (id: number): boolean => id <= TOTAL;
      for (const direction of ['asc', 'desc'] as const)
        for (const budget of [30, 300, 3500]) {
          const young = User.query().where({ age: { lt: 11 } });
          const query = young.orderByScore(ranks, direction).within(budget);
          const expected = ids.filter(rare).sort((a, b) => (direction === 'asc' ? a - b : b - a));
          expect(await query.ids()).toEqual(expected);
          expect(await query.limit(12).offset(3).ids()).toEqual(expected.slice(3, 15));
        }
    });

    it('looks through a list, and refuses one that no call can look through', async () => {
      const list = db.list('k:list');
      await list.push(...Array.from({ length: 9000 }, (_, i) => String(i % 3000)));
      expect(await User.query().intersect(list).count()).toBe(LARGE);
      expect(
        await User.query()
          .where({ age: { lt: 11 } })
          .intersect(list)
          .ids(),
      ).toEqual(ids);
      await list.push(...Array.from({ length: 1001 }, () => '1'));
      for (const asked of [
        User.query().intersect(list).count(),
        User.query().intersect(list).aggregate({ count: true }),
      ])
        await expect(asked).rejects.toThrow(
          new QueryError(
            'intersect() was given the list k:list with 10001 ids, and looks through 10000 at most. Keep them in a set or a sorted set.',
          ),
        );
    });
  });

  it('takes ids, queries, what has a query, and fields of entities', async () => {
    const [first, second] = (await User.findMany([1, 2])) as [User, User];
    await first.friends.add('2', '3', '4', 'nobody');
    await second.ranked.add([await User.get(3), 5], [await User.get(7), -1], [await User.get(4), 2]);
    const young = User.query().where({ age: { lt: 5 } });
    expect(await User.query().intersect([3, 1, 3, 99]).ids()).toEqual([1, 3]);
    expect(await User.query().intersect().count()).toBe(TOTAL);
    expect(await User.query().intersect([]).count()).toBe(0);
    expect(await User.query().intersect(young, [3, 4, 6]).ids()).toEqual(
      await young.where({ id: { in: [3, 4, 6] } }).ids(),
    );
    expect(await User.query().intersect(first.friends).ids()).toEqual([2, 3, 4]);
    expect(await User.query().intersect(first.reports, [1, 2, 3]).ids()).toEqual([2, 3]);
    expect(await User.query().intersect(second.ranked).ids()).toEqual([3, 4, 7]);
    expect(await second.ranked.query().orderByScore(second.ranked, 'desc').ids()).toEqual([3, 4, 7]);
    const byName = User.query()
      .scan()
      .where({ name: { in: ['u3', 'u7'] } });
    expect(await User.query().intersect(byName, second.ranked).ids()).toEqual([3, 7]);
    const stored = await young.orderBy({ age: 'desc' }).store({ key: 'young' });
    expect(await User.query().intersect(stored, [3, 4, 6]).ids()).toEqual(
      await User.query().intersect(young, [3, 4, 6]).ids(),
    );
    expect(await User.query().intersect(User.query().fromStored('young')).count()).toBe(await young.count());
    await stored.delete();
    await expect(User.query().intersect(stored).ids()).rejects.toThrow(NotFoundError);
  });

  it('changes and deletes what is in a set', async () => {
    await db.sortedSet('k:old').add({ 5: 1, 6: 2, 77: 3 });
    const old = User.query().orderByScore('k:old', 'desc').intersect(db.sortedSet('k:old'));
    expect(await old.update({ name: 'old' })).toBe(2);
    expect(await old.pluck((user) => user.name).all()).toEqual(['old', 'old']);
  });

  it('says what it was asked, and how it was answered', async () => {
    const query = User.query().intersect(db.set('k:few')).orderByScore('k:ranks', 'desc').limit(3);
    expect(String(query)).toBe('User.query().where(in "k:few").orderByScore("k:ranks", desc).limit(3)');
    const ranks = db.sortedSet('k:ranks');
    await ranks.add({ 3: 1, 5: 9, 9: 4 });
    const walk = await User.query().orderByScore(ranks).limit(2).explain();
    expect([walk.strategy, walk.rows]).toEqual(['walk', 2]);
    const plan = (await User.query().intersect(ranks, db.set('k:few')).explain()).plan;
    expect(plan).toEqual({
      op: 'and',
      inputs: [
        { op: 'ranks', key: 'k:ranks' },
        { op: 'members', key: 'k:few' },
      ],
    });
    expect((await query.explain()).steps.map(({ what }) => what)).toEqual(['k:few']);
  });

  it('refuses what holds no ids', async () => {
    await db.redis.set('k:text', 'x');
    await expect(User.query().intersect(db.set('k:text')).ids()).rejects.toThrow(
      new WrongTypeError('k:text', 'string', 'set'),
    );
    await expect(User.query().orderByScore('k:text').all()).rejects.toThrow(
      new WrongTypeError('k:text', 'string', 'zset'),
    );
    const query = User.query() as unknown as {
      intersect(given: unknown): void;
      orderByScore(...given: unknown[]): void;
    };
    for (const given of [undefined, null, 7, 'k:few', {}, new Map(), db.hash('k:h'), db.string('k:s'), () => [1]])
      expect(() => query.intersect(given)).toThrow(/^intersect\(\) takes ids, a query, a Many/);
    for (const given of [undefined, null, '', db.set('k:few'), { key: 'k' }, [1]])
      expect(() => query.orderByScore(given)).toThrow(/^orderByScore\(\) takes a sorted set/);
    expect(() => query.intersect('k')).toThrow('db.set(key), db.list(key) or db.sortedSet(key).');
    expect(() => query.orderByScore('k', 'up')).toThrow("orderByScore() takes 'asc' or 'desc', not string \"up\".");
    await expect(
      User.query()
        .intersect([undefined as unknown as number])
        .ids(),
    ).rejects.toThrow(QueryError);
    expect(() => query.intersect(User.query().limit(3))).toThrow(
      'intersect() takes a query without limit() and offset().',
    );
    expect(() => query.intersect(Word.query())).toThrow('intersect() of User was given a query of Word.');
    const scored = User.query().select({ id: true, points: score() });
    await expect(scored.all()).rejects.toThrow('score() needs a search that rows must fit, or orderByScore().');
  });
});
