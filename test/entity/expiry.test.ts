import { setTimeout as sleep } from 'node:timers/promises';
import {
  AfterExpire,
  type Auto,
  Database,
  Entity,
  EntityDeletedError,
  Field,
  Index,
  type List,
  ManyToOne,
  Model,
  NotFoundError,
  PrimaryKey,
  QueryError,
  type Ref,
  Unique,
} from 'redstart';
import { expectConsistent, leftovers } from '../support/consistency.js';
import { eventually } from '../support/eventually.js';

const expired: string[] = [];

@Entity('Visit', { ttl: 3_600_000 })
class Visit extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() token!: string;
  @Index() @Field.integer() page: Auto<number> = 0;
  @Index() @Field.text({ optional: true }) city?: string;
  @Index({ ordered: true }) @Field.text({ optional: true }) name?: string;
  @Field.list() steps!: List<string>;

  @AfterExpire()
  note(): void {
    expired.push(`${this.id} ${this.token} ${this.page} ${this.expiresAt instanceof Date}`);
  }
}

@Entity('Login', { ttl: 3_600_000, sliding: true })
class Login extends Model {
  @PrimaryKey() @Field.text() user!: string;
  @Field.integer({ optional: true }) count?: number;
}

@Entity('Note', { ttl: null })
class Note extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() text!: string;
}

@Entity('Coupon', { ttl: null })
class Coupon extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
}

@Entity('Plain')
class Plain extends Model {
  @Field.id() id!: Auto<number>;
}

