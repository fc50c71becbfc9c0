import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  type IndexReport,
  Model,
  Unique,
  type VerifyProgress,
} from 'redstart';
import { inconsistencies } from '../support/consistency.js';

@Entity('Thing')
class Thing extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text({ optional: true }) exact?: string;
  @Index() @Field.integer({ optional: true }) ordered?: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) lexical?: string;
  @Unique() @Field.text() unique!: string;
  @Index() @Field.decimal({ optional: true }) price?: `${number}`;
}

@Entity('Named')
class Named extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Index() @Field.text() exact!: string;
  @Index() @Field.integer() ordered!: number;
}

const TOTAL = 1300;
const LONG = 'x'.repeat(200);
const one = (i: number) => ({
  exact: i % 4 === 0 ? undefined : i % 4 === 1 ? LONG : `v${i % 3}`,
  ordered: i % 5 === 0 ? undefined : i,
  lexical: i % 6 === 0 ? undefined : `a\0b${i}`,
  unique: `u${i}`,
  price: i % 2 === 0 ? undefined : (`${i}.5` as `${number}`),
});

const PREFIX = '{app}:Thing';

describe('verify and repair', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Thing, Named] });
    await Thing.insertMany(Array.from({ length: TOTAL }, (_, i) => one(i)));
  });
  afterEach(() => db.close());

  const kinds = ({ problems }: IndexReport) => problems.map(({ kind, name, id }) => [kind, name, id].join(' ').trim());

  /** verify() sees damage, repair() mends it, and both of them know. */
  async function expectMended(...found: string[]): Promise<void> {
    const before = await Thing.verify();
    expect(kinds(before)).toEqual(expect.arrayContaining(found));
    const repaired = await Thing.repair();
    expect(repaired).toMatchObject({ left: 0 });
    expect(repaired.total).toBeGreaterThan(0);
    expect(await Thing.verify()).toMatchObject({ problems: [], total: 0, left: 0 });
    expect(await inconsistencies(db, Thing)).toEqual([]);
  }

  it('look at a hundred ids of a list in a call', async () => {
    await db.redis.config('RESETSTAT');
    await Thing.verify();
    const [, lists] = /cmdstat_smembers:calls=(\d+)/.exec(await db.redis.info('commandstats'))!;
    // those of all entities, and of the values and missing values of four fields
    expect(Number(lists)).toBeGreaterThanOrEqual(TOTAL / 100 + 2 * (TOTAL / 100));
  });

  it('find nothing where nothing is wrong, and write nothing', async () => {
    await Named.insertMany(Array.from({ length: 30 }, (_, i) => ({ exact: `v${i % 3}`, ordered: i })));
    const before = await db.redis.lastsave();
    const seen: VerifyProgress[] = [];
    expect(await Thing.verify({ onProgress: (progress) => seen.push(progress) })).toEqual({
      model: 'Thing',
      entities: TOTAL,
      problems: [],
      total: 0,
      left: 0,
    });
    expect(seen.at(-1)!.done).toBeGreaterThan(TOTAL);
    expect(seen.at(-1)!.done).toBeLessThanOrEqual(seen.at(-1)!.total);
    expect(await Named.verify()).toMatchObject({ entities: 30, total: 0 });
    expect(await Thing.repair()).toMatchObject({ total: 0 });
    expect(await db.redis.lastsave()).toBe(before);
  });

  it('see a row that somebody deleted', async () => {
    await db.redis.del(`${PREFIX}:7`, `${PREFIX}:8`);
    await expectMended('orphan ids 7', 'orphan by:ordered 7', 'orphan lex:lexical 8', 'orphan null:lexical 7');
  });

  it('see a row that somebody changed', async () => {
    await db.redis.hset(`${PREFIX}:4`, { ordered: '9999', exact: 'v9', unique: 'other', lexical: 'z' });
    await expectMended('orphan by:ordered 4', 'missing by:ordered 4', 'missing eq:exact:v9 4', 'missing uq:unique 4');
    expect(await Thing.query().where({ exact: 'v9' }).ids()).toEqual([4]);
    expect((await Thing.findBy({ unique: 'other' }))?.id).toBe(4);
  });

  it('see a row that is in no list of ids, and a counter behind it', async () => {
    await db.redis.hset(`${PREFIX}:5000`, { unique: 'new', ordered: '5' });
    await expectMended('missing ids 5000', 'missing uq:unique 5000', 'behind next 5000');
    expect((await Thing.create(one(9000))).id).toBe(5001);
  });

  it('see keys that are gone', async () => {
    await db.redis.del(`${PREFIX}#by:ordered`, `${PREFIX}#lex:lexical`, `${PREFIX}#uq:unique/3`);
    const found = await Thing.verify();
    expect(found.total).toBeGreaterThan(2000);
    // a report is for people
    expect(found.problems).toHaveLength(1000);
    await expectMended();
  });

  it('see sizes that are wrong', async () => {
    await db.redis.hincrby(`${PREFIX}#counts`, 'ids', 5);
    await db.redis.hincrby(`${PREFIX}#counts`, 'uq:unique', -3);
    await expectMended('size ids', 'size uq:unique');
    expect(await Thing.query().count()).toBe(TOTAL);
    await db.redis.hset(`${PREFIX}#counts`, { ids: '1e3', 'uq:unique': 'junk' });
    await expectMended('size ids', 'size uq:unique');
    expect(await Thing.query().count()).toBe(TOTAL);
  });

  it.each(['0', '-3', 'junk', '1e9', '999999999'])('see %s buckets, and as many values', async (value) => {
    await db.redis.hset(`${PREFIX}#counts`, { 'uq/unique': value, 'uq:unique': value });
    await expectMended('size uq/unique', 'size uq:unique');
    expect((await Thing.findBy({ unique: 'u77' }))?.id).toBe(78);
  });

  it('make few buckets at once where somebody wrote that there are many values', async () => {
    await db.redis.hset(`${PREFIX}#counts`, 'uq:unique', '1000000000');
    await Thing.create(one(5000));
    expect(Number(await db.redis.hget(`${PREFIX}#counts`, 'uq/unique'))).toBeLessThan(100);
    await expectMended('size uq:unique');
  });

  it('see directories that are lost or lead astray', async () => {
    await db.redis.hdel(`${PREFIX}#counts`, 'ids');
    await db.redis.del(`${PREFIX}#null:ordered`);
    await db.redis.set(`${PREFIX}#null:ordered`, 'x');
    await db.redis.zadd(`${PREFIX}#ids`, 7, '0', 3, 'junk');
    await db.redis.hset(`${PREFIX}#counts`, 'last', '3');
    await expectMended('size ids', 'size last');
    expect(await Thing.query().count()).toBe(TOTAL);
  });

  it('see entries that nobody asked for', async () => {
    await db.redis.zadd(`${PREFIX}#by:ordered`, 1, 'a3', 5, 'f999999');
    await db.redis.sadd(`${PREFIX}#eq:exact:nobody`, '3', '4');
    await db.redis.hset(`${PREFIX}#uq:unique/0`, { nobody: '3' });
    await expectMended('orphan by:ordered 999999', 'orphan eq:exact:nobody 3', 'orphan by:ordered 3');
  });

  it('leave two entities with one unique value to a person', async () => {
    await db.redis.hset(`${PREFIX}:5`, { unique: 'u8' });
    const found = await Thing.repair();
    expect(kinds(found)).toContain('taken uq:unique 5');
    expect(found).toMatchObject({ left: 1 });
    expect((await Thing.verify()).problems).toEqual([{ kind: 'taken', name: 'uq:unique', id: '5', fact: '9' }]);
  });

  it('see the same for ids that are text', async () => {
    const all = await Named.insertMany(Array.from({ length: 30 }, (_, i) => ({ exact: `v${i % 3}`, ordered: i })));
    await db.redis.del(`{app}:Named:${all[3]!.id}`);
    await db.redis.hset(`{app}:Named:${all[4]!.id}`, { exact: 'v7' });
    await db.redis.zrem('{app}:Named#by:ordered', all[5]!.id);
    expect((await Named.verify()).total).toBe(6);
    await Named.repair();
    expect(await Named.verify()).toMatchObject({ total: 0 });
    expect(await inconsistencies(db, Named)).toEqual([]);
  });

  it('see nothing of writers that work meanwhile', async () => {
    let done = false;
    const write = async () => {
      for (let i = 0; !done; i++) {
        const made = await Thing.create(one(10_000 + i));
        await made.update({ exact: `v${i}`, ordered: i, lexical: undefined });
        if (i % 2) await made.delete();
      }
    };
    const writers = [
      write(),
      (async () => {
        for (let i = 1; !done; i++)
          await (await Thing.find((i % TOTAL) + 1))?.update({ ordered: i, exact: `w${i % 9}` });
      })(),
    ];
    for (let round = 0; round < 3; round++) expect((await Thing.verify()).problems).toEqual([]);
    expect((await Thing.repair()).problems).toEqual([]);
    done = true;
    await Promise.all(writers);
    expect(await inconsistencies(db, Thing)).toEqual([]);
  });
});
