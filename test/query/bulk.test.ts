import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  Model,
  QueryError,
  Unique,
  UniqueError,
  ValidationError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity()
class Job extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() priority!: number;
  @Index() @Field.boolean() done: Auto<boolean> = false;
  @Index() @Field.text({ optional: true }) owner?: string | undefined;
  @Unique() @Field.text({ optional: true }) slot?: string | undefined;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Job] });
});
beforeEach(async () => {
  await db.redis.flushall();
  await Job.insertMany(Array.from({ length: 300 }, (_, i) => ({ priority: i % 100 })));
});
afterEach(() => expectConsistent(db, Job));
afterAll(() => db.close());

describe('update() of a query', () => {
  it('changes all that fits, and says how many that were', async () => {
    expect(
      await Job.query()
        .where({ priority: { gte: 90 } })
        .update({ done: true, owner: 'ada' }),
    ).toBe(30);
    expect(await Job.query().where({ done: true, owner: 'ada' }).count()).toBe(30);
    expect(
      await Job.query()
        .where({ priority: { gte: 90 } })
        .update({ done: true, owner: undefined }),
    ).toBe(30);
    expect(
      await Job.query()
        .where({ owner: { isNull: true } })
        .count(),
    ).toBe(300);
    expect(await Job.query().where({ done: true }).update({ done: true })).toBe(0);
  });

  it('changes each once, though it moves in the index that is read', async () => {
    for (const budget of [20, 3500]) {
      const query = Job.query()
        .where({ priority: { lt: 1000 } })
        .within(budget);
      expect(await query.update({ priority: 500 + budget })).toBe(300);
    }
    expect(
      await Job.query().where({ done: false }).orderBy({ priority: 'desc' }).limit(10).update({ done: true }),
    ).toBe(10);
    expect(await Job.query().where({ done: true }).count()).toBe(10);
  });

  it('reads a batch anew when another writer was faster', async () => {
    let raced = false;
    const end = Job.on('beforeSave', async (job) => {
      if (raced || job.id !== 3) return;
      raced = true;
      await Job.deleteMany([2]);
      await Job.change(1, { owner: 'grace' });
    });
    expect(
      await Job.query()
        .where({ id: { lte: 4 } })
        .where({ owner: { isNull: true } })
        .update({ owner: 'ada' }),
    ).toBe(2);
    end();
    expect((await Job.get(1)).owner).toBe('grace');
    expect((await Job.get(4)).owner).toBe('ada');
    expect(await Job.find(2)).toBeUndefined();
  });

  it('keeps values unique, and what was written before', async () => {
    await expect(
      Job.query()
        .where({ id: { lte: 2 } })
        .update({ slot: 'a' }),
    ).rejects.toThrow(UniqueError);
    expect(await Job.query().where({ slot: 'a' }).count()).toBe(0);
    expect(await Job.query().where({ id: 9 }).update({ slot: 'a' })).toBe(1);
  });

  it('refuses wrong values before anything is read', async () => {
    for (const wrong of [undefined, null, 5, { nope: 1 }, { priority: 'x' }, { priority: undefined }, { id: 7 }])
      await expect(
        Job.query()
          .where({ id: { in: [] } })
          .update(wrong as never),
      ).rejects.toThrow(ValidationError);
    for (const options of [null, 5, { onProgress: 1 }, { signal: {} }])
      await expect(Job.query().update({ done: true }, options as never)).rejects.toThrow(QueryError);
  });
});

describe('delete() of a query', () => {
  it('deletes all that fits, in batches of which it tells', async () => {
    const told: unknown[] = [];
    const deleted = await Job.query()
      .where({ priority: { lt: 50 } })
      .delete({ onProgress: (progress) => told.push(progress) });
    expect(deleted).toBe(150);
    expect(await Job.query().count()).toBe(150);
    expect(told).toEqual([40, 80, 120, 150].map((done) => ({ done, total: 150 })));
  });

  it('deletes the first of an order', async () => {
    expect(await Job.query().orderBy({ priority: 'desc' }).limit(60).delete()).toBe(60);
    expect(
      await Job.query()
        .where({ priority: { gte: 80 } })
        .count(),
    ).toBe(0);
    expect(await Job.query().limit(0).delete()).toBe(0);
  });

  it('tells hooks, one of which may refuse', async () => {
    const gone: number[] = [];
    const ends = [
      Job.on('beforeDelete', (job) => {
        if (job.id === 100) throw new Error('not this one');
      }),
      Job.on('afterDelete', (job) => gone.push(job.id)),
    ];
    await expect(Job.query().delete()).rejects.toThrow('not this one');
    for (const end of ends) end();
    expect(gone).toEqual(Array.from({ length: 80 }, (_, i) => i + 1));
    expect(await Job.query().count()).toBe(220);
  });

  it('ends with the reason of its signal before the next batch', async () => {
    const control = new AbortController();
    const onProgress = () => control.abort(new Error('enough'));
    await expect(Job.query().delete({ signal: control.signal, onProgress })).rejects.toThrow('enough');
    expect(await Job.query().count()).toBe(260);
    await expect(Job.query().delete({ signal: control.signal })).rejects.toThrow('enough');
    expect(await Job.query().count()).toBe(260);
  });
});