describe('an entity that expires', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Visit, Login, Note, Coupon, Plain] });
  });
  beforeEach(async () => {
    await db.redis.flushall();
    expired.length = 0;
  });
  afterEach(async () => {
    for (const model of [Visit, Login, Note]) {
      // the reaper would write while this reads
      await model.reap();
      await expectConsistent(db, model);
    }
  });
  afterAll(() => db.close());

  const serverTime = async () => {
    const [seconds, microseconds] = await db.redis.time();
    return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
  };

  /** Wait until the time of an entity has come, by the server's clock. */
  async function over(...entities: readonly Visit[]): Promise<void> {
    const last = Math.max(...entities.map((entity) => entity.expiresAt?.getTime() ?? 0));
    while ((await serverTime()) < last) await sleep(1);
  }

  /** The reaper leaves a model alone while another program has the turn. */
  const holdReaper = () => db.redis.set('{app}:Visit#reaper', 'another program', 'PX', 60_000);

  const visit = (n: number, more: object = {}) => ({ token: `t${n}`, page: n, ...more });

  /** Visits of which the even ones have expired, and nobody has deleted them. */
  async function half(total: number, more: (n: number) => object = () => ({})): Promise<Visit[]> {
    const all = await Visit.insertMany(Array.from({ length: total }, (_, n) => visit(n, more(n))));
    const even = all.filter((_, n) => n % 2 === 0);
    // by one script: a write behind the end of the first would delete it
    await db.session(async (session) => {
      for (const one of even) session.expire(one, 20);
    });
    await over(...even);
    return all;
  }

  it('knows when, from the first write on', async () => {
    const before = await serverTime();
    const one = await Visit.create(visit(1));
    const after = await serverTime();
    const at = one.expiresAt!.getTime() - 3_600_000;
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(after);
    for (const same of [
      await Visit.get(1),
      await Visit.findBy({ token: 't1' }),
      await Visit.query().one(),
      ...(await Visit.findMany([1])),
    ])
      expect(same?.expiresAt).toEqual(one.expiresAt);
    await one.update({ page: 7 });
    await one.increment({ page: 1 });
    expect(one.expiresAt).toEqual((await Visit.get(1)).expiresAt);
    expect(one.expiresAt!.getTime()).toBe(at + 3_600_000);
    expect(one.toJSON()).toEqual({ id: 1, token: 't1', page: 8 });
    expect((await Note.create({ text: 'x' })).expiresAt).toBeUndefined();
    expect((await Plain.create({})).expiresAt).toBeUndefined();
    expect(Visit.build(visit(2)).expiresAt).toBeUndefined();
  });

  it('is gone at its time from every answer, before anybody has deleted it', async () => {
    await holdReaper();
    const all = await half(8, (n) => ({ city: n < 4 ? 'Oslo' : undefined, name: `name ${n}` }));
    expect(await db.redis.exists(Visit.keyOf(1))).toBe(1);
    const left = [2, 4, 6, 8];
    await expect(Visit.get(1)).rejects.toThrow(NotFoundError);
    expect(await Visit.find(1)).toBeUndefined();
    expect(await Visit.exists(1)).toBe(false);
    expect(await Visit.exists(2)).toBe(true);
    expect((await Visit.findMany([1, 2, 3])).map((one) => one?.id)).toEqual([undefined, 2, undefined]);
    expect(await Visit.findBy({ token: 't0' })).toBeUndefined();
    expect(await Visit.pick(1, { page: true })).toBeUndefined();
    expect(await Visit.field(1, (v) => v.page).get()).toBeUndefined();
    const query = Visit.query();
    expect(await query.ids()).toEqual(left);
    expect(await query.count()).toBe(4);
    expect(await query.where({ city: 'Oslo' }).count()).toBe(2);
    expect(await query.where({ city: { ne: 'Oslo' } }).count()).toBe(2);
    expect(await query.where({ city: { isNull: true } }).count()).toBe(2);
    expect(await query.where({ city: { in: ['Oslo', 'Rome'] } }).count()).toBe(2);
    expect(await query.where({ page: { gte: 2 } }).count()).toBe(3);
    expect(await query.where({ name: { startsWith: 'name' } }).count()).toBe(4);
    expect(await query.where({ token: 't0' }).count()).toBe(0);
    expect(await query.where({ page: 0 }).exists()).toBe(false);
    expect(await query.where({ page: { gte: 0 }, city: 'Oslo' }).ids()).toEqual([2, 4]);
    expect(await query.where((v) => v.page.eq(0).or(v.page.eq(1))).ids()).toEqual([2]);
    expect(await query.where((v) => v.city.eq('Oslo').not()).ids()).toEqual([6, 8]);
    expect(await query.where({ id: { in: [1, 2] } }).ids()).toEqual([2]);
    expect((await query.orderBy({ page: 'desc' }).limit(2).offset(1).all()).map(({ id }) => id)).toEqual([6, 4]);
    expect((await query.orderBy({ page: 'desc' }).offset(1).all()).map(({ id }) => id)).toEqual([6, 4, 2]);
    expect((await query.orderBy({ name: 'asc', page: 'asc' }).all()).map(({ id }) => id)).toEqual(left);
    expect((await query.page({ size: 3 })).rows.map(({ id }) => id)).toEqual([2, 4, 6]);
    expect(await query.aggregate({ count: true, sum: { page: true } })).toEqual({ count: 4, sum: { page: 16 } });
    expect(await query.aggregate({ groupBy: { page: true }, count: true })).toHaveLength(4);
    const seen: number[] = [];
    for await (const one of query.iterate({ batch: 1 })) seen.push(one.id);
    expect(seen).toEqual(left);
    await expect(all[0]!.update({ page: 9 })).rejects.toThrow(EntityDeletedError);
    await expect(all[0]!.increment({ page: 9 })).rejects.toThrow(EntityDeletedError);
    await expect(all[0]!.expire(1000)).rejects.toThrow(EntityDeletedError);
    await expect(all[0]!.reload()).rejects.toThrow(EntityDeletedError);
    expect(await Visit.change(1, { page: 3 })).toBe(false);
    await expect(Visit.field(1, (v) => v.page).set(3)).rejects.toThrow(EntityDeletedError);
  });

  it('is gone from counts also where more have expired than one call takes off', async () => {
    await half(700, (n) => ({ city: n % 4 === 0 ? 'Oslo' : 'Rome' }));
    expect(await Visit.query().count()).toBe(350);
    expect(await Visit.query().where({ city: 'Oslo' }).count()).toBe(0);
    expect(await Visit.query().where({ city: 'Rome' }).count()).toBe(350);
    expect(await Visit.query().ids()).toEqual(Array.from({ length: 350 }, (_, i) => 2 * i + 2));
    expect((await Visit.query().orderBy({ page: 'desc' }).limit(3).all()).map(({ page }) => page)).toEqual([
      699, 697, 695,
    ]);
  });

  it('leaves its unique values, its id and its containers to the next one', async () => {
    await half(1);
    // of a program that knows of another time
    await db.list('{app}:Visit#own:steps:1').push('old');
    const second = await Visit.create(visit(0));
    expect(second.id).toBe(2);
    expect(await Visit.query().ids()).toEqual([2]);
    const login = await Login.create({ user: 'ada' });
    await login.expire(1);
    await over(login as never);
    const again = await Login.create({ user: 'ada', count: 1 });
    expect(again.expiresAt!.getTime()).toBeGreaterThan(login.expiresAt!.getTime());
    await again.expire(1);
    await over(again as never);
    await again.save({ force: true });
    expect((await Login.get('ada')).count).toBe(1);
    await again.expire(1);
    await over(again as never);
    expect((await Login.upsert({ user: 'ada' }, { by: { user: true } })).count).toBeUndefined();
  });

  it('is not what an upsert finds', async () => {
    await half(1);
    const made = await Visit.upsert(visit(0, { page: 5 }), { by: { token: true } });
    expect(made).toMatchObject({ id: 2, page: 5 });
    const same = await Visit.upsert(visit(0, { page: 6 }), { by: { token: true } });
    expect(same).toMatchObject({ id: 2, page: 6, expiresAt: made.expiresAt });
  });

  it('lives on from each save where its model is sliding', async () => {
    const login = await Login.create({ user: 'ada' });
    const until = async (work: () => Promise<unknown>) => {
      await db.redis.time();
      await sleep(2);
      const before = login.expiresAt!.getTime();
      await work();
      expect(login.expiresAt).toEqual((await Login.get('ada')).expiresAt);
      return login.expiresAt!.getTime() - before;
    };
    expect(await until(() => login.update({ count: 1 }))).toBeGreaterThan(0);
    expect(await until(() => login.increment({ count: 1 }))).toBeGreaterThan(0);
    expect(await until(() => login.save({ force: true }))).toBeGreaterThan(0);
    expect(await until(() => login.expire(10_000_000))).toBeGreaterThan(0);
    expect(await until(() => login.update({ count: 7 }))).toBeLessThan(0);
    await login.expire(null);
    expect(login.expiresAt).toBeUndefined();
    await login.update({ count: 8 });
    expect((await Login.get('ada')).expiresAt).toBeUndefined();
  });

  it('may be told when to go, in a model where others stay', async () => {
    const [stays, goes] = await Note.insertMany([{ text: 'a' }, { text: 'b' }]);
    await goes!.expire(1);
    await over(goes as never);
    expect(await Note.query().ids()).toEqual([stays!.id]);
    await expect((await Plain.create({})).expire(5)).rejects.toThrow(QueryError);
    for (const wrong of [0, -1, 1.5, Number.NaN, '5', Number.MAX_SAFE_INTEGER, undefined])
      await expect(stays!.expire(wrong as never)).rejects.toThrow(QueryError);
    await expect(Note.build({ text: 'c' }).expire(5)).rejects.toThrow(EntityDeletedError);
    const made = Coupon.build({});
    expect(made.id).toHaveLength(26);
    await expect(made.expire(5)).rejects.toThrow(/^This Coupon was never saved\. Save it first\.$/);
  });

  it('leaves nothing when it is reaped', async () => {
    await holdReaper();
    await half(500, (n) => ({ city: `city ${n % 7}`, name: `n ${n}` }));
    await db.list('{app}:Visit#own:steps:1').push('a');
    expect(await Visit.reap()).toBe(250);
    expect(await Visit.reap()).toBe(0);
    expect(await db.redis.exists(Visit.keyOf(1))).toBe(0);
    await expectConsistent(db, Visit);
    expect(await Visit.query().count()).toBe(250);
    const odd = await Visit.query().all();
    await Promise.all(odd.map((one) => one.expire(1)));
    await over(...(await Promise.all(odd.map(async (one) => one))));
    await Visit.reap();
    const left = (await leftovers(db)).filter((key) => !key.endsWith('#reaper') && !key.endsWith('#counts'));
    expect(left).toEqual([]);
    expect(await Plain.reap()).toBe(0);
  });

  it('is deleted by and by with every write', async () => {
    await half(40);
    await Visit.create(visit(100));
    for (let n = 101; n < 115; n++) await Visit.create(visit(n));
    expect((await db.redis.keys('{app}:Visit:*')).length).toBe(20 + 15);
  });

  it('is deleted by connected programs', async () => {
    await half(30);
    expect(await eventually(async () => (await db.redis.keys('{app}:Visit:*')).length === 15)).toBe(true);
  });

  it('is told of, once it was deleted', async () => {
    const heard: number[] = [];
    const end = Visit.on('afterExpire', (one) => heard.push(one.page));
    await half(4);
    await Visit.create(visit(0));
    await Visit.reap();
    expect(expired.toSorted()).toEqual(['1 t0 0 true', '3 t2 2 true']);
    expect(heard.toSorted()).toEqual([0, 2]);
    end();
  });

  it('warns the program of a hook that throws, with the model and the id', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation();
    const end = Visit.on('afterExpire', (one) => {
      throw new Error(`no mail for ${one.token}`);
    });
    await half(1);
    await Visit.reap();
    expect(await eventually(async () => warned.mock.calls.length === 1)).toBe(true);
    const [message, options] = warned.mock.calls[0] as unknown[];
    end();
    warned.mockRestore();
    expect(message).toMatch(/after the Visit 1 expired threw Error: no mail for t0\. The entity stays deleted/);
    expect(options).toMatchObject({ code: 'REDSTART_EXPIRY_HOOK', detail: expect.stringContaining('expiry.test') });
    expect(await Visit.exists(1)).toBe(false);
  });

  it('keeps its place among thousands in a few bytes', async () => {
    const rows = Array.from({ length: 1000 }, (_, n) => ({ text: `text ${n % 10}` }));
    const size = async () => {
      const keys = await db.redis.keys('{app}:Note*');
      const sizes = await Promise.all(keys.map((key) => db.redis.memory('USAGE', key, 'SAMPLES', 0)));
      return sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
    };
    // of the same size, but for the time
    await Note.insertMany(rows, { batch: 1000 });
    const before = await size();
    const [first] = await Note.query().limit(1).all();
    await first!.expire(10_000_000);
    const notes = await Note.query().all();
    for (let at = 0; at < 1000; at += 100)
      await Promise.all(notes.slice(at, at + 100).map((note) => note.expire(10_000_000 + ((note.id * 7919) % 1000))));
    expect(((await size()) - before) / 1000).toBeLessThan(40);
    await expectConsistent(db, Note);
    const same = await Visit.insertMany(
      rows.map((_, n) => visit(n)),
      { batch: 1000 },
    );
    expect(new Set(same.map((one) => one.expiresAt!.getTime())).size).toBe(1);
    expect(await db.redis.zcard('{app}:Visit#expires')).toBeGreaterThan(6);
  });

  it('costs a model without expiry no command more', async () => {
    // a server of its own: what deletes expired entities of the other models comes when it will
    await using other = await Database.embedded();
    const Bare = other.bind(Plain);
    await other.redis.config('RESETSTAT');
    await Bare.create({});
    await Bare.get(1);
    await Bare.query().count();
    const stats = await other.redis.info('commandstats');
    expect(stats).not.toMatch(/cmdstat_time:/);
  });
});

@Entity('City', { ttl: null })
class City extends Model {
  @Field.id() id!: Auto<number>;
}

@Entity('House')
class House extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => City, { onDelete: 'cascade', optional: true }) city?: Ref<City>;
  @ManyToOne(() => City, { onDelete: 'set null', optional: true }) second?: Ref<City>;
  @ManyToOne(() => City, { onDelete: 'restrict', optional: true }) third?: Ref<City>;
}

describe('an entity that expires while others lead to it', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [City, House] });
  });
  afterAll(() => db.close());

  it('goes by the rules of delete, but waits for nobody', async () => {
    const city = await City.create({});
    const [cascaded, emptied, left] = await House.insertMany([{ city }, { second: city }, { third: city }]);
    await city.expire(1);
    await sleep(20);
    await expect(House.create({ city })).rejects.toMatchObject({ code: 'MISSING_REFERENCE' });
    await City.reap();
    expect(await House.find(cascaded!.id)).toBeUndefined();
    expect((await House.get(emptied!.id)).second).toBeUndefined();
    expect((await House.get(left!.id)).third?.id).toBe(city.id);
    await expectConsistent(db, City);
    await expectConsistent(db, House);
  });
});
