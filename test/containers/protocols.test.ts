import { Redis } from 'ioredis';
import { bytes, Database } from 'redstart';

/** A client of the user may speak another protocol, or hand on the shapes of RESP3: the answers are the same. */
describe.each([
  { protocol: 2, replyMapping: undefined },
  { protocol: 3, replyMapping: 'legacy' },
  { protocol: 3, replyMapping: 'resp3' },
] as const)('a client with protocol $protocol, replies mapped as $replyMapping', (options) => {
  let server: Database;
  let db: Database;
  let redis: Redis;
  beforeAll(async () => {
    server = await Database.embedded();
    const [, path] = (await server.redis.config('GET', 'unixsocket')) as [string, string];
    redis = new Redis({ path, ...options } as never);
    db = await Database.connect(redis);
  });
  afterAll(async () => {
    await db.close();
    redis.disconnect();
    await server.close();
  });

  it('gets the same answers', async () => {
    const hash = db.hash('h');
    await hash.update([
      ['__proto__', 'p'],
      ['a', '1'],
    ]);
    expect((await hash.entries()).sort()).toEqual([
      ['__proto__', 'p'],
      ['a', '1'],
    ]);
    expect(await hash.incrementFloat('a', 0.5)).toBe(1.5);
    const blobs = db.hash('h', { codec: bytes });
    expect(new Map(await blobs.entries()).get('a')).toEqual(Buffer.from('1.5'));
    const set = db.sortedSet('z');
    await set.add({ a: -Infinity, b: 1.5, c: 2, d: 3, e: Infinity });
    expect(await set.slice(0, 2, { withScores: true })).toEqual([
      ['a', -Infinity],
      ['b', 1.5],
    ]);
    expect(await set.rangeByMember({ to: 'b', withScores: true })).toEqual([
      ['a', -Infinity],
      ['b', 1.5],
    ]);
    expect(await set.scores(['e', 'x'])).toEqual([Infinity, undefined]);
    expect(await set.union()).toEqual(await set.toMap());
    expect(await set.popMin()).toEqual(['a', -Infinity]);
    expect(await set.popMaxMany(1)).toEqual([['e', Infinity]]);
    expect(await set.popMinBlocking()).toEqual(['b', 1.5]);
    expect(await set.increment('c')).toBe(3);
    for await (const [member, score] of set.search('c')) expect([member, score]).toEqual(['c', 3]);
    await db.set('s').add('x');
    expect(await db.set('s').toSet()).toEqual(new Set(['x']));
    expect(await db.set('s').union()).toEqual(new Set(['x']));
    expect(await db.set('s').popMany(2)).toEqual(['x']);
  });
});
