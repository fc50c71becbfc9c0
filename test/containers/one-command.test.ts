import { Database } from 'redstart';
import { ContainerFactories } from '../../src/containers/factories.js';
import { PipelineConnection } from '../../src/redis/connection/pipeline.js';

type Call = readonly [command: string, (db: ContainerFactories) => Promise<unknown>];

const CALLS: readonly Call[] = [
  ['exists', (db) => db.hash('h').exists()],
  ['pexpire', (db) => db.hash('h').expire(60_000)],
  ['pttl', (db) => db.hash('h').ttl()],
  ['persist', (db) => db.hash('h').expire(null)],
  ['dump', (db) => db.hash('h').dump()],
  ['hset', (db) => db.hash('h').set('a', '1')],
  ['hset', (db) => db.hash('h').update({ a: '1', b: '2' })],
  ['hget', (db) => db.hash('h').get('a')],
  ['hmget', (db) => db.hash('h').getMany(['a', 'b'])],
  ['hexists', (db) => db.hash('h').has('a')],
  ['hsetnx', (db) => db.hash('h').setIfAbsent('a', '1')],
  ['hincrby', (db) => db.hash('h').increment('a')],
  ['hincrbyfloat', (db) => db.hash('h').incrementFloat('a', 0.5)],
  ['hkeys', (db) => db.hash('h').keys()],
  ['hvals', (db) => db.hash('h').values()],
  ['hgetall', (db) => db.hash('h').entries()],
  ['hgetall', (db) => db.hash('h').toObject()],
  ['hstrlen', (db) => db.hash('h').fieldSize('a')],
  ['hrandfield', (db) => db.hash('h').random()],
  ['hrandfield', (db) => db.hash('h').randomMany(2)],
  ['hlen', (db) => db.hash('h').size()],
  ['hscan', (db) => db.hash('h')[Symbol.asyncIterator]().next()],
  ['hdel', (db) => db.hash('h').delete('a', 'b')],
  ['rpush', (db) => db.list('l').push('a', 'b', 'c')],
  ['lpush', (db) => db.list('l').unshift('a')],
  ['rpushx', (db) => db.list('l').pushIfExists('a')],
  ['lpushx', (db) => db.list('l').unshiftIfExists('a')],
  ['lindex', (db) => db.list('l').at(0)],
  ['lset', (db) => db.list('l').set(0, 'a')],
  ['lrange', (db) => db.list('l').slice(0, 2)],
  ['lrange', (db) => db.list('l').toArray()],
  ['lrange', (db) => db.list('l')[Symbol.asyncIterator]().next()],
  ['llen', (db) => db.list('l').size()],
  ['linsert', (db) => db.list('l').insertBefore('a', 'z')],
  ['linsert', (db) => db.list('l').insertAfter('a', 'z')],
  ['lrem', (db) => db.list('l').delete('z')],
  ['lpos', (db) => db.list('l').indexOf('a', { rank: -1 })],
  ['lpos', (db) => db.list('l').indexesOf('a', { count: 2 })],
  ['lpos', (db) => db.list('l').has('a')],
  ['lmpop', (db) => db.list('l').popFrom(db.list('l2'))],
  ['ltrim', (db) => db.list('l').trim(0, 5)],
  ['lmove', (db) => db.list('l').moveTo(db.list('l'))],
  ['rpop', (db) => db.list('l').pop()],
  ['lpop', (db) => db.list('l').shift()],
  ['rpop', (db) => db.list('l').popMany(1)],
  ['sadd', (db) => db.set('s').add('a', 'b', 'c')],
  ['sismember', (db) => db.set('s').has('a')],
  ['smismember', (db) => db.set('s').hasMany(['a', 'b'])],
  ['smembers', (db) => db.set('s').toSet()],
  ['scard', (db) => db.set('s').size()],
  ['srandmember', (db) => db.set('s').random()],
  ['srandmember', (db) => db.set('s').randomMany(2)],
  ['sunion', (db) => db.set('s').union(db.set('s2'))],
  ['sinter', (db) => db.set('s').intersection(db.set('s2'))],
  ['sdiff', (db) => db.set('s').difference(db.set('s2'))],
  ['sunionstore', (db) => db.set('s').unionStore(db.set('s2'))],
  ['sdiffstore', (db) => db.set('s').subtract(db.set('s3'))],
  ['smove', (db) => db.set('s').moveTo(db.set('s3'), 'a')],
  ['spop', (db) => db.set('s').pop()],
  ['srem', (db) => db.set('s').delete('b')],
  ['sscan', (db) => db.set('s')[Symbol.asyncIterator]().next()],
  ['zadd', (db) => db.sortedSet('z').add({ a: 1, b: 2, c: 3 })],
  ['zadd', (db) => db.sortedSet('z').set('d', 4)],
  ['zincrby', (db) => db.sortedSet('z').increment('d')],
  ['zscore', (db) => db.sortedSet('z').score('a')],
  ['zscore', (db) => db.sortedSet('z').has('a')],
  ['zmscore', (db) => db.sortedSet('z').scores(['a'])],
  ['zrandmember', (db) => db.sortedSet('z').random()],
  ['zrandmember', (db) => db.sortedSet('z').randomMany(2)],
  ['zrangestore', (db) => db.sortedSet('z').rangeStore('z3', { by: 'score', min: 1 })],
  ['zintercard', (db) => db.sortedSet('z').intersectionSize(db.sortedSet('z2'))],
  ['zrank', (db) => db.sortedSet('z').rank('a')],
  ['zrevrank', (db) => db.sortedSet('z').rank('a', { reverse: true })],
  ['zcard', (db) => db.sortedSet('z').size()],
  ['zcount', (db) => db.sortedSet('z').count(1, 2)],
  ['zlexcount', (db) => db.sortedSet('z').countByLex('a', 'b')],
  ['zrange', (db) => db.sortedSet('z').slice(0, 2)],
  ['zrange', (db) => db.sortedSet('z').rangeByScore({ min: 1 })],
  ['zrange', (db) => db.sortedSet('z').rangeByLex()],
  ['zrange', (db) => db.sortedSet('z').entries()],
  ['zunion', (db) => db.sortedSet('z').union(db.sortedSet('z2'))],
  ['zinterstore', (db) => db.sortedSet('z').intersectionStore(db.sortedSet('z2'))],
  ['zmpop', (db) => db.sortedSet('z').popMinFrom(db.sortedSet('z2'))],
  ['zpopmin', (db) => db.sortedSet('z').popMin()],
  ['zpopmax', (db) => db.sortedSet('z').popMaxMany(1)],
  ['zscan', (db) => db.sortedSet('z').search('*').next()],
  ['zrange', (db) => db.sortedSet('z')[Symbol.asyncIterator]().next()],
  ['zremrangebyrank', (db) => db.sortedSet('z').deleteByRank(0, 1)],
  ['zremrangebyscore', (db) => db.sortedSet('z').deleteByScore({ max: 0 })],
  ['zrem', (db) => db.sortedSet('z').delete('a')],
  ['set', (db) => db.string('str').set('text')],
  ['set', (db) => db.string('str').set('text', { ttl: 60_000, only: 'existing' })],
  ['set', (db) => db.string('str').getAndSet('text')],
  ['get', (db) => db.string('str').get()],
  ['getex', (db) => db.string('str').getAndExpire(null)],
  ['append', (db) => db.string('str').append('!')],
  ['getrange', (db) => db.string('str').slice(0, 2)],
  ['setrange', (db) => db.string('str').setRange(2, 'x')],
  ['strlen', (db) => db.string('str').size()],
  ['copy', (db) => db.string('str').copy('str2')],
  ['renamenx', (db) => db.string('str').rename('str3')],
  ['pexpireat', (db) => db.string('str2').expireAt(new Date(Date.now() + 60_000))],
  ['getdel', (db) => db.string('str2').getAndDelete()],
  ['incrby', (db) => db.string('n').increment()],
  ['incrbyfloat', (db) => db.string('n').incrementFloat(0.5)],
  ['mset', (db) => db.strings.setMany({ a: 'x', b: 'y' })],
  ['msetnx', (db) => db.strings.setMany({ a: 'x' }, { only: 'new' })],
  ['mget', (db) => db.strings.getMany(['a', 'b'])],
  ['geoadd', (db) => db.geo('g').add({ oslo: { longitude: 10.75, latitude: 59.91 } })],
  ['geopos', (db) => db.geo('g').position('oslo')],
  ['geodist', (db) => db.geo('g').distance('oslo', 'x')],
  ['geohash', (db) => db.geo('g').hash('oslo')],
  ['geosearch', (db) => db.geo('g').search({ member: 'oslo', radius: 10 })],
  ['geosearchstore', (db) => db.geo('g').searchStore('g2', { member: 'oslo', radius: 10 })],
  ['bitfield_ro', (db) => db.bitField('bits').get('u8', 0).execute()],
  ['bitfield', (db) => db.bitField('bits').set('u8', 0, 1).get('u8', 0).execute()],
  ['bitop', (db) => db.bitField('bits').andStore('bits2', db.bitField('bits'))],
  ['pfcount', (db) => db.hyperLogLog('hll').unionSize(db.hyperLogLog('hll2'))],
  ['del', (db) => db.hash('h').clear()],
];

