import { Database } from 'redstart';
import { Turns } from '../../src/maintenance/turns.js';
import { ServerProcess } from '../support/server-process.js';
import { After, Before, user } from './user-versions.js';

describe('a long work beside others', () => {
  it('rests for three times what a step took while others use the server, and not at all while nobody does', () => {
    const turns = new Turns();
    expect(turns.rest('100', 2)).toBe(0);
    expect(turns.rest('101', 2)).toBe(0);
    expect(turns.rest('103', 2)).toBe(6);
    expect(turns.rest('104', 2)).toBe(0);
    expect(turns.rest('204', 900)).toBe(50);
  });

  it('rests where it may not ask what others do', () => {
    const turns = new Turns();
    expect(turns.rest(null, 2)).toBe(6);
    expect(turns.rest(null, 2)).toBe(6);
    expect(turns.rest('7', 2)).toBe(0);
  });
});

describe('reindex()', () => {
  let server: ServerProcess;
  let before: Database | undefined;
  let after: Database | undefined;
  beforeAll(async () => {
    server = await ServerProcess.start();
    before = await Database.connect(server.address, { models: [Before] });
    await Before.insertMany(Array.from({ length: 2000 }, (_, i) => user(i)));
    after = await Database.connect(server.address, { models: [After] });
  });
  afterAll(async () => {
    await before?.close();
    await after?.close();
    await server.kill();
  });

  it('leaves others most of the time of the server', async () => {
    let [done, served] = [false, 0];
    const others = (async () => {
      for (; !done; served++) await server.admin.ping();
    })();
    const seen: number[] = [];
    await After.reindex({ batch: 500, onProgress: () => seen.push(served) }).finally(() => {
      done = true;
    });
    await others;
    // one is served between two steps that follow each other at once
    expect((seen.at(-1)! - seen[0]!) / (seen.length - 1)).toBeGreaterThan(5);
  });
});
