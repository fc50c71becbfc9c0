import path from 'node:path';
import { Database } from 'redstart';
import { runCommand } from '../../src/cli/run.js';
import { After, Before, user } from '../maintenance/user-versions.js';
import { eventually } from '../support/eventually.js';
import { Program } from '../support/program.js';
import { ServerProcess } from '../support/server-process.js';
import { temporaryFolder } from '../support/temporary.js';

const folder = temporaryFolder();

/** A command, with what it printed. */
async function redstart(
  url: string,
  ...args: string[]
): Promise<{ status: number; lines: string[]; errors: string[] }> {
  const lines: string[] = [];
  const errors: string[] = [];
  const status = await runCommand(
    [...args, '--url', url],
    (line) => lines.push(line),
    (line) => errors.push(line),
  );
  return { status, lines, errors };
}

describe('the command line', () => {
  let server: ServerProcess;
  let url: string;
  let db: Database;
  beforeAll(async () => {
    server = await ServerProcess.start();
    url = `redis://${server.address.host}:${server.address.port}`;
  });
  beforeEach(async () => {
    await server.admin.flushall();
    db = await Database.connect(url, { namespace: 'blog' });
    await db.bind(Before).insertMany(Array.from({ length: 300 }, (_, i) => user(i)));
  });
  afterEach(() => db.close());
  afterAll(() => server.kill());

  it('shows what the server knows, and that an index is not complete', async () => {
    expect(await redstart(url, 'schema')).toEqual({
      status: 0,
      lines: [
        '{blog}:User  300 entities',
        '  fields   email text, city text?, age integer, name text?',
        '  indexes  exact city, unique email',
      ],
      errors: [],
    });
    await db.bind(After).create(user(300));
    const { status, lines } = await redstart(url, 'schema', 'User', '--namespace', 'blog');
    expect([status, lines[2]]).toEqual([1, expect.stringContaining('ordered age (building)')]);
  });

  it('builds indexes without the code of the model', async () => {
    await db.bind(After).create(user(300));
    const { status, lines } = await redstart(url, 'reindex');
    expect([status, lines]).toEqual([
      0,
      [expect.stringMatching(/^\{blog\}:User {2}.*ordered age.* built of 301 entities$/)],
    ]);
    expect(await db.bind(After).query().where({ age: 7 }).count()).toBe(6);
    expect((await redstart(url, 'reindex')).lines).toEqual(['{blog}:User  all indexes are complete']);
  });

  it('finds what is wrong, and mends it', async () => {
    expect(await redstart(url, 'verify')).toEqual({
      status: 0,
      lines: ['{blog}:User  300 entities  0 problems'],
      errors: [],
    });
    await server.admin.hset('{blog}:User:2', 'city', 'Oslo');
    const found = await redstart(url, 'verify');
    expect([found.status, found.lines.toSorted()]).toEqual([
      1,
      [
        '  eq:city:Oslo lacks the entity 2',
        '  eq:city:city 1 has the entity 2, which is gone or says something else',
        '{blog}:User  300 entities  2 problems',
      ],
    ]);
    const mended = await redstart(url, 'repair');
    expect([mended.status, mended.lines[0]]).toEqual([0, '{blog}:User  300 entities  2 problems mended']);
    expect((await redstart(url, 'verify')).status).toBe(0);
  });

  it.each([
    [['wipe'], 'There is no command "wipe". Use one of: schema, verify, repair, reindex.'],
    [['verify', 'Nobody'], 'The server knows no model "Nobody". Mend the name.'],
    [['verify', '--fast'], "Unknown option '--fast'"],
  ])('says what is wrong with %j', async (args, message) => {
    const { status, lines, errors } = await redstart(url, ...args);
    expect([status, lines, errors]).toEqual([2, [], [expect.stringContaining(message)]]);
  });

  it('finds nothing wrong with a server that was killed in the middle of a load', async () => {
    const dir = path.join(folder, 'killed');
    await using first = await Database.embedded({ dir });
    const socketOf = async () => ((await first.redis.config('GET', 'unixsocket')) as string[])[1]!;
    const loader = Program.run('model/racer.ts', ['load', await socketOf()]);
    expect(await loader.next()).toBe('ready');
    loader.tell('go');
    await eventually(async () => (await first.redis.dbsize()) > 1500);
    process.kill(Number(/process_id:(\d+)/.exec(await first.redis.info('server'))![1]), 'SIGKILL');
    await loader.kill();
    // the embedded server is started again for the connection that it lost
    const { status, lines, errors } = await redstart(await eventually(socketOf), 'verify');
    expect([status, errors, lines]).toEqual([
      0,
      [],
      [expect.stringMatching(/^\{app\}:Account {2}[\d,]+ entities {2}0 problems$/)],
    ]);
  });
});
