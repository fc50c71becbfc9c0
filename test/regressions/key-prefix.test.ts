import { Redis } from 'ioredis';
import { ConnectionError, Database } from 'redstart';
import { ServerProcess } from '../support/server-process.js';

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start();
});
afterAll(() => server.kill());

it.each([
  ['options', () => ({ ...server.address, keyPrefix: 'shop:' })],
  ['a client', () => new Redis({ ...server.address, keyPrefix: 'shop:' })],
  ['a cluster', () => ({ cluster: [server.address], options: { keyPrefix: 'shop:' } })],
])('refuses a prefix that ioredis would put before some keys and not before others: %s', async (_, make) => {
  const target = make();
  const refused = Database.connect(target).catch((error) => error);
  expect(await refused).toBeInstanceOf(ConnectionError);
  expect((await refused).message).toMatch(/keyPrefix "shop:".*give the database a namespace/);
  if (target instanceof Redis) {
    expect(await target.ping()).toBe('PONG');
    target.disconnect();
  }
});
