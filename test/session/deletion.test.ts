import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Auto,
  Database,
  Entity,
  EntityDeletedError,
  Field,
  Index,
  ManyToOne,
  Model,
  type Ref,
  Unique,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Visit')
class Visit extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() patient!: string;
  @Unique() @Field.text({ optional: true }) code?: string;
}

@Entity('Bill')
class Bill extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Visit, { onDelete: 'cascade' }) visit!: Ref<Visit>;
}

@Entity('Refund')
class Refund extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() visit!: number;
}

@Entity('Hold', { ttl: 3_600_000 })
class Hold extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() buyer!: string;
}

/** Does something as another program would, in no session. */
const outside = AsyncLocalStorage.snapshot();

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'clinic', models: [Visit, Bill, Refund, Hold] });
});
afterAll(() => db?.close());
beforeEach(async () => {
  await db.redis.flushall();
  await Visit.insertMany(['ada', 'eve', 'bob'].map((patient) => ({ patient, code: patient })));
});

const cancel = (id: number, retries = 0, ready: () => Promise<void> = async () => {}) =>
  db.session(
    async (session) => {
      const visit = await Visit.find(id);
      await ready();
      if (!visit) return 'gone';
      session.delete(visit);
      Refund.build({ visit: id });
      return 'refunded';
    },
    { retries },
  );

/** All who call it go on when so many have. */
function meeting(total: number): () => Promise<void> {
  let resolve = () => {};
  const promise = new Promise<void>((all) => (resolve = all));
  let here = 0;
  return async () => {
    if (++here === total) resolve();
    await promise;
  };
}

describe('session.delete() of an entity that another writer deletes', () => {
  it('is refused, and nothing else of the session is written', async () => {
    const ready = meeting(3);
    const all = await Promise.allSettled([1, 2, 3].map(() => cancel(1, 0, ready)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const error of refused)
      expect(error).toMatchObject({
        constructor: EntityDeletedError,
        model: 'Visit',
        id: 1,
        entity: { patient: 'ada' },
      });
    expect(refused).toHaveLength(2);
    expect(await Refund.query().count()).toBe(1);
    await expectConsistent(db, Visit);
    await expectConsistent(db, Refund);
  });

  it('begins again with what is there, as often as retries say', async () => {
    const ready = meeting(3);
    const all = await Promise.all([1, 2, 3].map(() => cancel(1, 1, ready)));
    expect(all.sort()).toEqual(['gone', 'gone', 'refunded']);
    expect(await Refund.query().count()).toBe(1);
  });

  it.each([1, 2, 3])('is refused among %d deletions', async (total) => {
    const work = db.session(async (session) => {
      const visits = await Visit.findMany([1, 2, 3].slice(0, total));
      await outside(() => Visit.deleteMany([total]));
      session.delete(...visits.map((visit) => visit!));
    });
    await expect(work).rejects.toMatchObject({ code: 'ENTITY_DELETED', id: total });
    expect(await Visit.query().count()).toBe(2);
    await expectConsistent(db, Visit);
  });

  it('is refused where its time has come', async () => {
    const hold = await Hold.create({ buyer: 'ada' });
    const work = db.session(async (session) => {
      session.delete(await Hold.get(hold.id));
      Refund.build({ visit: 1 });
      await outside(async () => (await Hold.get(hold.id)).expire(1));
      await waitUntilGone(hold.id);
    });
    await expect(work).rejects.toThrow(EntityDeletedError);
    expect(await Refund.query().count()).toBe(0);
  });
});

async function waitUntilGone(id: number): Promise<void> {
  while (await outside(() => Hold.find(id))) await new Promise((resolve) => setImmediate(resolve));
}

describe('session.delete() of an entity that the session deletes itself', () => {
  it('is no race where it goes along with another one', async () => {
    const bill = await Bill.create({ visit: 1 });
    await db.session(async (session) => session.delete(await Visit.get(1), await Bill.get(bill.id)));
    const second = await Bill.create({ visit: 2 });
    await db.session(async (session) => session.delete(await Bill.get(second.id), await Visit.get(2)));
    expect([await Visit.query().count(), await Bill.query().count()]).toEqual([1, 0]);
    await expectConsistent(db, Visit);
    await expectConsistent(db, Bill);
  });

  it('is no race where it was said, flushed or done before', async () => {
    await db.session(async (session) => {
      const [ada, eve] = await Visit.findMany([1, 2]);
      session.delete(ada!, ada!);
      session.delete(ada!);
      await session.flush();
      session.delete(ada!);
      await eve!.delete();
      session.delete(eve!);
      Refund.build({ visit: 1 });
    });
    expect([await Visit.query().count(), await Refund.query().count()]).toEqual([1, 1]);
  });

  it('is nothing to entity.delete(), which finds it gone', async () => {
    const visit = await Visit.get(1);
    await outside(() => Visit.deleteMany([1]));
    await visit.delete();
    expect(await Visit.find(1)).toBeUndefined();
  });
});
