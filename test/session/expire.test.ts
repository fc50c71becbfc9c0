import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AfterSave,
  type Auto,
  Database,
  DataRaceError,
  Entity,
  EntityDeletedError,
  Field,
  Index,
  Model,
  QueryError,
  Unique,
  UniqueError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

const saved: string[] = [];

@Entity('Hold', { ttl: 60_000, sliding: true })
class Hold extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() seat!: string;
  @Index() @Field.text({ optional: true }) buyer?: string;

  @AfterSave()
  note(): void {
    saved.push(this.seat);
  }
}

@Entity('Seat')
class Seat extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() free!: number;
}

/** Does something as another program would, in no session. */
const outside = AsyncLocalStorage.snapshot();

describe('session.expire()', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Hold, Seat] });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.redis.flushall();
    await Hold.create({ seat: 'A1' });
    await Hold.create({ seat: 'A2' });
    await Seat.create({ free: 9 });
    saved.length = 0;
  });
  afterEach(async () => {
    await Hold.reap();
    await expectConsistent(db, Hold);
  });

  const serverTime = async () => {
    const [seconds, microseconds] = await db.redis.time();
    return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
  };
  /** Until when the server keeps an entity. */
  const until = (id: number) => db.redis.hget(Hold.keyOf(id), '~expires');

  it('waits for the flush, and is written with everything else by one script', async () => {
    const before = await until(1);
    const [found, begun] = await db.session(async (session) => {
      const [first, second] = await Hold.query().all();
      first!.buyer = 'ada';
      session.expire(first!, null);
      session.expire(second!, 3_600_000);
      const made = Hold.build({ seat: 'B1' });
      session.expire(made, 7_200_000);
      (await Seat.get(1)).free--;
      expect(session.pending).toMatchObject({ created: [made], changed: [first, { free: 8 }, second], deleted: [] });
      expect([await outside(() => until(1)), first!.expiresAt?.getTime()]).toEqual([before, Number(before)]);
      return [[first!, second!, made], await serverTime()] as const;
    });
    expect(found.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect([await until(1), found[0].expiresAt, (await Hold.get(1)).buyer]).toEqual([null, undefined, 'ada']);
    for (const [hold, ttl] of [
      [found[1], 3_600_000],
      [found[2], 7_200_000],
    ] as const) {
      expect(await until(hold.id)).toBe(String(hold.expiresAt!.getTime()));
      expect(hold.expiresAt!.getTime()).toBeGreaterThanOrEqual(begun + ttl);
    }
    // a time to live alone is not a save
    expect(saved).toEqual(['B1', 'A1']);
    expect((await Seat.get(1)).free).toBe(8);
  });

  it('says when the entity is gone, with its index entries and unique values', async () => {
    await db.session(async (session) => {
      const hold = await Hold.get(1);
      hold.buyer = 'ada';
      session.expire(hold, 1);
      session.expire(Hold.build({ seat: 'B1', buyer: 'ada' }), 1);
    });
    while ((await Hold.query().count()) > 1) await sleep(1);
    expect(await Hold.query().where({ buyer: 'ada' }).count()).toBe(0);
    expect((await Hold.create({ seat: 'A1' })).id).toBe(4);
  });

  it('is undone by rollback() and by a throw, and forgotten with the entity', async () => {
    const before = [await until(1), await until(2)];
    await db.session(async (session) => {
      session.expire(await Hold.get(1), null);
      session.expire(Hold.build({ seat: 'B1' }), 1);
      session.rollback();
      expect(session.pending).toEqual({ created: [], changed: [], deleted: [] });
      const [first, second] = await Hold.query().all();
      session.expire(first!, null);
      session.forget(first!);
      session.expire(second!, null);
      await session.refresh(second!);
    });
    const failing = db.session(async (session) => {
      session.expire(await Hold.get(1), null);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect([await until(1), await until(2)]).toEqual(before);
    expect(await Hold.query().count()).toBe(2);
  });

  it('is not written where anything else is refused, and waits to be written again', async () => {
    const before = await until(1);
    await db.session(async (session) => {
      const [first, second] = await Hold.query().all();
      session.expire(first!, null);
      second!.seat = 'A1';
      await expect(session.flush()).rejects.toMatchObject({ constructor: UniqueError, entity: second });
      expect([await outside(() => until(1)), session.pending.changed]).toEqual([before, [second, first]]);
      second!.seat = 'C1';
      await session.flush();
      expect(await outside(() => until(1))).toBeNull();
      expect(session.pending.changed).toEqual([]);
    });
  });

  it('is refused where the entity is gone, and nothing is written', async () => {
    const refused = db.session(async (session) => {
      const hold = await Hold.get(1);
      session.expire(hold, null);
      (await Seat.get(1)).free--;
      await outside(() => Hold.deleteMany([1]));
      await expect(session.flush()).rejects.toMatchObject({ constructor: EntityDeletedError, entity: hold });
      await session.flush();
    });
    await expect(refused).rejects.toThrow(EntityDeletedError);
    expect((await Seat.get(1)).free).toBe(9);
    expect(await db.redis.exists(Hold.keyOf(1))).toBe(0);
  });

  it('goes with the entities of another try, when another writer was faster', async () => {
    let tries = 0;
    const work = db.session(
      async (session) => {
        const hold = await Hold.get(1);
        hold.buyer = `ada ${++tries}`;
        session.expire(hold, null);
        if (tries === 1) await outside(() => Hold.change(1, { buyer: 'eve' }));
      },
      { retries: 3 },
    );
    await work;
    expect([tries, await until(1), (await Hold.get(1)).buyer]).toEqual([2, null, 'ada 2']);
    const refused = db.session(async (session) => {
      const hold = await Hold.get(2);
      hold.buyer = 'ada';
      session.expire(hold, null);
      await outside(() => Hold.change(2, { buyer: 'eve' }));
    });
    await expect(refused).rejects.toThrow(DataRaceError);
    expect(await until(2)).toMatch(/^\d+$/);
  });

  it('gives way to a deletion, and the last call counts', async () => {
    await db.session(async (session) => {
      const [first, second] = await Hold.query().all();
      session.delete(first!);
      session.expire(first!, null);
      session.expire(second!, 1);
      session.expire(second!, null);
      expect(session.pending).toEqual({ created: [], changed: [second], deleted: [first] });
    });
    expect([await Hold.find(1), await until(2)]).toEqual([undefined, null]);
  });

  it('refuses what is not a time to live, and entities that do not expire', async () => {
    await db.session(async (session) => {
      const hold = await Hold.get(1);
      const seat = await Seat.get(1);
      for (const ttl of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', undefined, {}])
        expect(() => session.expire(hold, ttl as number)).toThrow('expire() takes a whole number of milliseconds');
      expect(() => session.expire(seat, 5)).toThrow("Say that they can: @Entity('Seat', { ttl: null })");
      for (const entity of [undefined, null, {}, 7])
        expect(() => session.expire(entity as unknown as Hold, 5)).toThrow(QueryError);
      expect(session.pending.changed).toEqual([]);
    });
    const ended = await db.session((session) => session);
    const hold = await Hold.get(1);
    expect(() => ended.expire(hold, 5)).toThrow('The session has ended.');
  });
});
