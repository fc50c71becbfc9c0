import type { Redis } from 'ioredis';
import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';

@Entity()
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer({ optional: true }) size?: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) name?: string;
  @Index() @Field.integer() place!: number;
  @Index() @Field.boolean() fits!: boolean;
}

const TOTAL = 600;
/** Steps of a slice: few, so that few rows of a tie are held. */
const FEW = 24;

/** Most rows have the same size and the same name; some have none. */
const items = Array.from({ length: TOTAL }, (_, i) => {
  const group = i % 10;
  return {
    id: i + 1,
    ...(group > 0 && {
      size: group === 1 ? -2.5e15 : group === 2 ? 7 : 0,
      name: group === 1 ? 'a' : group === 2 ? 'm\0' : 'm',
    }),
    place: (i * 547) % 41,
    fits: i % 6 > 0,
  };
});

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Item] });
  await Item.insertMany(items);
});
afterAll(() => db.close());

type Row = (typeof items)[number];
type Order = { readonly [K in 'size' | 'name' | 'place']?: 'asc' | 'desc' };

/** The order of rows in plain code: those without a value last, ties by id in the last direction. */
function comparatorOf(order: Order): (a: Row, b: Row) => number {
  const terms = Object.entries(order) as [keyof Order, string][];
  const stepOf = (direction: string | undefined) => (direction === 'desc' ? -1 : 1);
  return (a, b) => {
    for (const [field, direction] of terms) {
      const [x, y] = [a[field], b[field]];
      if (x === y) continue;
      if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
      return (x < y ? -1 : 1) * stepOf(direction);
    }
    return (a.id - b.id) * stepOf(terms.at(-1)?.[1]);
  };
}

/** How many orders the queries have that are sent meanwhile. */
async function ordersAsked(work: () => Promise<unknown>): Promise<Set<number>> {
  const redis = db.redis as Redis;
  const send = redis.sendCommand;
  const asked = new Set<number>();
  redis.sendCommand = function (...args) {
    const text = String(args[0].args.at(-1));
    if (text.startsWith('{"models"')) asked.add((JSON.parse(text) as { order?: unknown[] }).order?.length ?? 0);
    return send.apply(this, args);
  };
  try {
    await work();
  } finally {
    redis.sendCommand = send;
  }
  return asked;
}

async function streamed(rows: AsyncIterable<Row>): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of rows) ids.push(id);
  return ids;
}

describe('an iteration over ties that are too large to be held', () => {
  it.each([
    ['numbers', { size: 'asc', name: 'desc', place: 'asc' }],
    ['numbers, backwards', { size: 'desc', place: 'desc' }],
    ['texts', { name: 'asc', place: 'desc' }],
    ['texts, backwards', { name: 'desc', place: 'asc' }],
  ] as const)('walks these by the next order: %s', async (_, order) => {
    const ids = items.toSorted(comparatorOf(order)).map(({ id }) => id);
    const query = Item.query().orderBy(order).within(FEW);
    let found: number[] = [];
    const asked = await ordersAsked(async () => {
      found = await streamed(query.iterate({ batch: 25 }));
    });
    expect(found).toEqual(ids);
    expect(asked).toContain(Object.keys(order).length - 1);
  });

  it('walks those without a value as well, cut and within a condition', async () => {
    await Item.query()
      .where({ size: { gte: 0 } })
      .update({ size: undefined });
    const order = { size: 'asc', place: 'asc' } as const;
    const left = items.map((item) => (item.size === undefined || item.size < 0 ? item : { ...item, size: undefined }));
    const ids = left
      .filter(({ fits }) => fits)
      .toSorted(comparatorOf(order))
      .map(({ id }) => id);
    const query = Item.query().where({ fits: true }).orderBy(order).within(FEW);
    const asked = await ordersAsked(async () => {
      expect(await streamed(query.offset(40).limit(350).iterate())).toEqual(ids.slice(40, 390));
    });
    expect(asked).toContain(1);
  });
});
