import { Database } from 'redstart';
import { Turns } from '../../src/maintenance/turns.js';
import { eventually } from '../support/eventually.js';
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
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(() => server.kill());

  /** How many calls of others are served between two steps. */
  async function servedBetween(namespace: string): Promise<number> {
    await using db = await Database.connect(server.address, { namespace });
    await db.bind(Before).insertMany(Array.from({ length: 1500 }, (_, i) => user(i)));
    let [done, served] = [false, 0];
    const others = (async () => {
      for (; !done; served++) await server.admin.ping();
    })();
    const seen: number[] = [];
    const onProgress = () => seen.push(served);
    await db
      .bind(After)
      .reindex({ batch: 500, onProgress })
      .finally(() => {
        done = true;
      });
    await others;
    return (seen.at(-1)! - seen[0]!) / (seen.length - 1);
  }

  it('leaves others most of the time of the server', async () => {
    let tries = 0;
    // one or two where steps follow each other at once, in each try; a machine that is busy may serve few all the same
    await eventually(async () => (await servedBetween(`try${tries++}`)) > 5);
  });
});
