import { type Auto, Database, Entity, Field, Model, TransactionError } from 'redstart';

@Entity()
class Buyer extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Buyer], timeout: 2000 });
});
afterEach(() => db.redis.flushall());
afterAll(() => db.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const accounts = () => db.hash('accounts').toObject();

describe('a transaction whose function awaits something', () => {
  it('is sent when the function has returned, never before', async () => {
    await db.transaction(async (t) => {
      const debit = t.hash('accounts').increment('ada', -100);
      await pause(20);
      expect(await db.redis.exists('accounts')).toBe(0);
      const credit = t.hash('accounts').increment('bob', 100);
      await t.now.hash('accounts').get('ada');
      return Promise.all([debit, credit]);
    });
    expect(await accounts()).toEqual({ ada: '-100', bob: '100' });
  });

  it('gives the answers to whoever returns them, in any way', async () => {
    const one = async (t: { hash: Database['hash'] }) => t.hash('accounts').increment('ada', 1);
    expect(await db.transaction((t) => one(t))).toBe(1);
    expect(await db.transaction(async (t) => one(t))).toBe(2);
    expect(
      await db.transaction((t) => Promise.allSettled([one(t), t.call('llen', 'accounts')]).catch(() => [])),
    ).toHaveLength(2);
  });

  it('writes nothing when it awaits one of its own calls, and says so', async () => {
    const refused = db.transaction(async (t) => {
      const left = await t.hash('accounts').increment('ada', -100);
      await t.hash('accounts').set('note', String(left));
    });
    await expect(refused).rejects.toThrow(TransactionError);
    await expect(refused).rejects.toThrow('return Promise.all([...])');
    expect(await accounts()).toEqual({});
    const helper = async (t: { hash: Database['hash'] }) => {
      await Promise.all([t.hash('accounts').increment('ada', 1)]);
    };
    await expect(db.transaction((t) => helper(t))).rejects.toThrow(TransactionError);
    expect(await accounts()).toEqual({});
  });

  it.each([
    ['a container of the database', () => db.hash('accounts').set('ada', '1')],
    ['a call that blocks', () => db.list('accounts').popBlocking({ timeout: 10 })],
    ['a model', () => Buyer.create({ name: 'Ada' })],
    ['a pipeline', () => db.pipeline((p) => p.hash('accounts').set('ada', '1'))],
    ['another transaction', () => db.transaction((t) => t.hash('accounts').set('ada', '1'))],
  ])('refuses %s in it', async (_, other) => {
    const refused = db.transaction(async (t) => {
      void t.hash('log').set('a', '1');
      await other();
    });
    await expect(refused).rejects.toThrow(TransactionError);
    expect(await db.redis.dbsize()).toBe(0);
    await other();
  });

  it('runs the finally blocks of each attempt', async () => {
    let [entered, left] = [0, 0];
    await db.transaction(
      async (t) => {
        entered++;
        try {
          if (entered < 4) await db.redis.set('watched', String(entered));
          return t.hash('a').set('x', '1');
        } finally {
          left++;
        }
      },
      { watch: [db.hash('watched')] },
    );
    expect([entered, left]).toEqual([4, 4]);
  });

  it('starts over without a word about calls that nobody reads', async () => {
    let tries = 0;
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note);
    await db.transaction(
      async (t) => {
        void t.hash('a').set('x', String(tries));
        if (tries++ < 2) await db.redis.set('watched', String(tries));
      },
      { watch: ['watched'] },
    );
    await pause(20);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(await db.hash('a').get('x')).toBe('2');
  });
});

it('a pipeline whose function throws sends nothing', async () => {
  const refused = db.pipeline((p) => {
    p.hash('a')
      .set('x', '1')
      .catch(() => {});
    throw new Error('mine');
  });
  await expect(refused).rejects.toThrow('mine');
  await pause(20);
  expect(await db.redis.exists('a')).toBe(0);
});
