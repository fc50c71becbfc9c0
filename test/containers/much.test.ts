import { Database } from 'redstart';

const MANY = 150_000;
const numbers = Array.from({ length: MANY }, (_, i) => String(i));
// enough for three commands
const SOME = 25_000;
const some = numbers.slice(0, SOME);

/** Nothing that a user decides the size of is spread, and no command is unbounded. */
describe('a container that is given much', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(() => db.redis.flushall());
  afterAll(() => db.close());

  it('takes it as an iterable, in commands of a bounded size', async () => {
    const hash = db.hash('h');
    await db.redis.config('RESETSTAT');
    expect(await hash.update(numbers.map((n): [string, string] => [n, n]))).toBe(MANY);
    expect(await db.redis.info('commandstats')).toMatch(/cmdstat_hset:calls=15,/);
    expect(await hash.getMany(numbers)).toEqual(numbers);
  });

  it('does so in every call that takes values', async () => {
    const hash = db.hash('h');
    await hash.update(some.map((n): [string, string] => [n, n]));
    expect(await hash.delete(some)).toBe(SOME);
    const set = db.set('s');
    expect(await set.add(some)).toBe(SOME);
    expect(await set.hasMany([...some, 'x'])).toEqual([...Array(SOME).fill(true), false]);
    expect(await set.delete(new Set(some))).toBe(SOME);
    const ranking = db.sortedSet('z');
    expect(await ranking.add(some.map((n): [string, number] => [n, Number(n)]))).toBe(SOME);
    expect((await ranking.scores(some)).at(-1)).toBe(SOME - 1);
    expect(await ranking.delete(some)).toBe(SOME);
    expect(await db.hyperLogLog('hll').add(some)).toBe(true);
    expect(await db.strings.setMany(some.map((n): [string, string] => [`k${n}`, n]))).toBe(true);
    expect(await db.strings.getMany(some.map((n) => `k${n}`))).toEqual(some);
  });

  it('keeps the order of a list, and of an array', async () => {
    const list = db.list('l');
    expect(await list.push(numbers)).toBe(MANY);
    expect(await list.toArray()).toEqual(numbers);
    await list.clear();
    expect(await list.unshift(some)).toBe(SOME);
    expect(await list.toArray()).toEqual(some);
    const array = db.array('arr');
    expect(await array.push(some)).toBe(SOME);
    expect(await array.toArray()).toEqual(some);
    expect(await array.indexOf(String(SOME - 1))).toBe(SOME - 1);
    expect(await array.indexOf('x')).toBe(-1);
  });

  it('does so in a pipeline, where its neighbours are not harmed', async () => {
    const [one, many, listed] = await db.pipeline((p) =>
      Promise.all([
        p.hash('a').set('x', '1'),
        p.hash('h').update(numbers.map((n): [string, string] => [n, n])),
        p.list('l').push(numbers),
      ]),
    );
    expect([one, many, listed]).toEqual([true, MANY, MANY]);
  });

  it('refuses what would not be atomic in several commands, and sends nothing', async () => {
    const list = db.list('l');
    await list.push('a');
    for (const call of [() => list.pushIfExists(some), () => list.unshiftIfExists(some)])
      await expect(call()).rejects.toThrow(/at most 10000 values at once.*Call it for each portion/);
    expect(await list.size()).toBe(1);
    const values = some.map((n): [string, string] => [n, n]);
    await expect(db.strings.setMany(values, { only: 'new' })).rejects.toThrow(RangeError);
    expect(await db.redis.dbsize()).toBe(1);
  });

  it('reads no value of the user before it has checked them all', async () => {
    const values = [...numbers.slice(0, 20_000), 5 as never];
    await expect(db.set('s').add(values)).rejects.toThrow(TypeError);
    expect(await db.set('s').exists()).toBe(false);
  });
});
