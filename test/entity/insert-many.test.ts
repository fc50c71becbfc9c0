import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { eventually } from '../support/eventually.js';

abstract class Wide extends Model {
  @Field.id() id!: Auto<number>;
}
for (let i = 0; i < 100; i++) {
  Index()(Wide.prototype, `f${i}`);
  Field.integer()(Wide.prototype as never, `f${i}`);
}

@Entity('Indexed')
class Indexed extends Wide {}

@Entity('Plain')
class Plain extends Model {
  @Field.id() id!: Auto<number>;
  @Field.integer() f0!: number;
}

describe('insertMany', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Indexed, Plain] });
  });
  afterEach(() => db.close());

  const values = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, i]));

  async function roundTrips(work: () => Promise<unknown>): Promise<number> {
    await db.redis.config('RESETSTAT');
    await work();
    return Number(/cmdstat_fcall:calls=(\d+)/.exec(await db.redis.info('commandstats'))?.[1]);
  }

  it('sends fewer entities at a time where many indexes make them more work', async () => {
    await Indexed.create(values as never);
    await Plain.create({ f0: 1 });
    const wide = Array.from({ length: 80 }, () => values as never);
    expect(await roundTrips(() => Plain.insertMany(Array.from({ length: 80 }, (_, i) => ({ f0: i }))))).toBe(1);
    expect(await roundTrips(() => Indexed.insertMany(wide))).toBeGreaterThan(10);
    expect(await roundTrips(() => Indexed.insertMany(wide, { batch: 40 }))).toBe(2);
    expect(
      await Indexed.query()
        .where({ f7: 7 } as never)
        .count(),
    ).toBe(161);
  });

  it('ends by its signal while its source is silent, which is told to end', async () => {
    let ended = false;
    let given = 0;
    const source: AsyncIterable<{ f0: number }> = {
      [Symbol.asyncIterator]: () => ({
        next: () => (given++ < 250 ? Promise.resolve({ value: { f0: 1 } }) : new Promise(() => {})),
        return: async () => {
          ended = true;
          return { value: undefined, done: true };
        },
      }),
    };
    const control = new AbortController();
    const inserting = Plain.insertMany(source, { signal: control.signal });
    const refused = expect(inserting).rejects.toThrow('enough');
    await eventually(async () => given > 250);
    control.abort(new Error('enough'));
    await refused;
    expect(ended).toBe(true);
    const count = await Plain.query().count();
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(250);
  });
});
