import { Redis } from 'ioredis';
import { type Auto, ConnectionError, Database, Entity, Field, Index, Model, SchemaError } from 'redstart';
import { eventually } from '../support/eventually.js';

@Entity('City')
class City extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
}

let db: Database;
let there: Database;
beforeEach(async () => {
  db = await Database.embedded({ models: [City], databases: { other: 3 }, timeout: 2000 });
  there = await Database.embedded({ databases: { other: 3 } });
});
afterEach(() => Promise.all([db.close(), there.close()]));

const fate = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (value) => value,
    (error) => error,
  );
const blocked = (at: Database, count: number) =>
  eventually(async () => (await at.redis.info('clients')).includes(`blocked_clients:${count}`));

describe('db.reconnect', () => {
  it('takes models, containers, commands, utilities and named databases along', async () => {
    const list = db.list('l');
    const limit = db.rateLimit('r', { limit: 1, window: 60_000 });
    const twice = db.defineCommand('twice', { numberOfKeys: 1, lua: "return redis.call('INCRBY', KEYS[1], 2)" });
    const named = db.named('other');
    await Promise.all([list.push('here'), limit.attempt('a'), twice('n'), named.list('l').push('here')]);
    await City.create({ name: 'Rome' });

    await db.reconnect(there.address!);

    expect(db.address).toBe(there.address);
    expect(await City.query().where({ name: 'Rome' }).count()).toBe(0);
    await City.create({ name: 'Oslo' });
    expect(await there.bind(City).query().count()).toBe(1);
    expect(await list.push('there')).toBe(1);
    expect((await limit.attempt('a')).allowed).toBe(true);
    expect(await twice('n')).toBe(2);
    expect(await named.list('l').push('there')).toBe(1);
    expect(await there.named('other').list('l').toArray()).toEqual(['there']);
  });

  it('lets calls that wait go on there, for what is left of their time', async () => {
    const pop = db.list('l').popBlocking();
    const read = db.stream('s').read({ timeout: Number.POSITIVE_INFINITY });
    await blocked(db, 2);
    const inVain = db.list('m').popBlocking({ timeout: 300 });
    // it waits there, or has done so already
    await Promise.race([blocked(db, 3), inVain]);
    await db.reconnect(there.address!);
    await blocked(there, 2);
    await there.list('l').push('there');
    await there.stream('s').add({ a: '1' });
    expect(await pop).toBe('there');
    expect(await read).toMatchObject([{ fields: { a: '1' } }]);
    expect(await inVain).toBeUndefined();
  });

  it('lets an abort end such a call as before', async () => {
    const stop = new AbortController();
    const pop = fate(db.list('l').popBlocking({ signal: stop.signal }));
    await blocked(db, 1);
    await db.reconnect(there.address!);
    await blocked(there, 1);
    stop.abort(new Error('enough'));
    expect(await pop).toMatchObject({ message: 'enough' });
  });

  it('loses no element that is handed out meanwhile', async () => {
    const guest = await Database.connect(db.address);
    for (let round = 0; round < 20; round++) {
      const [from, to] = round % 2 === 0 ? [db, there] : [there, db];
      const pop = guest.list('l').popBlocking();
      await blocked(from, 1);
      const moved = guest.reconnect(to.address!);
      await from.list('l').push('early');
      await moved;
      await to.list('l').push('late');
      const left = [...(await from.list('l').toArray()), ...(await to.list('l').toArray())];
      expect([await pop, ...left].sort()).toEqual(['early', 'late']);
      await Promise.all([from.redis.flushall(), to.redis.flushall()]);
    }
    await guest.close();
  });

  it('lets listeners and workers go on there', async () => {
    const heard: string[] = [];
    const stop = new AbortController();
    const ended = db.listen({ channels: ['news'] }, ({ message }) => heard.push(message), { signal: stop.signal });
    await eventually(async () => (await db.redis.publish('news', 'here')) === 1);
    const done: string[] = [];
    const group = db.consumerGroup('g', ['jobs']);
    await group.create();
    const worker = group.consume(async ({ fields }) => void done.push(fields.n!), { onError: () => {} });
    await db.stream('jobs').add({ n: 'here' });
    await eventually(() => done.includes('here'));

    await there.consumerGroup('g', ['jobs']).create();
    await db.reconnect(there.address!);

    await eventually(async () => (await there.redis.publish('news', 'there')) === 1);
    await there.stream('jobs').add({ n: 'there' });
    await eventually(() => done.includes('there') && heard.includes('there'));
    stop.abort();
    await Promise.all([worker.stop(), ended]);
    expect([...new Set(heard)]).toEqual(['here', 'there']);
  });

  it('rejects what is on its way and may not be repeated', async () => {
    let [isWatching, goOn] = [false, () => {}];
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const watched = fate(
      db.transaction(
        async (t) => {
          isWatching = true;
          await gate;
          return t.list('l').push('x');
        },
        { watch: ['l'] },
      ),
    );
    await eventually(() => isWatching);
    const pid = Number(/process_id:(\d+)/.exec(await db.redis.info('server'))![1]);
    // it answers nothing any more, and ends with reconnect()
    process.kill(pid, 'SIGSTOP');
    const slow = fate(db.list('l').push('y'));
    await db.reconnect(there.address!);
    goOn();
    expect(await slow).toMatchObject({ code: 'CONNECTION', outcome: 'unknown' });
    expect(String(await slow)).toContain('left by reconnect()');
    expect(await watched).toBeInstanceOf(ConnectionError);
  });

  it('changes nothing where no connection comes about', async () => {
    await db.list('l').push('here');
    const address = db.address;
    await expect(db.reconnect('redis://127.0.0.1:1')).rejects.toThrow('nothing listens there');
    await expect(db.reconnect('http://localhost')).rejects.toThrow(ConnectionError);
    expect(db.address).toBe(address);
    expect(await db.list('l').toArray()).toEqual(['here']);
  });

  it('ends where the last of several calls leads', async () => {
    const third = await Database.embedded();
    await Promise.all([
      db.reconnect(there.address!),
      fate(db.reconnect('redis://127.0.0.1:1')),
      db.reconnect(third.address!),
    ]);
    expect(db.address).toBe(third.address);
    await db.list('l').push('x');
    expect(await third.list('l').size()).toBe(1);
    await third.close();
  });

  it('is refused on a client of the caller, on a named database, and after close', async () => {
    const redis = new Redis(there.address!);
    const guest = await Database.connect(redis);
    await expect(guest.reconnect(db.address!)).rejects.toThrow('a client that is not its own');
    await expect(db.named('other').reconnect(there.address!)).rejects.toThrow(ConnectionError);
    await guest.close();
    await expect(guest.reconnect(db.address!)).rejects.toThrow('closed by close()');
    redis.disconnect();
  });
});

describe('db.address', () => {
  it('leads another program to the server', async () => {
    expect(db.address).toMatch(/^\/.*socket$/);
    const guest = await Database.connect(db.address);
    await db.string('a').set('1');
    expect(await guest.string('a').get()).toBe('1');
    expect(guest.address).toBe(db.address);
    await guest.close();
  });
});

describe('options that cannot be meant', () => {
  it('are refused before anything is opened', async () => {
    const nowhere = 'redis://127.0.0.1:1';
    await expect(Database.connect(nowhere, { namespace: 'a:b' })).rejects.toThrow(SchemaError);
    await expect(Database.connect(nowhere, { timeout: 0 })).rejects.toThrow(RangeError);
    await expect(Database.connect(nowhere, { databases: { a: -1 } })).rejects.toThrow(RangeError);
  });
});
