import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';

@Entity()
class Job extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() priority!: number;
  @Index({ ordered: true }) @Field.text() name!: string;
  @Index() @Field.text() state!: string;
}

const TOTAL = 120;
const BATCHES = [1, 2, 7, 40, 119, 120, 500];

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Job] });
});
beforeEach(async () => {
  await db.redis.flushdb();
  await Job.insertMany(Array.from({ length: TOTAL }, (_, i) => job(i)));
});
afterAll(() => db.close());

// many of one priority: a place among ties is a place as well
const job = (i: number) => ({ priority: Math.floor(i / 5), name: `n${i % 11}`, state: i % 2 ? 'odd' : 'even' });
const ids = Array.from({ length: TOTAL }, (_, i) => i + 1);

const ORDERS = {
  'a number': () => Job.query().orderBy({ priority: 'asc' }),
  'a number, downwards': () => Job.query().orderBy({ priority: 'desc' }),
  'a text': () => Job.query().orderBy({ name: 'asc' }),
  'a text, downwards': () => Job.query().orderBy({ name: 'desc' }),
  'two fields': () => Job.query().orderBy({ priority: 'desc', name: 'asc' }),
  'a range': () => Job.query().where({ priority: { gte: -1000, lt: 1000 } }),
  'two conditions': () => Job.query().where({ priority: { gte: -1000 }, state: { ne: 'gone' } }),
  'no order': () => Job.query(),
};

const CASES = Object.keys(ORDERS).flatMap((order) => BATCHES.map((batch) => [order, batch] as const));

describe('what stays in place while others move', () => {
  it.each(CASES)('comes exactly once: by %s, %i at a time', async (order, batch) => {
    const touched = new Set<number>();
    const seen: number[] = [];
    let step = 0;
    for await (const { id } of ORDERS[order as keyof typeof ORDERS]().iterate({ batch })) {
      seen.push(id);
      if (step++ > 400) break;
      // the row at hand is the last of a slice again and again; others go and come around it
      const others = [...(step % 3 === 1 ? [id] : []), ...(step % 5 === 0 ? [1 + ((step * 37) % TOTAL)] : [])];
      for (const each of others) {
        if (touched.has(each)) continue;
        touched.add(each);
        const found = await Job.find(each);
        if (each % 4 === 0) await found?.delete();
        else await found?.update(each % 2 ? { priority: 500, name: 'z' } : { priority: -5, name: '' });
      }
      if (step % 10 === 0) await Job.create({ ...job(step), state: 'new' });
    }
    const stayed = ids.filter((id) => !touched.has(id));
    expect(stayed.length).toBeGreaterThan(TOTAL / 4);
    for (const id of stayed) expect([id, seen.filter((each) => each === id).length]).toEqual([id, 1]);
  });

  it('comes once where each row is moved out of the range as it is handled', async () => {
    let handled = 0;
    for await (const each of Job.query()
      .where({ priority: { lt: 100 } })
      .iterate({ batch: 10 })) {
      handled++;
      await each.update({ priority: 1000 + each.id });
    }
    expect(handled).toBe(TOTAL);
    expect(
      await Job.query()
        .where({ priority: { lt: 100 } })
        .count(),
    ).toBe(0);
  });

  it.each(['asc', 'desc'] as const)(
    'comes once where the row at the boundary goes to the other end (%s)',
    async (direction) => {
      const query = Job.query().orderBy({ priority: direction });
      for (const priority of [-1, 10_000]) {
        const seen: number[] = [];
        for await (const each of query.iterate({ batch: 10 })) {
          seen.push(each.id);
          if (seen.length === 10) await (await Job.get(each.id)).update({ priority });
        }
        // the one that moved may come again, where it stands now
        expect(new Set(seen)).toEqual(new Set(ids));
        expect(seen.length - TOTAL).toBeLessThanOrEqual(1);
      }
    },
  );

  it('is all there in all(), slice by slice, beside a writer', async () => {
    const stop = new AbortController();
    const moving = 7;
    const writer = (async () => {
      for (let i = 0; !stop.signal.aborted; i++)
        await (await Job.get(moving)).update({ priority: i % 2 ? -1 : 10_000 }).catch(() => {});
    })();
    for (let round = 0; round < 15; round++) {
      const found = await Job.query()
        .where({ priority: { gte: -10 } })
        .within(30)
        .all();
      const still = found.map(({ id }) => id).filter((id) => id !== moving);
      expect(still).toEqual(ids.filter((id) => id !== moving));
    }
    stop.abort();
    await writer;
  });
});

describe('a row that is deleted at the end of a slice', () => {
  it('costs a few commands among many ties', async () => {
    await db.redis.flushdb();
    await Job.insertMany(Array.from({ length: 5000 }, (_, i) => ({ ...job(i), priority: 1 })));
    const rows = Job.query().orderBy({ priority: 'asc' }).iterate({ batch: 100 });
    for (let i = 0; i < 100; i++) await rows.next();
    await (await Job.get(100)).delete();
    await db.redis.config('RESETSTAT');
    expect((await rows.next()).value).toMatchObject({ id: 101 });
    await rows.return(undefined);
    const stats = await db.redis.info('commandstats');
    expect(Number(/cmdstat_zrange:calls=(\d+)/.exec(stats)?.[1])).toBeLessThan(30);
    expect(stats).not.toContain('cmdstat_zrangebyscore');
  });
});

describe('one answer of several calls', () => {
  const WAYS = {
    'by id': () => Job.query().where({ priority: { gte: 0 } }),
    'in the order that it walks': () => Job.query().orderBy({ priority: 'asc' }),
    'in an order that is sorted': () =>
      Job.query()
        .where({ priority: { gte: 0 } })
        .orderBy({ name: 'asc' }),
  };

  /** Behind the next call the first row goes to another place. */
  function moveBehindCall(to: { priority: number; name: string }): void {
    const { redis } = db;
    const send = redis.sendCommand;
    let calls = 0;
    redis.sendCommand = (async (...args: [command: never]) => {
      const reply = await send.call(redis as never, ...args);
      if (calls++ === 0) {
        redis.sendCommand = send;
        await Job.change(1, to);
      }
      return reply;
    }) as typeof send;
  }

  it('has as many rows as its limit, and pages go on behind it, where a row moves within it', async () => {
    const query = Job.query().orderBy({ priority: 'asc' }).within(60);
    // the server learns the function
    expect(await query.limit(1).all()).toHaveLength(1);
    moveBehindCall({ priority: 10, name: 'z' });
    expect(await query.limit(70).all()).toHaveLength(70);
    await Job.change(1, { priority: 0 });
    moveBehindCall({ priority: 10, name: 'z' });
    const seen: number[] = [];
    let after: string | undefined;
    do {
      const page = await query.page({ size: 70, after });
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after);
    expect(seen.filter((id) => id !== 1).sort((a, b) => a - b)).toEqual(ids.slice(1));
  });

  it.each(Object.keys(WAYS))('has an entity that moves meanwhile once, as it was read last: %s', async (way) => {
    moveBehindCall({ priority: 900, name: 'z' });
    const rows = await WAYS[way as keyof typeof WAYS]().within(60).all();
    expect(rows.map(({ id }) => id).sort((a, b) => a - b)).toEqual(ids);
    expect(rows.find(({ id }) => id === 1)?.priority).toBe(900);
  });
});
