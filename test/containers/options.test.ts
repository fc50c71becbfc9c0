import { Database, json } from 'redstart';
import { expectRefused } from '../support/thrown.js';

describe('what containers are told by callers without types', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterAll(() => db.close());

  const wrong = { cuont: 1 } as never;
  const all = <T>(iterable: AsyncIterable<T>) => iterable[Symbol.asyncIterator]().next();
  const circle = { longitude: 1, latitude: 2, radius: 3 };
  const behind = (others: unknown) => [others, wrong] as never;
  const group = () => db.consumerGroup('g', ['s']);

  it.each<[string, () => unknown]>([
    ['a container', () => db.string('a', wrong)],
    ['a container', () => db.hash('a', wrong)],
    ['a container', () => db.list('a', wrong)],
    ['a container', () => db.set('a', wrong)],
    ['a container', () => db.sortedSet('a', wrong)],
    ['a container', () => db.geo('a', wrong)],
    ['a container', () => db.array('a', wrong)],
    ['a container', () => db.temporaryKey('set', wrong)],
    ['a Bloom filter', () => db.bloomFilter('a', wrong)],
    ['a stream', () => db.stream('a', wrong)],
    ['streams', () => db.streams(['a'], wrong)],
    ['a consumer group', () => db.consumerGroup('g', ['a'], wrong)],
    ['a time series', () => db.timeSeries('g', ['a'], wrong)],
    ['expire()', () => db.set('a').expire(5, wrong)],
    ['expireAt()', () => db.set('a').expireAt(new Date(), wrong)],
    ['rename()', () => db.set('a').rename('b', wrong)],
    ['copy()', () => db.set('a').copy('b', wrong)],
    ['restore()', () => db.set('a').restore(Buffer.from('x'), wrong)],
    ['set()', () => db.string('a').set('x', wrong)],
    ['getAndSet()', () => db.string('a').getAndSet('x', wrong)],
    ['increment()', () => db.string('a').increment(1, wrong)],
    ['setMany()', () => db.strings.setMany({ a: 'x' }, wrong)],
    ['set()', () => db.hash('a').set('f', 'x', wrong)],
    ['update()', () => db.hash('a').update({ f: 'x' }, wrong)],
    ['randomMany()', () => db.hash('a').randomMany(1, wrong)],
    ['increment()', () => db.hash('a').increment('f', 1, wrong)],
    ['search()', () => all(db.hash('a').search('*', wrong))],
    ['expireField()', () => db.hash('a').expireField('f', 5, wrong)],
    ['delete()', () => db.list('a').delete('x', { form: 'end' } as never)],
    ['indexOf()', () => db.list('a').indexOf('x', wrong)],
    ['indexesOf()', () => db.list('a').indexesOf('x', wrong)],
    ['popFrom()', () => db.list('a').popFrom([db.list('b')], wrong)],
    ['shiftFromBlocking()', () => db.list('a').shiftFromBlocking([db.list('b')], wrong)],
    ['popBlocking()', () => db.list('a').popBlocking(wrong)],
    ['shiftBlocking()', () => db.list('a').shiftBlocking(wrong)],
    ['moveTo()', () => db.list('a').moveTo(db.list('b'), wrong)],
    ['moveBlocking()', () => db.list('a').moveBlocking(db.list('b'), wrong)],
    ['randomMany()', () => db.set('a').randomMany(1, wrong)],
    ['search()', () => all(db.set('a').search('*', wrong))],
    ['union()', () => db.set('a').union(...behind([db.set('b')]))],
    ['subtract()', () => db.set('a').subtract(...behind([db.set('b')]))],
    ['unionStore()', () => db.set('a').unionStore('c', ...behind([db.set('b')]))],
    ['intersectionSize()', () => db.set('a').intersectionSize([db.set('b')], wrong)],
    ['add()', () => db.sortedSet('a').add({ x: 1 }, wrong)],
    ['rank()', () => db.sortedSet('a').rank('x', wrong)],
    ['randomMany()', () => db.sortedSet('a').randomMany(1, wrong)],
    ['slice()', () => db.sortedSet('a').slice(0, 1, wrong)],
    ['rangeByScore()', () => db.sortedSet('a').rangeByScore(wrong)],
    ['rangeByLex()', () => db.sortedSet('a').rangeByLex(wrong)],
    ['rangeByMember()', () => db.sortedSet('a').rangeByMember(wrong)],
    ['rangeStore()', () => db.sortedSet('a').rangeStore('b', { by: 'score', ...(wrong as object) })],
    ['deleteByScore()', () => db.sortedSet('a').deleteByScore(wrong)],
    ['deleteByLex()', () => db.sortedSet('a').deleteByLex(wrong)],
    ['deleteByMember()', () => db.sortedSet('a').deleteByMember(wrong)],
    ['union()', () => db.sortedSet('a').union([db.sortedSet('b')], wrong)],
    ['difference()', () => db.sortedSet('a').difference(...behind([db.sortedSet('b')]))],
    ['intersectionStore()', () => db.sortedSet('a').intersectionStore('c', [db.sortedSet('b')], wrong)],
    ['popMinFrom()', () => db.sortedSet('a').popMinFrom([db.sortedSet('b')], wrong)],
    ['popMaxFromBlocking()', () => db.sortedSet('a').popMaxFromBlocking([db.sortedSet('b')], wrong)],
    ['popMinBlocking()', () => db.sortedSet('a').popMinBlocking(wrong)],
    ['add()', () => db.geo('a').add({ x: circle }, wrong)],
    ['search()', () => db.geo('a').search(circle, wrong)],
    ['an area', () => db.geo('a').search({ ...circle, ...(wrong as object) })],
    ['searchStore()', () => db.geo('a').searchStore('b', circle, wrong)],
    ['distanceStore()', () => db.geo('a').distanceStore('b', circle, wrong)],
    ['bitCount()', () => db.bitField('a').bitCount(wrong)],
    ['bitPosition()', () => db.bitField('a').bitPosition(1, wrong)],
    ['andStore()', () => db.bitField('a').andStore('c', ...behind([db.bitField('b')]))],
    ['merge()', () => db.hyperLogLog('a').merge(...behind([db.hyperLogLog('b')]))],
    ['add()', () => db.stream('a').add({ f: 'x' }, wrong)],
    ['addLater()', () => db.stream('a').addLater({ f: 'x' }, { delay: 5, ...(wrong as object) })],
    ['range()', () => db.stream('a').range(wrong)],
    ['read()', () => db.stream('a').read(wrong)],
    ['follow()', () => db.stream('a').follow(wrong)],
    ['trim()', () => db.stream('a').trim(wrong)],
    ['details()', () => db.stream('a').details(wrong)],
    ['read()', () => db.streams(['a', 'b']).read(wrong)],
    ['follow()', () => db.streams(['a', 'b']).follow(wrong)],
    ['create()', () => group().create(wrong)],
    ['read()', () => group().read(wrong)],
    ['redrive()', () => group().redrive(wrong)],
    ['read()', () => group().streams.s.read(wrong)],
    ['ack()', () => group().streams.s.ack(['0-1'], wrong)],
    ['pending()', () => group().streams.s.pending(wrong)],
    ['claim()', () => group().streams.s.claim(['0-1'], wrong)],
    ['autoClaim()', () => group().streams.s.autoClaim({ minIdle: 1, ...(wrong as object) })],
    ['slice()', () => db.timeSeries('t', ['s']).slice(wrong)],
    ['add()', () => db.timeSeries('t', ['s']).streams.s.add({ f: 'x' }, wrong)],
  ])('names an option that %s does not have', async (owner, call) => {
    await expectRefused(call, TypeError, `" is not an option of ${owner}. `);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it.each<[string, () => unknown]>([
    ['Use count, timeout, signal, lastId', () => db.stream('a').read({ block: 5 } as never)],
    ['The options of range() must be an object, not null', () => db.stream('a').range(null as never)],
    ['The options of set() must be an object, not number', () => db.string('a').set('x', 60 as never)],
    ['codec must have encode() and decode()', () => db.hash('a', { codec: json as never })],
    ['codec must have encode() and decode()', () => db.stream('a', { codec: 'json' as never })],
    ['onInvalid must be a function, not string', () => db.stream('a', { onInvalid: 'x' as never })],
    ['A message of a is an object of fields, not undefined', () => db.stream('a').add(undefined as never)],
    ['A message of a is an object of fields, not string', () => db.stream('a').addLater('x' as never, { delay: 5 })],
    ['filter must be a function', () => group().redrive({ filter: 1 as never })],
    ['signal must be an AbortSignal', () => db.list('a').popBlocking({ signal: new AbortController() as never })],
    ['signal must be an AbortSignal', () => db.stream('a').read({ signal: new AbortController() as never })],
    ['signal must be an AbortSignal', () => db.stream('a').follow({ signal: {} as never })],
    ['pattern: expected', () => db.keys(5 as never)],
  ])('says %s', async (message, call) => {
    await expectRefused(call, TypeError, message);
    expect(await db.redis.dbsize()).toBe(0);
  });
});
