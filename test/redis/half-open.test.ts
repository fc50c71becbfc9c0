import { ConnectionError, Database } from 'redstart';
import { eventually } from '../support/eventually.js';
import { FreezingProxy } from '../support/freezing-proxy.js';
import { ServerProcess } from '../support/server-process.js';

let server: ServerProcess;
let proxy: FreezingProxy;
let db: Database;
beforeAll(async () => {
  server = await ServerProcess.start({ 'enable-debug-command': 'yes' });
});
beforeEach(async () => {
  await server.admin.flushall();
  proxy = await FreezingProxy.to(server.address);
  db = await Database.connect(proxy.address, { timeout: 500 });
});
afterEach(async () => {
  await db.close();
  proxy.close();
});
afterAll(() => server.kill());

const reason = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'fulfilled',
    (error) => error,
  );
const blocked = async (count: number) => {
  await eventually(async () => (await server.admin.info('clients')).includes(`blocked_clients:${count}`));
};

describe('a connection that went dead without a word', () => {
  it('ends a call that blocks, after its time and a margin', async () => {
    const pop = reason(db.list('none').popBlocking({ timeout: 2000 }));
    await blocked(1);
    proxy.freeze();
    const error = await pop;
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ outcome: 'unknown' });
  });

  it('lets an abort end the call, and close() everything', async () => {
    const stop = new AbortController();
    const [aborted, closed] = [
      reason(db.list('none').popBlocking({ signal: stop.signal })),
      reason(db.list('none').popBlocking()),
    ];
    await blocked(2);
    proxy.freeze();
    stop.abort(new Error('enough'));
    expect(await aborted).toMatchObject({ message: 'enough' });
    await db.close();
    expect(await closed).toBeInstanceOf(ConnectionError);
  });

  it('is replaced, so that the next calls get through', async () => {
    proxy.freeze();
    await reason(db.list('q').size());
    proxy.thaw();
    await eventually(async () => (await db.list('q').size()) === 0);
    const popped = db.list('q').popBlocking({ timeout: 5000 });
    await blocked(1);
    await db.list('q').push('a');
    expect(await popped).toBe('a');
  });
});

describe('an abort while the server is busy', () => {
  it.each(['cold', 'warm'])('loses no element, on a connection that is %s', async (state) => {
    await using own = await Database.connect(server.address);
    for (let round = 0; round < 3; round++) {
      if (state === 'warm') await own.list('none').shiftBlocking({ timeout: 5 });
      await own.list('jobs').push(`job ${round}`);
      const busy = server.admin.call('debug', 'sleep', '0.4');
      await new Promise((resolve) => setTimeout(resolve, 20));
      const stop = new AbortController();
      const popped = own
        .list('jobs')
        .shiftBlocking({ signal: stop.signal })
        .catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 20));
      stop.abort();
      const job = await popped;
      await busy;
      expect([...(job === undefined ? [] : [job]), ...(await own.list('jobs').toArray())]).toEqual([`job ${round}`]);
      await own.list('jobs').clear();
    }
  });
});
