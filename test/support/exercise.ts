import type { Database } from 'redstart';
import { Account, account } from '../model/account.js';
import { expectConsistent } from './consistency.js';

const TOTAL = 1300;

/** All that a model does, on a namespace without entities; what comes of it, and rows and indexes that agree. */
export async function exercise(db: Database, model: typeof Account): Promise<void> {
  const one = await model.create(account(0));
  const many = await model.insertMany(Array.from({ length: TOTAL - 1 }, (_, n) => account(n + 1)));
  await expectQueries(model);
  await one.update({ score: 999, name: undefined });
  await one.increment({ score: 1 });
  expect((await model.get(one.id)).score).toBe(1000);
  await expect(model.create({ ...account(1), email: one.email })).rejects.toThrow('email');
  await Promise.all(many.slice(0, 50).map((entity) => entity.delete()));
  expect(await model.query().count()).toBe(TOTAL - 50);
  await expectConsistent(db, model);
}

/** Each strategy of the planner gives what is there. */
async function expectQueries(model: typeof Account): Promise<void> {
  const strategies = {
    drive: model.query().where({ city: 'city 3' }),
    'by id': model.query().where({ city: 'city 3' }).limit(10),
    walk: model.query().orderBy({ score: 'desc' }).limit(10),
    'drive and sort': model
      .query()
      .where({ email: { in: ['1@example.com', '8@example.com'] } })
      .orderBy({ name: 'asc' }),
  };
  for (const [name, query] of Object.entries(strategies)) {
    const plan = await query.explain();
    expect([name, plan.strategy]).toEqual([name, name]);
    expect(await query.all()).toHaveLength(plan.rows);
  }
  expect(await strategies.drive.count()).toBe(Math.ceil((TOTAL - 3) / 7));
  expect((await strategies.walk.all()).map(({ score }) => score)).toEqual(Array(10).fill(99));
  expect(await model.query().all()).toHaveLength(TOTAL);
  const seen = new Set<number>();
  for await (const { id } of model.query()) seen.add(id);
  expect(seen.size).toBe(TOTAL);
  expect(await model.findMany([1, TOTAL, TOTAL + 1])).toMatchObject([{ id: 1 }, { id: TOTAL }, undefined]);
  expect((await model.findBy({ email: '5@example.com' }))?.id).toBe(6);
}
