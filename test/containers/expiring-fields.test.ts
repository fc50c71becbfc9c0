import { Database, type Hash, UnsupportedError } from 'redstart';

/** Servers learn these commands one by one: what each knows works, and the rest is an UnsupportedError that says so. */
describe('a field with a ttl of its own', () => {
  let db: Database;
  let hash: Hash;
  let known: Set<string>;
  beforeAll(async () => {
    db = await Database.embedded();
    const commands = ['hpexpire', 'hgetex', 'hgetdel'];
    const found = (await db.redis.command('INFO', ...commands)) as unknown[];
    known = new Set(commands.filter((_, i) => found[i] !== null));
  });
  beforeEach(async () => {
    await db.redis.flushall();
    hash = db.hash('h');
    await hash.update({ a: '1', b: '2' });
  });
  afterAll(() => db.close());

  /** Run a check where the server knows the command; elsewhere see the call refused, with nothing written. */
  async function where(command: string, call: () => Promise<unknown>, check: () => Promise<void>): Promise<void> {
    if (known.has(command)) return check();
    await expect(call()).rejects.toThrow(UnsupportedError);
    await expect(call()).rejects.toThrow(/^redis|^valkey/);
    expect(await hash.toObject()).toEqual({ a: '1', b: '2' });
  }

  it('goes away, or stays for ever', () =>
    where(
      'hpexpire',
      () => hash.expireField('a', 1),
      async () => {
        expect(await hash.fieldTtl('a')).toBeUndefined();
        expect(await hash.expireField('a', 60_000)).toBe(true);
        expect(await hash.fieldTtl('a')).toBeGreaterThan(50_000);
        expect(await hash.fieldTtl('b')).toBeUndefined();
        expect(await hash.expireField('a', 90_000, { only: 'new' })).toBe(false);
        expect(await hash.expireField('a', 90_000, { when: 'greater' })).toBe(true);
        expect(await hash.expireField('a', null)).toBe(true);
        expect(await hash.expireField('a', null)).toBe(false);
        expect(await hash.expireField('x', 1000)).toBe(false);
        expect(await db.hash('none').expireField('x', 1000)).toBe(false);
        expect(await hash.fieldTtl('x')).toBeUndefined();
        expect(await hash.expireField('a', 0)).toBe(true);
        expect(await hash.keys()).toEqual(['b']);
        await expect(hash.expireField('b', -1)).rejects.toThrow(RangeError);
      },
    ));

  it('is told to be unknown by an older server', () =>
    where(
      'hpexpire',
      () => hash.fieldTtl('a'),
      async () => expect(await hash.fieldTtl('a')).toBeUndefined(),
    ));

  it('is set with its ttl', () =>
    where(
      'hpexpire',
      () => hash.set('a', 'new', { ttl: 60_000 }),
      async () => {
        expect(await hash.set('a', 'x', { ttl: 60_000 })).toBe(false);
        expect(await hash.set('c', 'y', { ttl: 60_000 })).toBe(true);
        expect([await hash.get('c'), await hash.fieldTtl('c')]).toEqual(['y', expect.any(Number)]);
        expect(await hash.set('c', 'z')).toBe(false);
        expect(await hash.fieldTtl('c')).toBeUndefined();
        const many = Array.from({ length: 12_000 }, (_, i): [string, string] => [`f${i}`, 'v']);
        expect(await hash.update(many, { ttl: 60_000 })).toBe(12_000);
        expect(await hash.fieldTtl('f11999')).toBeGreaterThan(50_000);
        expect(await hash.update({}, { ttl: 60_000 })).toBe(0);
        await db.string('text').set('x');
        const wrong = { code: 'WRONG_TYPE', key: 'text', found: 'string' };
        await expect(db.hash('text').set('a', 'b', { ttl: 1 })).rejects.toMatchObject(wrong);
        await expect(hash.set('a', 'b', { ttl: 0 })).rejects.toThrow(RangeError);
      },
    ));

  it('is read together with a change of its ttl', () =>
    where(
      'hgetex',
      () => hash.getAndExpire('a', 1000),
      async () => {
        expect(await hash.getAndExpire('a', 60_000)).toBe('1');
        expect(await hash.fieldTtl('a')).toBeGreaterThan(50_000);
        expect(await hash.getAndExpire('a', null)).toBe('1');
        expect(await hash.fieldTtl('a')).toBeUndefined();
        expect(await hash.getAndExpire('x', 60_000)).toBeUndefined();
        await expect(hash.getAndExpire('a', 0)).rejects.toThrow(RangeError);
      },
    ));

  it('is taken out', () =>
    where(
      'hgetdel',
      () => hash.getAndDelete('a'),
      async () => {
        expect(await hash.getAndDelete('a')).toBe('1');
        expect(await hash.getAndDelete('a')).toBeUndefined();
        expect(await hash.toObject()).toEqual({ b: '2' });
      },
    ));
});
