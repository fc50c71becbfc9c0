import { CodecError, Database } from 'redstart';

const picky = {
  encode: (value: string) => value,
  decode(stored: string) {
    if (stored === 'bad') throw new Error('cannot read it');
    return stored.toUpperCase();
  },
};

/** What a call took out of the server is in nobody's hands when a codec throws: the error carries it. */
describe('what was taken, and cannot be read', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const list = () => db.list('l', { codec: picky });
  const ranking = () => db.sortedSet('z', { codec: picky });

  async function failure(call: Promise<unknown>): Promise<CodecError> {
    const error = await call.catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CodecError);
    return error as CodecError;
  }

  it('is carried by the error, with what was read before it', async () => {
    await db.list('l').push('a', 'b', 'bad', 'c', 'd');
    const error = await failure(list().shiftMany(4));
    expect(error).toMatchObject({ key: 'l', member: 'bad', values: ['A', 'B'], raw: ['a', 'b', 'bad', 'c'] });
    expect(await list().size()).toBe(1);
    // enough to put it back
    await db.list('l').unshift(error.raw as string[]);
    expect(await db.list('l').toArray()).toEqual(['a', 'b', 'bad', 'c', 'd']);
    expect(await failure(list().popMany(4))).toMatchObject({ values: ['D', 'C'], raw: ['d', 'c', 'bad', 'b'] });
  });

  it('is carried from calls that take one', async () => {
    const calls = [
      () => list().pop(),
      () => list().shift(),
      () => list().popBlocking(),
      () => list().shiftBlocking(),
      () => list().deleteAt(0),
    ];
    for (const call of calls) {
      await db.list('l').push('bad');
      expect(await failure(call())).toMatchObject({ values: [], raw: ['bad'] });
      expect(await list().exists()).toBe(false);
    }
  });

  it('is carried from several lists', async () => {
    await db.list('l').push('bad', 'a');
    expect(await failure(list().popFrom([], { count: 5 }))).toMatchObject({ values: ['A'], raw: ['a', 'bad'] });
  });

  it('is carried from sets, with scores from sorted ones', async () => {
    await db.set('s').add('bad');
    expect(await failure(db.set('s', { codec: picky }).popMany(3))).toMatchObject({ raw: ['bad'] });
    await db.set('s').add('bad');
    expect(await failure(db.set('s', { codec: picky }).pop())).toMatchObject({ raw: ['bad'] });
    await db.sortedSet('z').add({ a: 1, bad: 2, c: 3 });
    const error = await failure(ranking().popMinMany(3));
    expect(error.values).toEqual([['A', 1]]);
    expect(error.raw).toEqual([
      ['a', '1'],
      ['bad', '2'],
      ['c', '3'],
    ]);
    await db.sortedSet('z').add({ bad: 2 });
    expect((await failure(ranking().popMinBlocking())).raw).toEqual([['bad', '2']]);
  });

  it('is carried from arrays and strings', async () => {
    await db.array('arr').push('bad');
    expect(await failure(db.array('arr', { codec: picky }).pop())).toMatchObject({ member: '-1', raw: ['bad'] });
    await db.string('str').set('bad');
    expect(await failure(db.string('str', { codec: picky }).getAndSet('new'))).toMatchObject({ raw: ['bad'] });
    await db.string('str').set('bad');
    expect(await failure(db.string('str', { codec: picky }).getAndDelete())).toMatchObject({ raw: ['bad'] });
  });

  it('is nothing for a call that only reads', async () => {
    await db.list('l').push('bad');
    expect(await failure(list().at(0))).toMatchObject({ values: [], raw: [] });
  });
});
