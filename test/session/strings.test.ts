import {
  type Auto,
  type BitField,
  Database,
  Entity,
  Field,
  type HyperLogLog,
  Model,
  number,
  QueryError,
  type RedisString,
  Unique,
  UniqueError,
  WrongTypeError,
} from 'redstart';
import { scriptsOf } from '../support/commands.js';
import { expectConsistent } from '../support/consistency.js';

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() title!: string;
  @Field.string() body!: RedisString;
  @Field.string({ codec: number }) rating!: RedisString<number>;
  @Field.bitField() flags!: BitField;
  @Field.hyperLogLog() readers!: HyperLogLog;
}

describe('strings, bit fields and HyperLogLogs in a session', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Post] });
  });
  afterAll(() => db.close());
  beforeEach(() => db.redis.flushall());
  afterEach(async () => {
    await expectConsistent(db, Post);
    expect(await Post.verify()).toMatchObject({ total: 0 });
  });

  it('are written with a new entity of which they are, by one script', async () => {
    await db.redis.set('{app}:Post#own:readers:1', 'of nobody');
    const post = await db.session(async (session) => {
      const made = Post.build({ title: 'first' });
      session.string(made.body).set('Once upon a time');
      session.string(made.rating).set(4.5, { ttl: 60_000 });
      session.bitField(made.flags).setBit(3, 1);
      session.bitField(made.flags).set('u8', 8, 200);
      session.bitField(made.flags).incrementBy('u8', 8, 100, 'SAT');
      session.hyperLogLog(made.readers).add('ada', 'bob', 'ada');
      session.hyperLogLog(made.readers).add(['eve']);
      expect(await scriptsOf(db.redis, () => session.flush())).toBe(1);
      return made;
    });
    expect([await post.body.get(), await post.rating.get()]).toEqual(['Once upon a time', 4.5]);
    expect(await post.rating.ttl()).toBeGreaterThan(0);
    expect([await post.flags.getBit(3), await post.flags.getBits(8, 16)]).toEqual([1, 255]);
    expect(await post.readers.size()).toBe(3);
  });

  it('are written with a stored one, and at keys of their own', async () => {
    const post = await Post.create({ title: 'one' });
    await post.flags.setRaw(Buffer.from([1, 2, 3]));
    await db.session((session) => {
      post.title = 'other';
      session.bitField(post.flags).clearBits(0, 8);
      session.bitField(post.flags).setBits(8, 16, 9);
      session.string('{app}:sum', { codec: number }).set(5);
      session.string('{app}:sum').increment(2);
      session.string('{app}:first').set('a', { only: 'new' });
      session.string('{app}:first').set('b', { only: 'new' });
      session.bitField('{app}:bits').setRaw(Buffer.from([7]));
      session.hyperLogLog('{app}:seen').add('ada');
    });
    expect(await post.flags.getRaw()).toEqual(Buffer.from([0, 9, 3]));
    expect(await db.redis.mget('{app}:sum', '{app}:first')).toEqual(['7', 'a']);
    expect(await db.bitField('{app}:bits').getRaw()).toEqual(Buffer.from([7]));
    expect(await db.hyperLogLog('{app}:seen').size()).toBe(1);
  });

  it('are written with the entities or not at all', async () => {
    const post = await Post.create({ title: 'taken' });
    await db.session(async (session) => {
      Post.build({ title: 'taken' });
      session.string(post.body).set('text');
      session.bitField(post.flags).setBit(1, 1);
      session.hyperLogLog(post.readers).add('ada');
      await expect(session.flush()).rejects.toThrow(UniqueError);
      session.rollback();
    });
    expect(await db.redis.keys('*#own*')).toEqual([]);
  });

  it('refuse what they could fail of before anything is written', async () => {
    const post = await Post.create({ title: 'one' });
    await post.body.set('text');
    await db.redis.set(post.readers.key, 'a text');
    await db.redis.rpush(post.flags.key, 'a list');
    type Write = Parameters<typeof db.session>[0];
    const refused: readonly (readonly [Write, unknown])[] = [
      [
        (session) => session.hyperLogLog(post.readers).add('ada'),
        new WrongTypeError(post.readers.key, 'string', 'HyperLogLog'),
      ],
      [(session) => session.bitField(post.flags).setBit(0, 1), new WrongTypeError(post.flags.key, 'list', 'string')],
      [(session) => session.string(post.flags.key).set('x'), new WrongTypeError(post.flags.key, 'list', 'string')],
      [(session) => session.string(post.body).increment(), /holds "text", which is not a whole number/],
      [(session) => session.string(post.body).set('x', { ttl: 0 }), RangeError],
      [(session) => session.bitField(post.flags).set('u8', 0, 256), RangeError],
    ];
    for (const [write, error] of refused) {
      const attempt = db.session((session) => {
        Post.build({ title: 'two' });
        session.string('{app}:before').set('written');
        write(session);
      });
      await expect(attempt).rejects.toThrow(error as Error);
    }
    const mixed = db.session((session) => {
      session.string('{app}:before').set('text');
      session.hyperLogLog('{app}:before').add('ada');
    });
    await expect(mixed).rejects.toThrow(WrongTypeError);
    const summed = db.session((session) => {
      session.bitField('{app}:before').setBit(0, 1);
      session.counter('{app}:before').increment();
    });
    await expect(summed).rejects.toThrow('not a whole number');
    expect([await Post.query().count(), await db.redis.exists('{app}:before')]).toEqual([1, 0]);
    await db.redis.del(post.flags.key);
  });

  it('keep a sum behind a value that is set only where there is one, or none', async () => {
    await db.redis.set('{app}:a', 'text');
    await db.session((session) => {
      session.string('{app}:a').set('1', { only: 'existing' });
      session.string('{app}:a').increment();
      session.string('{app}:b').set('no', { only: 'existing' });
      session.string('{app}:b').increment();
    });
    expect(await db.redis.mget('{app}:a', '{app}:b')).toEqual(['2', '1']);
    const refused = db.session((session) => {
      session.string('{app}:c').set('text', { only: 'new' });
      session.string('{app}:c').increment();
    });
    await expect(refused).rejects.toThrow('not a whole number');
    expect(await db.redis.exists('{app}:c')).toBe(0);
  });

  it('are told from each other', async () => {
    const post = await Post.create({ title: 'one' });
    await db.session((session) => {
      const untyped = session as unknown as Record<string, (given: unknown) => void>;
      for (const [name, given] of [
        ['string', post.flags],
        ['bitField', post.readers],
        ['hyperLogLog', post.body],
        ['string', db.string('free')],
      ] as const) {
        expect(() => untyped[name]!(given)).toThrow(QueryError);
        expect(() => untyped[name]!(given)).toThrow(`session.${name}() takes a key, or a `);
      }
      for (const name of ['string', 'bitField', 'hyperLogLog']) expect(() => untyped[name]!(undefined)).toThrow('key');
    });
  });
});
