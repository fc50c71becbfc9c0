import { type Auto, bytes, Database, Entity, Field, Model, type Transaction, TransactionError, Unique } from 'redstart';
import { Program } from '../support/program.js';

@Entity()
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [User] });
});
afterEach(() => db.redis.flushall());
afterAll(() => db.close());

describe('db.pipeline', () => {
  it('sends what is queued together and keeps its types', async () => {
    const [id, size, text]: [string, number, unknown] = await db.pipeline((p) =>
      Promise.all([p.stream('s').add({ a: '1' }), p.stream('s').size(), p.call('set', 'k', 'v')]),
    );
    expect(id).toMatch(/-/);
    expect(size).toBe(1);
    expect(text).toBe('OK');
  });

  it('makes one write of it, also behind promises that are settled', async () => {
    const { stream } = db.redis as unknown as { stream: { write(...args: unknown[]): boolean } };
    const write = jest.spyOn(stream, 'write');
    await db.pipeline(async (p) => {
      const first = p.stream('s').add({ a: '1' });
      await Promise.resolve();
      await null;
      return Promise.all([first, p.stream('s').size(), p.stream('t').add({ b: '2' })]);
    });
    expect(write).toHaveBeenCalledTimes(1);
    write.mockRestore();
  });

  it('does not hang on an answer that is awaited inside', async () => {
    const found = await db.pipeline(async (p) => {
      const id = await p.stream('s').add({ a: '1' });
      return (await p.stream('s').get(id))!.fields;
    });
    expect(found).toEqual({ a: '1' });
  });

  it('waits as long as it is told, also for longer than a timer can', async () => {
    await using patient = await Database.connect(db.redis.options, { timeout: 2 ** 40 });
    await patient.string('warm').get();
    await db.redis.client('PAUSE', 50);
    expect(await patient.pipeline((p) => p.call('set', 'k', 'v'))).toBe('OK');
  });

  it('rejects a call that fails alone, and waits for what nobody awaits', async () => {
    await db.redis.set('text', 'x');
    const results = await db.pipeline((p) =>
      Promise.allSettled([p.stream('text').size(), p.call('nonsense'), p.stream('s').add({ a: '1' })]),
    );
    expect(results.map((r) => r.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    await db.pipeline((p) => {
      void p.call('set', 'k', 'v');
    });
    expect(await db.redis.get('k')).toBe('v');
  });

  it('gives the error of the function', async () => {
    await expect(
      db.pipeline(() => {
        throw new Error('mine');
      }),
    ).rejects.toThrow('mine');
  });

  it('runs scripts that the server has forgotten', async () => {
    const bump = db.defineCommand('bump', { numberOfKeys: 1, lua: "return redis.call('INCRBY', KEYS[1], ARGV[1])" });
    expect(await bump('n', 2)).toBe(2);
    await db.redis.script('FLUSH');
    const sum = await db.pipeline((p) => Promise.all([p.runScript('bump', ['n'], [3]), p.call('get', 'n')]));
    expect(sum[0]).toBe(5);
    await db.redis.script('FLUSH');
    expect(await db.transaction((t) => t.runScript('bump', ['n'], [4]))).toBe(9);
    expect(await db.runScript('bump', ['n'], [1])).toBe(10);
    // as ioredis sends what untyped code gives: as the empty text
    db.defineCommand('same', { numberOfKeys: 0, lua: 'return ARGV' });
    expect(await db.runScript('same', [], ['a', undefined, null, 1] as never)).toEqual(['a', '', '', '1']);
    expect(await bump('n', 1)).toBe(11);
    await expect(db.runScript('nope')).rejects.toThrow('Define it with db.defineCommand() first');
    await expect(db.runScript('bump', [])).rejects.toThrow(RangeError);
    await expect(bump()).rejects.toThrow(RangeError);
    expect(() => db.defineCommand('x', { numberOfKeys: 0.5, lua: 'return 1' })).toThrow(RangeError);
  });

  it('takes models along', async () => {
    const ada = await User.create({ name: 'Ada' });
    const { stream } = db.redis as unknown as { stream: { write(...args: unknown[]): boolean } };
    const write = jest.spyOn(stream, 'write');
    const [found, none, added] = await db.pipeline((p) => {
      const users = p.bind(User);
      return Promise.all([users.get(ada.id), users.find(99), p.stream('s').add({ a: '1' })]);
    });
    expect(write).toHaveBeenCalledTimes(1);
    write.mockRestore();
    expect(found).toBeInstanceOf(User);
    expect(found.name).toBe('Ada');
    expect(none).toBeUndefined();
    expect(added).toMatch(/-/);
    const read = await db.transaction(async (t) => {
      const { name } = await t.now.bind(User).get(ada.id);
      return t.stream('log').add({ name });
    });
    expect(read).toMatch(/-/);
  });

  it('refuses to write models in a transaction, where the other calls would be done all the same', async () => {
    const writes = [
      (t: Transaction) => t.bind(User).create({ name: 'Grace' }),
      (t: Transaction) => t.now.bind(User).create({ name: 'Grace' }),
      () => User.create({ name: 'Grace' }),
    ];
    for (const write of writes) {
      const refused = db.transaction((t) => Promise.all([t.stream('log').add({ event: 'created' }), write(t)]));
      await expect(refused).rejects.toThrow(TransactionError);
      await expect(refused).rejects.toThrow('Write entities together by db.session()');
    }
    expect(await User.query().count()).toBe(0);
    expect(await db.stream('log').size()).toBe(0);
  });

  it('takes ten thousand calls', async () => {
    const ids = await db.pipeline((p) =>
      Promise.all(Array.from({ length: 10_000 }, (_, i) => p.stream('s').add({ i: String(i) }))),
    );
    expect(new Set(ids).size).toBe(10_000);
  });

  it('tells whoever awaits what it never sends, and ends no program for the rest', async () => {
    const program = Program.run('support/dropped-process.ts');
    expect(await program.next()).toEqual({ same: true, told: ['true'], left: [false, false, false] });
    expect(await program.end()).toBe(0);
  });

  it('sends nothing that comes after its function has thrown', async () => {
    const mine = new Error('mine');
    let late: Promise<unknown> = Promise.resolve();
    const run = db.pipeline(async (p) => {
      const branch = async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        await p.hash('h').set('a', '1');
      };
      late = branch().catch((error) => error);
      throw mine;
    });
    await expect(run).rejects.toBe(mine);
    expect(await late).toBe(mine);
    expect(await db.hash('h').exists()).toBe(false);
  });

  it('gives each call its own answer, in bytes and in text, over several slices', async () => {
    await db.hash('h').update({ text: 'é' });
    await db.hash('h', { codec: bytes }).set('bytes', Buffer.from([0xff, 0]));
    const answers = await db.pipeline((p) => {
      const [text, raw] = [p.hash('h'), p.hash('h', { codec: bytes })];
      return Promise.all(Array.from({ length: 2500 }, (_, i) => (i % 3 === 0 ? raw.get('bytes') : text.get('text'))));
    });
    const wanted = Array.from({ length: 2500 }, (_, i) => (i % 3 === 0 ? Buffer.from([0xff, 0]) : 'é'));
    expect(answers).toEqual(wanted);
  });

  it('keeps its place among other calls when the connection is not open yet', async () => {
    const guest = await Database.connect({ path: db.address, lazyConnect: true } as { path: string });
    guest.redis.disconnect();
    await new Promise((resolve) => guest.redis.once('end', resolve));
    const opened = guest.redis.connect();
    const piped = guest.pipeline((p) => Promise.all(Array.from({ length: 10 }, (_, i) => p.call('echo', `p${i}`))));
    const single = Array.from({ length: 10 }, (_, i) => guest.redis.echo(`s${i}`));
    expect(await piped).toEqual(Array.from({ length: 10 }, (_, i) => `p${i}`));
    expect(await Promise.all(single)).toEqual(Array.from({ length: 10 }, (_, i) => `s${i}`));
    await opened;
    await guest.close();
  });
});
