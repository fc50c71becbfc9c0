import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Auto, Database, Entity, Field, Index, Model, type SchemaChange, SchemaChangedError } from 'redstart';
import { runCommand } from '../../src/cli/run.js';
import { inCommandWords } from '../../src/cli/words.js';
import { After, Before, user } from '../maintenance/user-versions.js';
import { eventually } from '../support/eventually.js';
import { Program } from '../support/program.js';
import { ServerProcess } from '../support/server-process.js';
import { temporaryFolder } from '../support/temporary.js';

const folder = temporaryFolder();

@Entity('User')
class Smaller extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() email!: string;
  @Index({ ignoreCase: true }) @Field.text({ optional: true }) city?: string;
  @Field.integer() age!: number;
}

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

  it('lists apart what no program declares any more', async () => {
    await db.bind(After).create(user(300));
    await db.bind(Smaller).reindex();
    expect((await redstart(url, 'schema')).lines).toEqual([
      '{blog}:User  301 entities',
      '  fields   email text, city text?, age integer',
      '  dropped  name text?',
      '  indexes  exact ~city',
    ]);
  });

  it('builds indexes without the code of the model', async () => {
    await db.bind(After).create(user(300));
    const { status, lines } = await redstart(url, 'reindex');
    expect([status, lines]).toEqual([
      0,
      [expect.stringMatching(/^\{blog\}:User {2}.*ordered age.* built of 301 entities$/)],
    ]);
    expect(await db.bind(After).query().where({ age: 7 }).count()).toBe(6);
    expect((await redstart(url, 'reindex')).lines).toEqual([
      '{blog}:User  all indexes that the server knows are complete',
    ]);
  });

  it('says which namespaces there are where one has no model', async () => {
    expect(await redstart(url, 'verify', '--namespace', 'blgo')).toEqual({
      status: 2,
      lines: [],
      errors: ['The namespace "blgo" has no model. Name one that has, by --namespace: "blog".'],
    });
    await server.admin.flushall();
    expect((await redstart(url, 'verify', '--namespace', 'blgo')).status).toBe(0);
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
    [['wipe'], 'There is no command "wipe". Use one of: schema, inspect, verify, repair, reindex, query, explain.'],
    [['verify', 'Nobody'], 'The server knows no model "Nobody". Mend the name.'],
    [['verify', '--fast'], "Unknown option '--fast'"],
  ])('says what is wrong with %j', async (args, message) => {
    const { status, lines, errors } = await redstart(url, ...args);
    expect([status, lines, errors]).toEqual([2, [], [expect.stringContaining(message)]]);
  });

  it.each([['--help'], ['-h'], ['verify', '--help'], ['query', '--help']])(
    'shows its words for %j',
    async (...args) => {
      const { status, lines } = await redstart(url, ...args);
      expect([status, lines]).toEqual([0, [expect.stringContaining('npx redstart schema')]]);
    },
  );

  it('opens the folder of an embedded server, beside a program that has it open and after that', async () => {
    const dir = path.join(folder, 'embedded');
    const run = async (...args: string[]) => {
      const said: string[] = [];
      const say = (line: string) => said.push(line);
      return [await runCommand(args, say, say), ...said];
    };
    expect(await run('verify', '--dir', dir)).toEqual([
      2,
      `There is no folder ${JSON.stringify(dir)}. Name that of Database.embedded({ dir }).`,
    ]);
    const program = await Database.embedded({ dir, namespace: 'blog' });
    await program.bind(Before).create(user(1));
    const found = [0, '{blog}:User  1 entity  0 problems'];
    expect(await run('verify', '--dir', dir)).toEqual(found);
    await program.close();
    expect(await run('verify', '--dir', dir)).toEqual(found);
    expect(await run('verify', '--dir', dir, '--url', url)).toEqual([
      2,
      '--url names a server, and --dir a folder. Leave one of them out.',
    ]);
  });

  it('says its version', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(await redstart(url, '--version')).toEqual({ status: 0, lines: [version], errors: [] });
  });

  it('speaks of itself, not of what a program would call', async () => {
    const { status, errors } = await redstart('redis://127.0.0.1:1', 'verify');
    expect([status, errors[0]]).toEqual([2, expect.stringContaining('or name another one by --url or in REDIS_URL.')]);
  });

  it('names its own way to build an index, where it can', () => {
    const words = (there: string | undefined) => {
      const change: SchemaChange = { kind: 'index', name: 'ordered age', here: 'declared', there };
      return inCommandWords(new SchemaChangedError('User', [change]));
    };
    expect(words('stale')).toContain('Run npx redstart reindex User, which builds it');
    // the server has to hear of it by a program
    expect(words(undefined)).toContain('Run User.reindex(), which builds it');
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

describe('the command line with the classes of a program', () => {
  let server: ServerProcess;
  let url: string;
  const file = path.join(folder, 'models.cjs');

  beforeAll(async () => {
    server = await ServerProcess.start();
    url = `redis://${server.address.host}:${server.address.port}`;
    // a program's own file, which imports the library as this one does
    await writeFile(file, 'module.exports = globalThis.modelsOfTheTest;');
    Object.assign(globalThis, { modelsOfTheTest: { After, other: 1 } });
    const db = await Database.connect(url, { namespace: 'blog' });
    await db.bind(After).insertMany(Array.from({ length: 30 }, (_, i) => user(i)));
    await db.close();
  });
  afterAll(() => server.kill());

  const ask = (...args: string[]) => redstart(url, ...args, '--namespace', 'blog', '--models', file);

  it('prints the rows that fit as a table', async () => {
    const { status, lines } = await ask(
      'query',
      'User',
      '{"age":{"lt":3}}',
      '--order',
      '{"age":"desc"}',
      '--limit',
      '2',
    );
    expect([status, lines]).toEqual([
      0,
      [
        'id  email          city    age  name',
        ' 3  2@example.com  city 2    2  name 2',
        ' 2  1@example.com  city 1    1  name 1',
        '2 rows, more where --limit is higher',
      ],
    ]);
    expect((await ask('query', 'User', '{"age":99}')).lines).toEqual(['0 rows']);
    expect((await ask('query', 'User')).lines).toHaveLength(22);
  });

  it('reads every entity where --scan lets it', async () => {
    const refused = await ask('query', 'User', '{"city":"city 2"}');
    expect([refused.status, refused.errors[0]]).toEqual([2, expect.stringContaining('let --scan read every entity')]);
    expect((await ask('query', 'User', '{"city":"city 2"}', '--scan')).lines.at(-1)).toMatch(/^\d+ rows$/);
    expect((await redstart(url, 'verify', '--scan')).errors).toEqual([
      '--scan is for query and explain. Leave it out.',
    ]);
  });

  it('says where a model is that the namespace has not', async () => {
    const asked = await redstart(url, 'query', 'User', '--namespace', 'blgo', '--models', file);
    expect(asked).toEqual({
      status: 2,
      lines: [],
      errors: ['The namespace "blgo" has no User. Name one that has, by --namespace: "blog".'],
    });
  });

  it('explains how the server answers', async () => {
    const { status, lines } = await ask('explain', 'User', '{"age":{"lt":3}}');
    expect([status, lines[0]]).toEqual([0, expect.stringContaining('3 rows of 30 in one round trip')]);
  });

  it('measures the entities and each index', async () => {
    const { status, lines } = await redstart(url, 'inspect', 'User');
    expect(status).toBe(0);
    expect(lines[0]).toMatch(/^\{blog\}:User {2}30 entities {2}[\d.]+ kB$/);
    expect(lines.join('\n')).toMatch(/entities +30 +[\d.]+ kB/);
    expect(lines.join('\n')).toMatch(/ordered age +1 +\d/);
    expect(lines.join('\n')).toMatch(/unique email +2 +/);
  });

  it.each([
    [['query'], 'query takes a model and a condition as JSON'],
    [['query', 'User', '{}', 'more'], 'query takes a model and a condition as JSON'],
    [['query', 'Nobody'], 'has no model "Nobody". Use one of: User.'],
    [['query', 'User', '{"age":'], 'A condition is JSON such as'],
    [['query', 'User', '[1]'], 'A condition is an object such as'],
    [['query', 'User', '{"years":1}'], 'User has no field "years"'],
    [['query', 'User', '{"age":"x"}'], 'needs a whole number'],
    [['query', 'User', '{"city":"Oslo"}'], 'User.city has no index that answers "eq"'],
    [['query', 'User', '{}', '--order', '{'], '--order is JSON'],
    [['query', 'User', '{}', '--limit', '0'], '--limit is a whole number from 1'],
    [['explain', 'User', '{}', '--limit', 'many'], '--limit is a whole number from 1'],
  ])('says what is wrong with %j', async (args, message) => {
    const { status, lines, errors } = await ask(...args);
    expect([status, lines, errors]).toEqual([2, [], [expect.stringContaining(message)]]);
  });

  it('says what is wrong with a file, and where it is missing', async () => {
    const failure = async (...args: string[]) => (await redstart(url, ...args)).errors[0];
    expect(await failure('query', 'User')).toContain('query needs the classes');
    expect(await failure('query', 'User', '--models', './none.js')).toContain('--models ./none.js could not be loaded');
    await writeFile(path.join(folder, 'throws.cjs'), 'throw new Error("No such city.");');
    expect(await failure('query', 'User', '--models', path.join(folder, 'throws.cjs'))).toContain(
      'could not be loaded: No such city. Name a file',
    );
    await writeFile(path.join(folder, 'empty.cjs'), 'module.exports = { User: class {} };');
    expect(await failure('query', 'User', '--models', path.join(folder, 'empty.cjs'))).toContain(
      'exports no class that extends Model',
    );
    expect(await failure('verify', '--limit', '3')).toBe('--limit is for query and explain. Leave it out.');
  });
});
