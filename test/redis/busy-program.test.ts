import { Worker } from 'node:worker_threads';
import { Database } from 'redstart';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/server-process.js';

const TIMEOUT = 1000;

/** A thread that goes on while this one stands still: it makes a call, and says when the server has answered what is waited for. */
const HELPER = `
const { parentPort, workerData } = require('node:worker_threads');
const { Redis } = require('ioredis');
const cell = new Int32Array(workerData.memory);
const redis = new Redis(workerData.port, '127.0.0.1', { lazyConnect: true });
parentPort.once('message', async ({ call, seen }) => {
  if (call) await redis.call(...call);
  while (!String(await redis.client('LIST')).includes(seen));
  // what was answered before has left the server by then
  await redis.ping();
  redis.disconnect();
  Atomics.store(cell, 0, 1);
  Atomics.notify(cell, 0);
});
redis.connect().then(() => parentPort.postMessage('ready'));
`;

let server: ServerProcess;
let db: Database;
beforeAll(async () => {
  server = await ServerProcess.start();
  db = await Database.connect(server.address, { timeout: TIMEOUT });
});
afterAll(async () => {
  await db.close();
  await server.kill();
});

/** What makes this program stand still until the server has done what it is told, and a time is over. */
async function standstill(order: { call?: string[]; seen: string }, ms: number): Promise<() => void> {
  const memory = new SharedArrayBuffer(4);
  const helper = new Worker(HELPER, { eval: true, workerData: { port: server.address.port, memory } });
  await new Promise((resolve) => helper.once('message', resolve));
  return () => {
    const until = performance.now() + ms;
    helper.postMessage(order);
    expect(Atomics.wait(new Int32Array(memory), 0, 0, 100_000)).not.toBe('timed-out');
    while (performance.now() < until);
  };
}

describe('a program that is busy for longer than a call may take', () => {
  it('reads the answer that has come meanwhile', async () => {
    await db.list('l').push('a', 'b');
    const standStill = await standstill({ seen: 'cmd=llen' }, TIMEOUT + 50);
    const size = db.list('l').size();
    standStill();
    expect(await size).toBe(2);
  });

  it('keeps its connection', async () => {
    const before = await db.redis.client('ID');
    const standStill = await standstill({ seen: 'cmd=strlen' }, TIMEOUT + 50);
    const size = db.string('none').size();
    standStill();
    expect(await size).toBe(0);
    expect(await db.redis.client('ID')).toBe(before);
  });

  it('loses nothing that it has taken by a call that blocks', async () => {
    const list = db.list('jobs');
    const standStill = await standstill({ call: ['rpush', 'jobs', 'job'], seen: 'id=' }, 2 * TIMEOUT + 50);
    const popped = list.popBlocking({ timeout: TIMEOUT });
    await eventually(async () => (await server.admin.info('clients')).includes('blocked_clients:1'));
    standStill();
    const job = await popped;
    // the push may have come too late for it
    expect([...(job === undefined ? [] : [job]), ...(await list.toArray())]).toEqual(['job']);
  });
});
