import { Database } from 'redstart';

const MANY = 150_000;
const numbers = Array.from({ length: MANY }, (_, i) => String(i));

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
    expect(await hash.delete(numbers)).toBe(MANY);
    const set = db.set('s');
    expect(await set.add(numbers)).toBe(MANY);
    expect(await set.hasMany([...numbers, 'x'])).toEqual([...Array(MANY).fill(true), false]);
    expect(await set.delete(new Set(numbers))).toBe(MANY);
    const ranking = db.sortedSet('z');
    expect(await ranking.add(numbers.map((n): [string, number] => [n, Number(n)]))).toBe(MANY);
    expect((await ranking.scores(numbers)).at(-1)).toBe(MANY - 1);
    expect(await ranking.delete(numbers)).toBe(MANY);
    expect(await db.hyperLogLog('hll').add(numbers)).toBe(true);
    expect(await db.strings.setMany(numbers.map((n): [string, string] => [`k${n}`, n]))).toBe(true);
    expect(await db.strings.getMany(numbers.map((n) => `k${n}`))).toEqual(numbers);
  });

  it('keeps the order of a list, and of an array', async () => {
    const list = db.list('l');
    expect(await list.push(numbers)).toBe(MANY);
    expect(await list.toArray()).toEqual(numbers);
    await list.clear();
    expect(await list.unshift(numbers)).toBe(MANY);
    expect(await list.toArray()).toEqual(numbers);
    const array = db.array('arr');
    expect(await array.push(numbers)).toBe(MANY);
    expect(await array.toArray()).toEqual(numbers);
    expect(await array.indexOf(String(MANY - 1))).toBe(MANY - 1);
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
    for (const call of [() => list.pushIfExists(numbers), () => list.unshiftIfExists(numbers)])
      await expect(call()).rejects.toThrow(/at most 10000 values at once.*Call it for each portion/);
    expect(await list.size()).toBe(1);
    const values = numbers.map((n): [string, string] => [n, n]);
    await expect(db.strings.setMany(values, { only: 'new' })).rejects.toThrow(RangeError);
    expect(await db.redis.dbsize()).toBe(1);
  });

  it('reads no value of the user before it has checked them all', async () => {
    const values = [...numbers.slice(0, 20_000), 5 as never];
    await expect(db.set('s').add(values)).rejects.toThrow(TypeError);
    expect(await db.set('s').exists()).toBe(false);
  });
});
