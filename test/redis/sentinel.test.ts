import type { Redis } from 'ioredis';
import { Database } from 'redstart';
import { run } from '../../src/scripts/run.js';
import { eventually } from '../support/eventually.js';
import { LossyProxy } from '../support/lossy-proxy.js';
import { addTo, readFrom } from '../support/scripts.js';
import { type RunningSentinels, startSentinels } from '../support/sentinels.js';
import { freePort } from '../support/server-process.js';

let servers: RunningSentinels;
let db: Database;

beforeAll(async () => {
  servers = await startSentinels();
  db = await Database.connect({ sentinels: servers.sentinels, name: servers.name });
});
afterAll(async () => {
  await db?.close();
  await servers?.stop();
});

const counter = 'counter';
const add = () => run(db.connection, addTo, { keys: { counter }, args: { amount: 1 } });
const read = () => run(db.connection, readFrom, { keys: { counter }, args: {} });

describe('a master behind sentinels', () => {
  it('rejects when no sentinel can be reached', async () => {
    const sentinels = [{ host: '127.0.0.1', port: await freePort() }];
    await expect(Database.connect({ sentinels, name: servers.name })).rejects.toThrow(/sentinels are unreachable/);
  });

  it('never sends again what was on its way', async () => {
    const proxy = await LossyProxy.to(servers.master);
    const natMap = { [`${servers.master.host}:${servers.master.port}`]: proxy.address };
    const through = await Database.connect({ sentinels: servers.sentinels, name: servers.name, natMap });
    proxy.loseAnswerTo('once');
    await expect(through.redis.incr('once')).rejects.toThrow('Connection is closed');
    expect(await through.redis.incr('once')).toBe(2);
    expect(proxy.lost).toBe(1);
    await through.close();
    proxy.close();
  });

  it('runs scripts, after SCRIPT FLUSH as well', async () => {
    expect(await add()).toBe(1);
    await db.redis.script('FLUSH');
    expect(await add()).toBe(2);
    expect(await read()).toBe('2');
  });

  it('goes on after the master was killed, and does nothing twice', async () => {
    await (db.redis as Redis).wait(2, 1000);
    await servers.killMaster();
    expect(await eventually(add)).toBe(3);
    expect(await read()).toBe('3');
  });
});