describe('a call', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(() => db.redis.flushall());
  afterAll(() => db.close());

  /** What the server did since the last reset: command → calls. */
  async function commands(): Promise<Record<string, number>> {
    const stats = [...(await db.redis.info('commandstats')).matchAll(/^cmdstat_([\w|]+):calls=(\d+)/gm)];
    const counts = Object.fromEntries(stats.map(([, name, calls]) => [name!, Number(calls)]));
    await db.redis.config('RESETSTAT');
    const { info: _, 'config|resetstat': __, ...rest } = counts;
    return rest;
  }

  it('is one command', async () => {
    await commands();
    for (const [command, call] of CALLS) {
      await call(db);
      expect(await commands()).toEqual({ [command]: 1 });
    }
  });

  it('waits in a pipeline for all the others', async () => {
    const direct = await Promise.all(CALLS.slice(0, -1).map(([, call]) => call(db).then(() => true)));
    await db.redis.flushall();
    const piped = new ContainerFactories(new PipelineConnection(db.connection));
    const answers = await Promise.all(CALLS.slice(0, -1).map(([, call]) => call(piped).then(() => true)));
    expect(answers).toEqual(direct);
  });

  it('names the wrong type from inside a pipeline, and reads bytes there', async () => {
    await db.redis.set('h', 'x');
    await db.redis.rpush('l', 'a', 'b');
    const piped = new ContainerFactories(new PipelineConnection(db.connection));
    const wrong = piped.hash('h').get('a');
    const removed = piped.list('l').deleteAt(0);
    await expect(wrong).rejects.toMatchObject({ code: 'WRONG_TYPE', key: 'h', found: 'string', expected: 'hash' });
    expect(await removed).toBe('a');
  });
});
