import { ConnectionError, Database } from 'redstart';
import { locateServer } from '../../src/redis/embedded/locate.js';
import { ServerProcess } from '../support/server-process.js';
import { Homeless, Item, refusal, useItems } from './items.js';

useItems();

describe('a model', () => {
  it('needs a database', async () => {
    for (const work of [
      () => Homeless.create({}),
      () => Homeless.get(1),
      () => Homeless.build(),
      () => Homeless.query(),
    ])
      expect(await refusal(work)).toMatchObject({ code: 'SCHEMA' });
  });

  it('of a closed database gets the error of the connection', async () => {
    const closed = await Database.embedded({ models: [Homeless] });
    await closed.close();
    await expect(Homeless.create({})).rejects.toThrow(/closed/i);
    await expect(Homeless.query().count()).rejects.toThrow(/closed/i);
  });
});

describe('a server that is gone in the middle', () => {
  it('is the error of the connection', async () => {
    expect(await locateServer()).toBeTruthy();
    const server = await ServerProcess.start();
    const client = await Database.connect({ ...server.address, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    client.redis.on('error', () => {});
    const Remote = client.bind(Item);
    const item = await Remote.create({ text: 'x' });
    const writes = Array.from({ length: 200 }, (_, i) => Remote.create({ text: `${i}` }));
    const ended = server.kill();
    const results = await Promise.allSettled(writes);
    await ended;
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ConnectionError);
    item.text = 'y';
    await expect(item.save()).rejects.toBeInstanceOf(ConnectionError);
    expect(item.isDirty).toBe(true);
    await expect(Remote.query().all()).rejects.toThrow();
    await client.close();
  });
});
