import { once } from 'node:events';
import { Redis as RedisV5 } from 'ioredis-v5';
import { Database } from 'redstart';
import { run, scriptFailure } from '../../src/scripts/run.js';
import { addTo, readFrom, refuse } from '../support/scripts.js';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded();
});
afterAll(() => db.close());
beforeEach(() => db.redis.flushall());

const counter = 'counter';
const add = (amount: number, { connection } = db) => run(connection, addTo, { keys: { counter }, args: { amount } });
const read = ({ connection } = db) => run(connection, readFrom, { keys: { counter }, args: {} });

async function calls(command: string): Promise<number> {
  const stats = await db.redis.info('commandstats');
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
}

describe('run', () => {
  it('sends the text once, and the digest from then on', async () => {
    await db.redis.script('FLUSH');
    await db.redis.config('RESETSTAT');
    for (let i = 0; i < 3; i++) await add(1);
    expect(await read()).toBe('3');
    expect([await calls('eval'), await calls('evalsha')]).toEqual([1, 3]);
  });

  it('lets a replica answer what only reads', async () => {
    await db.redis.config('RESETSTAT');
    await read();
    expect(await calls('evalsha_ro')).toBe(db.capabilities.readOnlyScripts ? 1 : 0);
  });

  it('does it once after SCRIPT FLUSH, many at the same time as well', async () => {
    await db.redis.script('FLUSH');
    const answers = await Promise.all(Array.from({ length: 50 }, () => add(1)));
    expect(new Set(answers).size).toBe(50);
    expect(await read()).toBe('50');
  });

  it('goes on after the connection was cut', async () => {
    await add(1);
    const closed = once(db.redis, 'close');
    await db.redis.call('CLIENT', ['KILL', 'TYPE', 'normal', 'SKIPME', 'no']);
    await closed;
    expect(await add(1)).toBe(2);
  });

  it('runs on a client of ioredis 5', async () => {
    const [, path] = (await db.redis.config('GET', 'unixsocket')) as string[];
    const client = new RedisV5({ path: path! });
    const old = await Database.connect(client as never);
    await db.redis.script('FLUSH');
    expect(await add(4, old)).toBe(4);
    expect(await read(old)).toBe('4');
    client.disconnect();
  });

  it('passes on what a script refuses, with its code and facts', async () => {
    const error = await run(db.connection, refuse, { keys: {}, args: { fact: 'so' } }).catch((e: unknown) => e);
    expect(scriptFailure(error)).toEqual({ code: 'REFUSED', facts: ['so', 7] });
  });

  it('takes no other error for that', async () => {
    await db.redis.set(counter, 'no number');
    const error = await add(1).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Error);
    expect(scriptFailure(error)).toBeUndefined();
    expect(scriptFailure('REFUSED []')).toBeUndefined();
  });
});
