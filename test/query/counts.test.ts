import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';

@Entity('Order')
class Order extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() state!: string;
  @Index() @Field.integer() shop!: number;
  @Index() @Field.text() first!: string;
}

const SIZE = 3000;
const rowOf = (i: number) => ({
  state: i % 5 < 3 ? 'paid' : 'open',
  shop: i % 40,
  // its lists hold ids that are far from one another
  first: i < SIZE / 2 ? 'yes' : 'no',
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
