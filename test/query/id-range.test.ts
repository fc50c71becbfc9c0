import { type Auto, Database, Entity, Field, Index, Model, PrimaryKey } from 'redstart';

@Entity()
class Numbered extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() kind!: string;
}

@Entity()
class Named extends Model {
  @PrimaryKey() @Field.text() id!: string;
  @Index({ suffix: true }) @Field.text() get ending(): string {
    return this.id;
  }
}

const TOTAL = 5000;

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Numbered, Named] });
  await Numbered.insertMany(
    Array.from({ length: TOTAL }, (_, i) => ({ id: (i + 1) * 3, kind: i % 50 ? 'usual' : 'rare' })),
  );
  await Named.insertMany(['a', 'ab', 'ab\0', 'ab\x01', 'ac', 'b', 'é', '😀'].map((id) => ({ id })));
});
afterAll(() => db.close());

/** How often a command was called. */
async function calls(name: string, work: () => Promise<unknown>): Promise<number> {
  await db.redis.config('RESETSTAT');
  await work();
  return Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(await db.redis.info('commandstats'))?.[1] ?? 0);
}

const numbered = () => Numbered.query();

describe('a range of ids', () => {
  it.each<[string, object, readonly number[]]>([
    ['between', { between: [10, 20] }, [12, 15, 18]],
    ['open ends', { gt: 12, lt: 18 }, [15]],
    ['closed ends', { gte: 12, lte: 18 }, [12, 15, 18]],
    ['before the first', { lt: 3 }, []],
    ['below nought', { between: [-5, 4] }, [3]],
    ['behind the last', { gt: TOTAL * 3 }, []],
    ['the last ones', { gt: TOTAL * 3 - 4 }, [TOTAL * 3 - 3, TOTAL * 3]],
    ['reversed bounds', { between: [20, 10] }, []],
  ])('of numbers: %s', async (_, id, expected) => {
    const query = numbered().where({ id });
    expect(await query.ids()).toEqual(expected);
    expect(await query.orderBy({ id: 'desc' }).ids()).toEqual([...expected].reverse());
    expect(await query.count()).toBe(expected.length);
    expect(await query.within(1).ids()).toEqual(expected);
  });

  it.each<[string, object, readonly string[]]>([
    ['between', { between: ['ab', 'b'] }, ['ab', 'ab\0', 'ab\x01', 'ac', 'b']],
    ['open ends', { gt: 'ab', lt: 'b' }, ['ab\0', 'ab\x01', 'ac']],
    ['a beginning', { startsWith: 'ab' }, ['ab', 'ab\0', 'ab\x01']],
    ['the end of all texts', { gte: 'é' }, ['é', '😀']],
  ])('of texts: %s', async (_, id, expected) => {
    const query = Named.query().where({ id });
    expect(await query.ids()).toEqual(expected);
    expect(await query.orderBy({ id: 'desc' }).within(1).ids()).toEqual([...expected].reverse());
    expect(await query.count()).toBe(expected.length);
  });

  it('says what else answers', async () => {
    const refused = async (where: object) =>
      Named.query()
        .where(where as never)
        .ids();
    await expect(refused({ id: { like: '*b' } })).rejects.toThrow(
      'Named.id: a primary key has no operator like. Use one of: eq, ne, in, notIn, lt, lte, gt, gte, between, startsWith, or ask a getter that gives it, with @Index({ pattern: true }).',
    );
    await expect(refused({ id: { endsWith: 'b' } })).rejects.toThrow('with @Index({ suffix: true }).');
    await expect(refused({ id: { isNull: true } })).rejects.toThrow('gt, gte, between, startsWith.');
    await expect(
      numbered()
        .where({ id: { startsWith: '1' } } as never)
        .ids(),
    ).rejects.toThrow('no operator startsWith');
    expect(
      await Named.query()
        .where({ ending: { endsWith: 'b' } })
        .ids(),
    ).toEqual(['ab', 'b']);
  });

  it('reads its own part of the list of all ids', async () => {
    const page = numbered()
      .where({ id: { gte: 12_000 } })
      .limit(20);
    expect(await page.explain()).toMatchObject({ strategy: 'by id', rows: 20, roundTrips: 1 });
    expect(await calls('smembers', () => page.ids())).toBe(1);
    expect((await page.orderBy({ id: 'desc' }).ids())[0]).toBe(TOTAL * 3);
  });

  it('is looked at without asking the server where another condition drives', async () => {
    const rare = numbered().where({ kind: 'rare', id: { lt: 9000 } });
    const plan = await rare.explain();
    expect(plan.steps.map(({ probed }) => probed)).toEqual([undefined, undefined, 100]);
    expect(await rare.count()).toBe(60);
    expect(await calls('exists', () => rare.ids())).toBe(0);
  });
});
