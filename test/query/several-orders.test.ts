import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';

@Entity()
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer({ optional: true }) group?: number;
  @Index() @Field.integer() age!: number;
  @Index({ ordered: true }) @Field.text() name!: string;
}

const TOTAL = 3000;
const NAMES = ['', 'a', '\0', 'ab', 'é', '😀', '\uffff', 'Z'];
const items = Array.from({ length: TOTAL }, (_, i) => ({
  id: i + 1,
  ...(i % 10 && { group: (i * 7919) % 100 }),
  age: i % 17,
  name: NAMES[i % NAMES.length]!,
}));

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Item] });
  await Item.insertMany(items);
});
afterAll(() => db.close());

type Row = (typeof items)[number];
const byText = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const groupOf = ({ group }: Row) => group ?? Number.POSITIVE_INFINITY;
const expected = items
  .toSorted((a, b) => groupOf(a) - groupOf(b) || byText(b.name, a.name) || b.id - a.id)
  .map(({ id }) => id);

const query = () => Item.query().orderBy({ group: 'asc', name: 'desc' });

async function streamed(rows: AsyncIterable<Row>): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of rows) ids.push(id);
  return ids;
}

async function roundTrips(work: () => Promise<unknown>): Promise<number> {
  await db.redis.config('RESETSTAT');
  await work();
  const stats = await db.redis.info('commandstats');
  return [...stats.matchAll(/cmdstat_(?:fcall|eval)\w*:calls=(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
}

describe('an order of several fields', () => {
  it('is the same in all(), ids() and an iteration in parts of any size', async () => {
    expect(await query().ids()).toEqual(expected);
    expect((await query().all()).map(({ id }) => id)).toEqual(expected);
    for (const batch of [7, 100, 5000]) expect(await streamed(query().iterate({ batch }))).toEqual(expected);
  });

  it.each([
    [0, 5],
    [5, 40],
    [2500, 400],
    [2990, 50],
    [4000, 5],
  ])('is cut from %i on, %i rows', async (offset, limit) => {
    const page = query().offset(offset).limit(limit);
    const rows = expected.slice(offset, offset + limit);
    expect(await page.ids()).toEqual(rows);
    expect(await streamed(page.iterate({ batch: 30 }))).toEqual(rows);
    expect(await streamed(page.within(50).iterate({ batch: 30 }))).toEqual(rows);
  });

  it('reads no more than the first ties for the first rows of an iteration', async () => {
    const calls = await roundTrips(async () => {
      let seen = 0;
      for await (const _ of query().iterate({ batch: 20 })) if (++seen === 50) break;
    });
    expect(calls).toBeLessThanOrEqual(6);
  });

  it('sorts what a list of many values finds', async () => {
    const ids = Array.from({ length: 9000 }, (_, i) => i * 2);
    const even = expected.filter((id) => id % 2 === 0);
    const some = query().where({ id: { in: ids } });
    expect(await some.ids()).toEqual(even);
    expect(await some.offset(10).limit(5).ids()).toEqual(even.slice(10, 15));
    expect(await streamed(some.iterate({ batch: 100 }))).toEqual(even);
    expect(await some.count()).toBe(TOTAL / 2);
    expect((await some.explain()).rows).toBe(TOTAL / 2);
  });
});
