import { type Auto, Database, Entity, Field, FullText, Model } from 'redstart';
import { targetOf } from '../../../src/maintenance/target.js';
import { compileSchema } from '../../../src/schema/compile/schema.js';
import { checkEntries, checkWords, correctSize } from '../../../src/scripts/generated.js';
import { run } from '../../../src/scripts/run.js';
import { expectConsistent } from '../../support/consistency.js';

@Entity('Leaflet')
class Leaflet extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() text!: string;
}

/** More than one set of ids holds: the list of the word is a tree of two leaves. */
const MANY = 620;
const looms = (count: number) => Array.from({ length: count }, () => ({ text: 'loom' }));

describe('what a function of the server remembers of the lists of words', () => {
  let db: Database;
  let list: string;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Leaflet] });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.redis.flushall();
    // the last of three calls finds a tree, and remembers it
    for (const count of [310, 300, MANY - 610]) await Leaflet.insertMany(looms(count), { batch: count });
    const keys = await db.redis.keys('{app}:Leaflet#t:text/*');
    list = keys[0]!.slice('{app}:Leaflet#'.length);
  });

  const check = async (count: number): Promise<void> => {
    expect(await Leaflet.query().search('loom').count()).toBe(count);
    expect(await Leaflet.verify()).toMatchObject({ total: 0 });
    await expectConsistent(db, Leaflet);
  };
  const commands = async (name: string): Promise<number> =>
    Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(await db.redis.info('commandstats'))?.[1] ?? 0);

  it('spares the next call a look at them', async () => {
    const before = await commands('zrevrange');
    await Leaflet.insertMany(looms(10), { batch: 1 });
    // what is asked of the list of all ids is asked in any case
    expect((await commands('zrevrange')) - before).toBeLessThan(3);
    await check(MANY + 10);
  });

  it('holds no longer where other functions took ids away, even their newest leaf', async () => {
    const newest = await db.redis.zrange(`{app}:Leaflet#${list}`, '-1', '-1');
    const going = await Leaflet.query()
      .where({ id: { gte: Number(newest[0]) } })
      .all();
    expect(going.length).toBeGreaterThan(50);
    for (const leaflet of going) await leaflet.delete();
    expect(await db.redis.zrange(`{app}:Leaflet#${list}`, '-1', '-1')).not.toEqual(newest);
    await Leaflet.insertMany(looms(20));
    await check(MANY - going.length + 20);
  });

  it('holds no longer where the function took ids away itself', async () => {
    const newest = await Leaflet.query().orderBy({ id: 'desc' }).limit(130).all();
    await db.session(async (session) => {
      for (const leaflet of newest) leaflet.text = 'engine';
      session.add(...newest);
    });
    await Leaflet.insertMany(looms(20));
    await check(MANY - 110);
  });

  it('is right behind a call that was refused', async () => {
    const input = [...looms(600), { id: 5, text: 'loom' }];
    await expect(Leaflet.insertMany(input, { batch: 1000 })).rejects.toThrow(/exists/);
    await Leaflet.insertMany(looms(5));
    await check(MANY + 5);
  });

  it('holds no longer where keys came back from a backup', async () => {
    const backup: [key: string, value: Buffer][] = [];
    for await (const key of db.keys('*')) backup.push([key, (await db.redis.dumpBuffer(key))!]);
    await Leaflet.insertMany(looms(900), { batch: 300 });
    await db.redis.flushall();
    for (const [key, value] of backup) await db.redis.restore(key, 0, value);
    await Leaflet.insertMany(looms(5));
    await check(MANY + 5);
  });

  describe('holds no longer where one was mended', () => {
    const keys = { prefix: '{app}:Leaflet', ids: '{app}:Leaflet#ids' };
    const json = () => targetOf(db.connection, compileSchema(Leaflet, 'app')).json;
    const counts = '{app}:Leaflet#counts';
    const size = async () => Number(await db.redis.hget(counts, list));

    /** Damage it, have the function see that, mend it, and write again. */
    const mend = async (damage: () => Promise<unknown>, repair: () => Promise<unknown>): Promise<void> => {
      // the function asks again
      await db.redis.hdel(counts, 'writer');
      await damage();
      await Leaflet.create({ text: 'loom' });
      await repair();
      expect(await size()).toBe(MANY + 1);
      await Leaflet.create({ text: 'loom' });
      await check(MANY + 2);
    };

    it('in its size', () =>
      mend(
        () => db.redis.hset(counts, list, '7'),
        async () => {
          const args = { model: json(), name: list, stored: '8', size: String(MANY + 1) };
          expect(await run(db.connection, correctSize, { keys, args })).toBe(1);
        },
      ));

    it('by the rows that it lacked', () =>
      mend(
        async () => {
          await db.redis.srem(`{app}:Leaflet#0/${list}`, '3');
          await db.redis.hincrby(counts, list, -1);
        },
        () => run(db.connection, checkWords, { keys, args: { model: json(), repairs: 1, cursor: '0' }, rest: ['3'] }),
      ));

    it('by the ids that belong to none', () =>
      mend(
        async () => {
          await db.redis.sadd(`{app}:Leaflet#0/${list}`, '500000');
          await db.redis.hincrby(counts, list, 1);
        },
        async () => {
          for (let cursor = ''; cursor !== '0'; ) {
            const args = { model: json(), name: `0/${list}`, cursor: cursor || '0', repairs: '1' };
            cursor = ((await run(db.connection, checkEntries, { keys, args })) as string[])[1]!;
          }
        },
      ));
  });
});
