import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';

@Entity('Order')
class Order extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() state!: string;
  @Index() @Field.integer() shop!: number;
  @Index() @Field.text() first!: string;
  @Index() @Field.integer() price!: number;
  @Index() @Field.integer({ optional: true }) weight?: number;
}

const SIZE = 3000;
const rowOf = (i: number) => ({
  state: i % 5 < 3 ? 'paid' : 'open',
  shop: i % 40,
  // its lists hold ids that are far from one another
  first: i < SIZE / 2 ? 'yes' : 'no',
  // no two entities have the same, and none that follow one another
  price: (i * 7919) % 3001,
  ...(i % 4 && { weight: i % 7 }),
});

let db: Database;
let gone: ReadonlySet<number>;
beforeAll(async () => {
  db = await Database.embedded({ models: [Order] });
  await Order.insertMany(Array.from({ length: SIZE }, (_, i) => rowOf(i)));
  // a leaf of 'paid' that was emptied, and others with gaps
  const ids = Array.from({ length: SIZE }, (_, i) => i + 1).filter((id) => (id > 900 && id < 1600) || id % 17 === 0);
  gone = new Set(ids);
  await Order.deleteMany(ids);
});
afterAll(() => db.close());

const rows = () =>
  Array.from({ length: SIZE }, (_, i) => ({ id: i + 1, ...rowOf(i) })).filter(({ id }) => !gone.has(id));

// 1 asks for a call after each pair of leaves, the default for one call in all
describe.each([1, 45, undefined])('a count of two lists of ids, at a budget of %p', (budget) => {
  const query = () => (budget ? Order.query().within(budget) : Order.query());

  it.each([
    ['both in several leaves', { state: 'paid', first: 'yes' }],
    ['the other half', { state: 'open', first: 'no' }],
    ['one in a single leaf', { state: 'paid', shop: 7 }],
    ['one that is empty', { state: 'paid', shop: 99 }],
    ['the same one twice', { state: 'paid' }],
  ])('is what the rows say: %s', async (_, where) => {
    const fits = (row: object) =>
      Object.entries(where).every(([name, value]) => (row as Record<string, unknown>)[name] === value);
    const twice = query().where(where).where(where);
    expect(await twice.count()).toBe(rows().filter(fits).length);
    expect(await query().where(where).count()).toBe(rows().filter(fits).length);
    expect(await query().where(where).ids()).toEqual(
      rows()
        .filter(fits)
        .map(({ id }) => id),
    );
  });
});

describe.each([1, 45, 700, undefined])('a count of a list and a range, at a budget of %p', (budget) => {
  const query = () => (budget ? Order.query().within(budget) : Order.query());
  type Row = ReturnType<typeof rows>[number];

  it.each<[string, object, (row: Row) => boolean]>([
    ['values that many share', { shop: { gte: 10, lt: 30 } }, ({ shop }) => shop >= 10 && shop < 30],
    ['values of their own', { price: { gt: 500, lte: 1900 } }, ({ price }) => price > 500 && price <= 1900],
    ['all values', { shop: { gte: 0 } }, () => true],
    ['all values, where some have none', { weight: { gte: 0 } }, ({ weight }) => weight !== undefined],
    ['two ranges', { shop: { lt: 30 }, price: { gt: 100 } }, ({ shop, price }) => shop < 30 && price > 100],
    ['all of two ranges', { shop: { gte: 0 }, price: { gte: 0 } }, () => true],
  ])('is what the rows say: %s', async (_, where, fits) => {
    const expected = rows().filter((row) => row.state === 'paid' && fits(row));
    const asked = query().where({ state: 'paid' }).where(where);
    expect(await asked.count()).toBe(expected.length);
    if (budget !== 1) expect(await asked.ids()).toEqual(expected.map(({ id }) => id));
  });
});

describe('what a count of a list and a range asks', () => {
  // few enough steps that no clock ends a call before them: each call has some commands of its own
  const asked = (where: object) => Order.query().where({ state: 'paid' }).where(where).within(999);

  it('is nothing where all entities fit the range', async () => {
    await db.redis.config('RESETSTAT');
    await asked({ shop: { gte: 0 } }).count();
    expect(await db.redis.info('commandstats')).not.toMatch(/smembers|zmscore|smismember|zrangebyscore/);
  });

  it('is a whole run of each leaf where many share a value, and rows where each has its own', async () => {
    const { commands } = await asked({ shop: { gte: 10, lt: 30 } }).explain();
    expect(commands.SMISMEMBER).toBeLessThan(200);
    expect(commands.HGET ?? 0).toBeLessThan(100);
    const { commands: scattered } = await asked({ price: { lt: 900 } }).explain();
    expect(scattered.SMISMEMBER ?? 0).toBeLessThan(100);
  });
});
