// Lists of more than 508 ids are trees: ids that come between others have leaves divided, however many come at once.
import { Database, Entity, Field, Index, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Ticket')
class Ticket extends Model {
  @Field.id() id!: number;
  @Index() @Field.text() place!: string;
}

let db: Database;
beforeEach(async () => {
  db = await Database.embedded({ models: [Ticket] });
});
afterEach(() => db.close());

const insert = (ids: readonly number[], batch?: number) =>
  Ticket.insertMany(
    ids.map((id) => ({ id, place: 'here' })),
    batch ? { batch } : {},
  );

const range = (from: number, count: number, step: number) => Array.from({ length: count }, (_, i) => from + i * step);

/** Ids in an order that no list has. */
const shuffled = (ids: readonly number[]) => [...ids].sort((a, b) => ((a * 7919) % 1009) - ((b * 7919) % 1009));

/** How many ids each leaf of a list has. */
async function leavesOf(list: string): Promise<number[]> {
  const starts = await db.redis.zrange(`{app}:Ticket#${list}`, '0', '-1');
  return Promise.all(starts.map((start) => db.redis.scard(`{app}:Ticket#${start}/${list}`)));
}

async function expectAll(total: number): Promise<void> {
  await expectConsistent(db, Ticket);
  expect(await Ticket.query().where({ place: 'here' }).count()).toBe(total);
  for (const list of ['ids', 'eq:place:here']) {
    const sizes = await leavesOf(list);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(total);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(508);
  }
}

describe('ids that come between those of a list', () => {
  it('divide its leaves, one by one', async () => {
    await insert(range(1000, 520, 10));
    for (const id of shuffled(range(1005, 30, 10))) await Ticket.create({ id, place: 'here' });
    await expectAll(550);
  });

  it('divide them, many at once', async () => {
    await insert(range(1000, 520, 10));
    await insert(
      shuffled(range(1003, 500, 7)).filter((id) => id % 10 !== 0),
      2000,
    );
    await expectAll(520 + range(1003, 500, 7).filter((id) => id % 10 !== 0).length);
  });

  it('come behind all of a leaf that is not the last one', async () => {
    await insert(range(100_000, 600, 1));
    await insert(range(1, 300, 1));
    await insert(range(1000, 400, 1));
    await insert(range(200_000, 100, 1));
    await expectAll(1400);
    await Ticket.create({ id: 300_000, place: 'here' });
    await expectAll(1401);
  });
});

describe('a leaf', () => {
  // a block of the server's memory has room for 508 ids, and takes a quarter more with three more
  it('takes some four bytes an id', async () => {
    await insert(range(100_000, 2000, 1));
    const taken = Number(await db.redis.call('MEMORY', 'USAGE', '{app}:Ticket#100508/ids'));
    expect(await db.redis.scard('{app}:Ticket#100508/ids')).toBe(508);
    expect(taken).toBeLessThan(4.5 * 508);
  });

  it('may have the three ids more that it had room for once', async () => {
    await insert(range(1, 900, 1));
    for (const list of ['ids', 'eq:place:here']) {
      await db.redis.smove(`{app}:Ticket#509/${list}`, `{app}:Ticket#0/${list}`, '509');
      await db.redis.smove(`{app}:Ticket#509/${list}`, `{app}:Ticket#0/${list}`, '510');
      await db.redis.smove(`{app}:Ticket#509/${list}`, `{app}:Ticket#0/${list}`, '511');
      await db.redis.rename(`{app}:Ticket#509/${list}`, `{app}:Ticket#512/${list}`);
      await db.redis.zrem(`{app}:Ticket#${list}`, '509');
      await db.redis.zadd(`{app}:Ticket#${list}`, 512, '512');
    }
    await db.redis.hset('{app}:Ticket#counts', 'last', '512');
    await Ticket.findMany([7, 8]).then((found) => Promise.all(found.map((ticket) => ticket!.delete())));
    await insert([7, 8, 901]);
    expect(await Ticket.verify()).toMatchObject({ problems: [] });
    await expectAll(901);
  });
});
